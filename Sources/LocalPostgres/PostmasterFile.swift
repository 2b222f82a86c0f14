import Foundation
import Glibc

/// What a server says of itself in `postmaster.pid`.
struct PostmasterFile: Sendable {
    /// How far the server is.
    enum Status: String, Sendable {
        case starting, stopping, ready, standby
    }

    var process: pid_t
    /// Id of the System V segment that guards the data folder; `nil` before the server made one.
    var sharedMemory: Int32?
    /// `nil` before the server wrote it.
    var status: Status?
    /// Where its socket is; `nil` before the server wrote it.
    var place: (socketFolder: String, port: UInt16)?

    /// `nil` when there is no such file, or it is not complete yet.
    init?(inDataFolder folder: String) {
        guard let text = try? String(contentsOfFile: "\(folder)/postmaster.pid", encoding: .utf8) else {
            return nil
        }
        self.init(text: text)
    }

    /// Reads the file's text. Lines: process, data folder, start time, port, socket folder, listen
    /// address, shared memory key and id, status (PostgreSQL's `pidfile.h`).
    init?(text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.first, let process = pid_t(first), process > 0 else { return nil }
        self.process = process
        if lines.count > 4, let port = UInt16(lines[3]), !lines[4].isEmpty {
            place = (String(lines[4]), port)
        }
        if lines.count > 6 { sharedMemory = lines[6].split(separator: " ").last.flatMap { Int32($0) } }
        if lines.count > 7 { status = Status(rawValue: lines[7].trimmingCharacters(in: .whitespaces)) }
    }

    /// Whether a process with this id exists and is not merely waiting to be reaped.
    var isAlive: Bool {
        ProcessTable.state(of: process).map { $0 != .zombie } ?? false
    }

    /// Whether that process is a server of this data folder, and not a stranger that was given the id of
    /// one that was killed.
    func isServer(ofDataFolder folder: String) -> Bool {
        let words = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
        return isAlive && String(decoding: words, as: UTF8.self).contains(folder)
    }

    /// Kills a server that was frozen when its own process died: the signal that should have ended it waits
    /// until it thaws, which nobody is left to do.
    func killIfFrozen(dataFolder folder: String) {
        guard isServer(ofDataFolder: folder), ProcessTable.state(of: process) == .stopped else { return }
        for child in ProcessTable.children(of: process) { _ = kill(child, SIGKILL) }
        _ = kill(process, SIGKILL)
    }

    /// Removes the shared memory segment that a killed server left behind. Only for a data folder
    /// that is about to be deleted: otherwise the next start needs and removes it.
    func removeSharedMemory() {
        guard let sharedMemory, !isAlive else { return }
        _ = shmctl(sharedMemory, IPC_RMID, nil)
    }
}
