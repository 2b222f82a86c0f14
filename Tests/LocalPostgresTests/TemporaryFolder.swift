import Foundation
import Glibc
import LocalPostgres

/// A folder for one test that the server's user can reach, be it ours or another.
struct TemporaryFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/local-postgres-tests-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        chmod(path, 0o755)
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: path)
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
