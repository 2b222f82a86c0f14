import Foundation
import Glibc

/// Reads `/proc`.
enum ProcessTable {
    /// The states that matter here.
    enum State: Sendable, Equatable {
        case stopped, zombie, other
    }

    /// State of a process, `nil` when there is none with this id.
    static func state(of process: pid_t) -> State? {
        entry(of: process)?.state
    }

    /// Ids of the direct children of a process.
    ///
    /// - Complexity: O(processes on the machine): `/proc/PID/task/PID/children` is not in every kernel.
    static func children(of parent: pid_t) -> [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap(pid_t.init).filter { entry(of: $0)?.parent == parent }
    }

    private static func entry(of process: pid_t) -> (state: State, parent: pid_t)? {
        guard let data = FileManager.default.contents(atPath: "/proc/\(process)/stat") else { return nil }
        // "PID (NAME) STATE PARENT …"; the name may hold spaces and parentheses.
        let text = String(decoding: data, as: UTF8.self)
        guard let nameEnd = text.lastIndex(of: ")") else { return nil }
        let fields = text[text.index(after: nameEnd)...].split(separator: " ")
        guard fields.count > 1, let parent = pid_t(fields[1]) else { return nil }
        switch fields[0] {
        case "T", "t": return (.stopped, parent)
        case "Z", "X": return (.zombie, parent)
        default: return (.other, parent)
        }
    }
}
