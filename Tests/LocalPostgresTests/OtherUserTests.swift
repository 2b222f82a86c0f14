import Foundation
import Glibc
import LocalPostgres
import Testing

/// What happens under other users than the one that runs the tests. Only root can become another.
@Suite(.serialized, .enabled(if: geteuid() == 0)) struct OtherUserTests {
    @Test func `a user without privileges runs a cluster of their own`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        chmod(folder.path, 0o777)
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            become(getpwnam("nobody").pointee.pw_uid, group: getpwnam("nobody").pointee.pw_gid)
            let cluster = PrivateCluster(ClusterSettings(folder: path + "/parent/cluster-folder"))
            try await cluster.start()
            let one = try await cluster.execute("select 1")
            precondition(one == "1")
            await cluster.stop()
        }
    }

    @Test func `a user id without a name is refused`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            become(54_321, group: 54_321)
            let error = await refusal(of: PrivateCluster(ClusterSettings(folder: path + "/c")))
            precondition(error == .userWithoutName(54_321))
        }
    }

    @Test func `a folder inside a private one is not reachable for the server's user`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        chmod(folder.path, 0o700)
        let error = await refusal(of: PrivateCluster(ClusterSettings(folder: folder.path + "/c")))
        guard case .folderNotReachable(folder.path + "/c", serverUser: _) = error else {
            Issue.record("got \(String(describing: error))")
            return
        }
    }

    @Test func `root's server does not run as root`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let cluster = PrivateCluster(ClusterSettings(folder: folder.path + "/c"))
        try await cluster.start()
        let process = try #require(cluster.processIdentifier)
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let users = status.split(separator: "\n").first { $0.hasPrefix("Uid:") }?.split(separator: "\t")
            .dropFirst()
        #expect(users?.count == 4 && users?.contains("0") == false)
        await cluster.stop()
    }
}

private func become(_ user: uid_t, group: gid_t) {
    precondition(setgroups(0, nil) == 0 && setgid(group) == 0 && setuid(user) == 0)
}
