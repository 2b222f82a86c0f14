import ArgumentParser
import Domain
import Foundation
import Storage

/// `rapport jobs`: the last nights, and what is in the queue.
struct JobsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs", abstract: "Show the last nights and the queue, dead jobs first.",
        discussion: """
            A job that fails is tried again after a while; one that cannot succeed, or has failed five times, is dead: it is \
            kept with its reason until the same work succeeds. Dead rounds are tried again by `rapport rematch`. \
            Exit status: 1 when there are dead jobs or the newest night failed or was interrupted.
            """)

    @Flag(help: "Try dead refits again.") var retry = false
    @Flag(help: "Forget dead jobs.") var forget = false
    @Option(help: "How many nights to show.") var nights = 7
    @OptionGroup var options: DatabaseOptions

    func validate() throws {
        guard (0...10_000).contains(nights) else {
            throw ValidationError("--nights must be from 0 to 10000.")
        }
    }

    func run() async throws {
        let isWell = try await options.withDatabase { database in
            let store = database.batch
            if retry {
                Terminal.say("\(try await store.reviveRefits(at: Date())) dead refits are tried again")
            }
            if forget { Terminal.say("\(try await store.forgetDeadJobs()) dead jobs are forgotten") }
            let past = try await store.nights(limit: max(1, nights))
            let jobs = try await store.jobs()
            for night in past.prefix(nights) { Terminal.show(night.line(at: Date()) + "\n") }
            for job in jobs { Terminal.show(job.line + "\n") }
            let newest = past.first?.outcome
            return newest != "failed" && newest != "interrupted" && !jobs.contains { $0.state == .dead }
        }
        if !isWell { throw ExitCode(1) }
    }
}

extension PastNight {
    /// One line for people.
    func line(at instant: Date) -> String {
        let end = ended.map { "\(outcome ?? ""), \(Int($0.timeIntervalSince(begun).rounded())) s" }
        return "night  \(day)  \(end ?? "running for \(Int(instant.timeIntervalSince(begun))) s")  "
            + "\(planned) planned, \(standing) had a round, \(failed) failed  begun \(begun.ISO8601Format()) by \(holder)"
    }
}

extension QueuedJob {
    /// One line for people.
    var line: String {
        var line = "job    \(state.rawValue)  \(kind.rawValue)  \(alliance ?? "(gone)")"
        switch state {
        case .waiting: line += "  due \(due.ISO8601Format())"
        case .leased: line += "  by \(holder ?? "?") until \(leaseUntil?.ISO8601Format() ?? "?")"
        case .dead: line += "  begun \(attempts) times"
        }
        if let failure { line += "  \(failure)" }
        return line
    }
}
