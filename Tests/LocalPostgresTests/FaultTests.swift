import Foundation
import Glibc
import TestSupport
import Testing

@testable import LocalPostgres

@Suite(.serialized) struct FaultTests {
    @Test func `a killed server recovers what was committed, at the same address`() async throws {
        let server = try await TestServer.own()
        let url = server.cluster.url(database: "postgres")
        try await server.cluster.execute("create table kept (n int); insert into kept values (7)")

        async let exit = server.cluster.waitForExit()
        try await server.cluster.kill()
        #expect(await exit == .signalled(number: SIGKILL))
        #expect(server.cluster.processIdentifier == nil)

        try await server.cluster.start()
        #expect(server.cluster.url(database: "postgres") == url)
        #expect(try await server.cluster.execute("select n from kept") == "7")
        await server.discard()
    }

    @Test func `a killed server can be discarded without leaving shared memory`() async throws {
        let server = try await TestServer.own()
        let data = server.cluster.settings.folder + "/cluster"
        let segment = try #require(PostmasterFile(inDataFolder: data)?.sharedMemory)
        try await server.cluster.kill()
        var status = shmid_ds()
        #expect(shmctl(segment, IPC_STAT, &status) == 0)

        await server.discard()

        #expect(shmctl(segment, IPC_STAT, &status) == -1)
    }

    @Test func `a frozen server accepts no one until it thaws`() async throws {
        let server = try await TestServer.own()
        let url = server.cluster.url(database: "postgres") + "&connect_timeout=2"
        try await server.freeze()
        await #expect(throws: LocalPostgresError.self) {
            try await server.cluster.run("psql", ["-d", url, "-c", "select 1"])
        }
        try await server.thaw()
        #expect(try await server.cluster.run("psql", ["-Atd", url, "-c", "select 1"]) == "1\n")
        await server.discard()
    }

    @Test func `a frozen server can be stopped`() async throws {
        let server = try await TestServer.own()
        try await server.freeze()
        await server.discard()
        #expect(server.cluster.processIdentifier == nil)
    }

    @Test func `faults on a stopped server are refused`() async throws {
        let cluster = PrivateCluster(ClusterSettings(folder: "/nowhere"))
        await #expect(throws: LocalPostgresError.notRunning) { try await cluster.freeze() }
        await #expect(throws: LocalPostgresError.notRunning) { try await cluster.thaw() }
        await #expect(throws: LocalPostgresError.notRunning) { try await cluster.kill() }
        await #expect(throws: LocalPostgresError.notRunning) { try await cluster.run("psql", []) }
        #expect(await cluster.waitForExit() == nil)
    }

    /// Ctrl-C and its like are often ignored by a server that drains; PostgreSQL must not inherit that.
    @Test func `when its process is killed the server ends and the next start finds the data`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = folder.path + "/cluster-folder"
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            signal(SIGINT, SIG_IGN)
            let cluster = PrivateCluster(ClusterSettings(folder: path))
            try await cluster.start()
            try await cluster.execute("create table kept (n int); insert into kept values (7)")
            Glibc.kill(getpid(), SIGKILL)
        }
        let cluster = PrivateCluster(ClusterSettings(folder: path))
        try await cluster.start()
        #expect(try await cluster.execute("select n from kept") == "7")
        await cluster.stop()
    }
}
