import Foundation
import Glibc
import LocalPostgres
import TestSupport
import Testing

/// One after another, as in the other suites that make clusters of their own: twenty at once would keep the
/// machine from answering the tests that watch deadlines.
@Suite(.serialized) struct PrivateClusterTests {
    @Test func `a second start keeps the data and the address`() async throws {
        let server = try await TestServer.own()
        let url = server.cluster.url(database: "postgres")
        try await server.cluster.execute("create table kept (n int); insert into kept values (7)")

        await server.cluster.stop()
        #expect(server.cluster.processIdentifier == nil)
        try await server.cluster.start()

        #expect(server.cluster.url(database: "postgres") == url)
        #expect(try await server.cluster.execute("select n from kept") == "7")
        await server.discard()
    }

    @Test func `an owner that waits until it is alone serves guests to the end and lets nobody join after`()
        async throws
    {
        let server = try await TestServer.own()
        let folder = server.cluster.settings.folder
        let stay = try #require(PrivateCluster.join(folder: folder))
        #expect(stay.url(database: "postgres") == server.cluster.url(database: "postgres"))

        let (told, teller) = AsyncStream.makeStream(of: Void.self)
        let alone = Task { await server.cluster.waitUntilAlone { teller.finish() } }
        for await _ in told {}
        #expect(try await server.cluster.execute("select 7") == "7")
        #expect(PrivateCluster.join(folder: folder) != nil)

        stay.end()
        await alone.value
        #expect(PrivateCluster.join(folder: folder) == nil)
        await server.cluster.stop()
        try await server.cluster.start()
        #expect(PrivateCluster.join(folder: folder) != nil)

        let guest = try #require(PrivateCluster.join(folder: folder))
        let hurried = Task { await server.cluster.waitUntilAlone() }
        hurried.cancel()
        await hurried.value
        guest.end()
        await server.discard()
    }

    @Test func `a stop leaves no process and no socket folder`() async throws {
        let server = try await TestServer.own()
        let process = try #require(server.cluster.processIdentifier)
        let socketFolder = try #require(hostFolder(in: server.cluster.url(database: "postgres")))
        #expect(FileManager.default.fileExists(atPath: socketFolder))

        await server.discard()

        #expect(Glibc.kill(process, 0) == -1 && errno == ESRCH)
        #expect(!FileManager.default.fileExists(atPath: socketFolder))
        #expect(!FileManager.default.fileExists(atPath: server.cluster.settings.folder))
    }

    @Test func `a new cluster is UTF-8 with checksums, durable, and reachable by socket only`() async throws {
        let server = try await TestServer.own()
        let settings = [
            "server_encoding", "data_checksums", "fsync", "synchronous_commit", "listen_addresses",
            "timezone",
        ]
        let query = settings.map { "current_setting('\($0)')" }.joined(separator: ", ")
        #expect(try await server.cluster.execute("select \(query)") == "UTF8|on|on|on||UTC")
        #expect(try await server.cluster.execute("select upper('äß')") == "Äß")
        #expect(server.cluster.loopbackPort == nil)
        #expect(server.cluster.loopbackURL(database: "postgres") == nil)
        await server.discard()
    }

    @Test func `server settings that are asked for win`() async throws {
        let server = try await TestServer.own(serverSettings: [
            "timezone": "Europe/Zurich", "work_mem": "5MB",
        ])
        #expect(try await server.cluster.execute("show timezone") == "Europe/Zurich")
        #expect(try await server.cluster.execute("show work_mem") == "5MB")
        await server.discard()
    }

    @Test func `a loopback port asks for the password`() async throws {
        let server = try await TestServer.own(loopback: .anyFreePort)
        let url = try #require(server.cluster.loopbackURL(database: "postgres"))
        let connected = try await server.cluster.run(
            "psql", ["-Atd", url, "-c", "select inet_server_addr()"])
        #expect(connected == "127.0.0.1\n")

        let port = try #require(server.cluster.loopbackPort)
        let withoutPassword = "postgresql://postgres@127.0.0.1:\(port)/postgres"
        await #expect(throws: LocalPostgresError.self) {
            try await server.cluster.run("psql", ["--no-password", "-d", withoutPassword, "-c", "select 1"])
        }

        await server.cluster.stop()
        try await server.cluster.start()
        #expect(server.cluster.loopbackURL(database: "postgres") == url)
        await server.discard()
    }

    @Test func `the server inherits no descriptor`() async throws {
        var pipeEnds: [Int32] = [0, 0]
        try #require(pipe(&pipeEnds) == 0)
        defer { pipeEnds.forEach { close($0) } }
        let pipeName = try FileManager.default.destinationOfSymbolicLink(
            atPath: "/proc/self/fd/\(pipeEnds[1])")

        let server = try await TestServer.own()
        let process = try #require(server.cluster.processIdentifier)
        let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd")
        let targets = descriptors.compactMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/fd/\($0)")
        }
        #expect(!targets.isEmpty && !targets.contains(pipeName))
        await server.discard()
    }

    @Test func `half a cluster of a start that was killed is cleared away`() async throws {
        let server = try await TestServer.own()
        await server.cluster.stop()
        let leftover = server.cluster.settings.folder + "/cluster.init-999"
        try FileManager.default.removeItem(atPath: server.cluster.settings.folder + "/cluster")
        try FileManager.default.createDirectory(atPath: leftover, withIntermediateDirectories: false)

        try await server.cluster.start()

        #expect(!FileManager.default.fileExists(atPath: leftover))
        #expect(try await server.cluster.execute("select 1") == "1")
        await server.discard()
    }

    @Test func `psql's own words come with a failed statement`() async throws {
        let server = try await TestServer.shared()
        let error = try await #require(throws: LocalPostgresError.self) {
            try await server.cluster.execute("select 1/0")
        }
        #expect(error == .toolFailed(tool: "psql", status: 1, output: "ERROR:  division by zero"))
        #expect(error.description.contains("division by zero"))
    }

    private func hostFolder(in url: String) -> String? {
        URLComponents(string: url)?.queryItems?.first { $0.name == "host" }?
            .value
    }
}
