import Foundation
import Glibc
import LocalPostgres
import TestSupport
import Testing

/// Everything that can be wrong with a machine gets an error that says what.
@Suite(.serialized) struct RefusalTests {
    @Test func `two clusters cannot have the same folder`() async throws {
        let server = try await TestServer.own()
        let settings = server.cluster.settings
        let process = server.cluster.processIdentifier
        #expect(
            await refusal(of: PrivateCluster(settings)) == .folderInUse(settings.folder, process: process))
        #expect(await refusal(of: server.cluster) == .alreadyRunning)
        #expect(try await server.cluster.execute("select 1") == "1")
        await server.discard()
    }

    @Test func `a binaries folder without a server is named`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var settings = ClusterSettings(folder: folder.path + "/c")
        settings.binariesFolder = "/usr/share/nothing-here"
        let error = await refusal(of: PrivateCluster(settings))
        #expect(error == .binariesNotFound(searched: ["/usr/share/nothing-here"]))
        #expect(error?.description.contains("Install the Debian package postgresql") == true)
    }

    @Test func `a folder made by another version asks for that version`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let server = try await TestServer.own()
        await server.cluster.stop()
        try "9\n".write(
            toFile: server.cluster.settings.folder + "/cluster/PG_VERSION", atomically: false, encoding: .utf8
        )
        let error = await refusal(of: server.cluster)
        guard case .versionNotFound(.exactly(9), let found) = error else {
            Issue.record("got \(String(describing: error))")
            return
        }
        #expect(found.allSatisfy { $0 >= 15 } && !found.isEmpty)
        await server.discard()
    }

    /// For root as for others: root's own /usr must not be handed to the server's user either.
    @Test func `a folder that belongs to the system is refused`() async throws {
        let error = await refusal(of: PrivateCluster(ClusterSettings(folder: "/usr")))
        guard case .folderOwnedBySomeoneElse("/usr", owner: "root", serverUser: _) = error else {
            Issue.record("got \(String(describing: error))")
            return
        }
        #expect(try FileManager.default.attributesOfItem(atPath: "/usr")[.ownerAccountID] as? NSNumber == 0)
    }

    @Test func `a file in place of the folder is refused`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = folder.path + "/file"
        try Data().write(to: URL(filePath: path))
        #expect(
            await refusal(of: PrivateCluster(ClusterSettings(folder: path)))
                == .folderUnusable(path, reason: "it is not a folder"))
    }

    @Test func `a relative folder is refused`() async throws {
        #expect(
            await refusal(of: PrivateCluster(ClusterSettings(folder: "here")))
                == .folderUnusable("here", reason: "the path is not absolute"))
    }

    @Test func `a temporary folder that is too long for a socket is refused`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var settings = ClusterSettings(folder: folder.path + "/c")
        settings.temporaryFolder = "/tmp/" + String(repeating: "a", count: 80)
        let path = settings.temporaryFolder + "/rapport-XXXXXX/.s.PGSQL.5432"
        #expect(await refusal(of: PrivateCluster(settings)) == .socketPathTooLong(path))
    }

    @Test func `a taken port is named, and nothing is left behind`() async throws {
        let holder = try await TestServer.own(loopback: .anyFreePort)
        let port = try #require(holder.cluster.loopbackPort)
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var settings = ClusterSettings(folder: folder.path + "/c")
        settings.loopback = .port(port)
        let cluster = PrivateCluster(settings)
        #expect(await refusal(of: cluster) == .portTaken(port))
        #expect(cluster.processIdentifier == nil)

        await holder.discard()
        try await cluster.start()
        #expect(cluster.loopbackPort == port)
        await cluster.stop()
    }

    @Test func `a server that cannot start shows its last words`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var settings = ClusterSettings(folder: folder.path + "/c")
        settings.serverSettings = ["no_such_setting": "1"]
        let error = await refusal(of: PrivateCluster(settings))
        guard case .serverEnded(let log) = error else {
            Issue.record("got \(String(describing: error))")
            return
        }
        #expect(log.contains("unrecognized configuration parameter \"no_such_setting\""))
    }
}
