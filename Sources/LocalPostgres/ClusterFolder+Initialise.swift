import CLocalPostgres
import Foundation
import Glibc

extension ClusterFolder {
    /// The superuser of every private cluster.
    static let superuser = "postgres"
    /// Room that a new cluster needs, in bytes, with some to work in.
    private static let neededSpace: UInt64 = 128 << 20

    /// Makes the data folder unless it exists.
    ///
    /// It is made beside its place and moved there when it is complete and on the disk, so a start that
    /// was killed midway leaves no half cluster.
    func initialise(
        with binaries: ServerBinaries, as user: ServerUser, durably: Bool
    ) async throws(LocalPostgresError) {
        guard FileStatus(of: data) == nil else { return }
        removeUnfinished()
        try requireSpace()
        try writePassword(for: user)
        let unfinished = "\(data).init-\(getpid())"
        let run = try await FinishedRun.of(
            binaries.path(of: "initdb"), initialisationArguments(folder: unfinished),
            as: user.needsSwitch ? user : nil)
        guard run.end == .exited(status: 0) else {
            removeUnfinished()
            let log = lastLines(of: run.output)
            throw LocalPostgresError(explaining: log, folder: path, user: user)
                ?? .initialisationFailed(log: log)
        }
        if durably { sync() }
        guard rename(unfinished, data) == 0 else { throw LocalPostgresError(errno, folder: path) }
        if durably { sync() }
    }

    private func initialisationArguments(folder: String) -> [String] {
        [
            "--pgdata", folder, "--username", Self.superuser, "--encoding", "UTF8", "--locale", "C.UTF-8",
            "--data-checksums", "--auth-local", "trust", "--auth-host", "scram-sha-256",
            "--pwfile", password,
            // One sync() at the end takes a third of the time of initdb's own, file by file.
            "--no-sync",
        ]
    }

    /// Removes what killed starts left. We hold the lock, so nobody is working on one.
    private func removeUnfinished() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in names where name.hasPrefix("\(Self.dataName).init-") {
            try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
        }
    }

    private func requireSpace() throws(LocalPostgresError) {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { throw LocalPostgresError(errno, folder: path) }
        let free = UInt64(status.f_bavail) * UInt64(status.f_frsize)
        if free < Self.neededSpace { throw .noSpace(folder: path) }
    }

    private func writePassword(for user: ServerUser) throws(LocalPostgresError) {
        _ = unlink(password)
        let descriptor = open(password, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw LocalPostgresError(errno, folder: path) }
        defer { close(descriptor) }
        var generator = SystemRandomNumberGenerator()
        let text = (0..<2).map { _ in String(generator.next(), radix: 36) }.joined() + "\n"
        let written = write(descriptor, text, text.utf8.count)
        guard written == text.utf8.count else {
            throw LocalPostgresError(written < 0 ? errno : ENOSPC, folder: path)
        }
        if user.needsSwitch { _ = fchown(descriptor, user.identifier, user.group) }
    }
}

extension LocalPostgresError {
    /// Recognises what a person can do something about in the words of `initdb` or the server.
    init?(explaining log: String, folder: String, user: ServerUser, port: UInt16? = nil) {
        if log.contains("No space left on device") {
            self = .noSpace(folder: folder)
        } else if log.contains("could not access directory") || log.contains("Permission denied") {
            self = .folderNotReachable(folder, serverUser: user.name)
        } else if let port, log.contains("could not bind"), log.contains("Address already in use") {
            self = .portTaken(port)
        } else {
            return nil
        }
    }
}
