import CLocalPostgres
import Foundation
import Glibc

/// A program that ran to its end, with what it said.
struct FinishedRun: Sendable {
    var end: ChildProcess.End
    /// Standard output and standard error together, as UTF-8.
    var output: String

    /// Runs a program to its end; it is killed should this process die first.
    ///
    /// The output goes through a file without a name rather than a pipe: nothing has to be read
    /// while the program runs, and it can never block on us.
    static func of(
        _ program: String, _ arguments: [String], as user: ServerUser? = nil
    ) async throws(LocalPostgresError) -> FinishedRun {
        let file = local_postgres_memory_file()
        guard file >= 0 else {
            throw .launchFailed(
                program: program, step: "making a file for its output", reason: systemMessage(errno))
        }
        defer { close(file) }
        let plan = LaunchPlan(
            program: program, arguments: arguments, output: file, user: user, deathSignal: SIGKILL)
        let child = try await ChildProcess.launch(plan)
        // Without a limit the wait returns only when the child has ended.
        let end = await child.waitForEnd()!
        return FinishedRun(end: end, output: contents(of: file))
    }

    private static func contents(of file: Int32) -> String {
        lseek(file, 0, SEEK_SET)
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: false)
        return String(decoding: (try? handle.readToEnd()) ?? Data(), as: UTF8.self)
    }
}
