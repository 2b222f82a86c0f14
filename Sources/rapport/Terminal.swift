import Domain
import Foundation
import Glibc
import Synchronization

/// What goes to people: messages on standard error, results on standard output.
enum Terminal {
    /// Why some of the results did not reach standard output, in the system's words.
    private static let refusal = Mutex<String?>(nil)

    /// Fills standard descriptors that whoever started the program has closed: the next file or connection to be opened
    /// would take such a number, and get what is meant for people. Writing there still fails, since it is open for reading.
    static func fillClosedDescriptors() {
        var descriptor = open("/dev/null", O_RDONLY)
        while (0...STDERR_FILENO).contains(descriptor) { descriptor = open("/dev/null", O_RDONLY) }
        if descriptor > STDERR_FILENO { close(descriptor) }
    }

    /// A line of progress or a message.
    static func say(_ line: String) { write(line + "\n") }

    /// Something on standard error that does not end its line. Where it cannot be written, nobody can be told.
    static func write(_ text: String) {
        _ = put(text, on: STDERR_FILENO)
    }

    /// A problem, with what to change.
    static func complain(_ problem: ProblemText) {
        say("rapport: \(problem.message)")
        if let hint = problem.hint { say("         \(hint)") }
    }

    /// A result. What cannot be written is noted, so that a night goes on, and told by ``checkOutput()``.
    static func show(_ text: String) {
        guard let reason = put(text, on: STDOUT_FILENO) else { return }
        refusal.withLock { $0 = $0 ?? reason }
    }

    /// Throws when a result was lost: a full disk may not look like success.
    static func checkOutput() throws(OutputLost) {
        if let reason = refusal.withLock({ $0 }) { throw OutputLost(reason: reason) }
    }

    /// Writes all of a text; returns why it could not.
    private static func put(_ text: String, on descriptor: Int32) -> String? {
        var text = text
        return text.withUTF8 { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let left = UnsafeBufferPointer(rebasing: rest)
                let count = Glibc.write(descriptor, left.baseAddress, left.count)
                if count >= 0 {
                    rest = rest.dropFirst(count)
                } else if errno != EINTR {
                    return String(cString: strerror(errno))
                }
            }
            return nil
        }
    }
}

/// A result could not be written to standard output.
struct OutputLost: Problem, Hashable {
    /// The system's words.
    let reason: String

    var problem: ProblemText {
        ProblemText(
            kind: .unavailable, code: "command.output-lost",
            message: "The result could not be written to standard output: \(reason).",
            hint:
                "Make room where the output goes, then ask again; what the command has changed stays changed."
        )
    }
}
