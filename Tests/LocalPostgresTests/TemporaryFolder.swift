import Glibc
import LocalPostgres

/// A folder for one test that the server's user can reach, be it ours or another; the next test process
/// removes it should this one be killed.
struct TemporaryFolder {
    private let scratch: ScratchFolder

    var path: String { scratch.path + "/folder" }

    init() throws {
        scratch = try ScratchFolder(parent: "/tmp", prefix: "rapport-test")
        guard mkdir(path, 0o700) == 0 else {
            throw LocalPostgresError.folderUnusable(path, reason: "mkdir failed")
        }
        // Apart from mkdir, which obeys the umask.
        chmod(scratch.path, 0o755)
        chmod(path, 0o755)
    }

    func remove() {
        scratch.remove()
    }
}

/// The error with which a cluster refuses to start, `nil` if it starts.
func refusal(of cluster: PrivateCluster) async -> LocalPostgresError? {
    do throws(LocalPostgresError) {
        try await cluster.start()
        return nil
    } catch {
        return error
    }
}
