import Domain
import Foundation

/// What goes to people: messages on standard error, results on standard output.
enum Terminal {
    /// A line of progress or a message.
    static func say(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    /// Something on standard error that does not end its line.
    static func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }

    /// A problem, with what to change.
    static func complain(_ problem: ProblemText) {
        say("rapport: \(problem.message)")
        if let hint = problem.hint { say("         \(hint)") }
    }

    /// A result.
    static func show(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}
