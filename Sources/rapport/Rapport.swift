import API
import ArgumentParser
import Domain
import Folder
import Foundation
import Metrics
import Postgres
import Storage

/// The composition root: one binary, many commands.
@main
struct Rapport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rapport",
        abstract: "Pairs field salespeople of allied companies.",
        discussion: """
            The database is the one of --database-url, else of RAPPORT_DATABASE_URL, else of libpq's PG* variables. \
            Without any of them, rapport keeps a private PostgreSQL of its own, in /var/lib/rapport for root and in \
            ~/.local/share/rapport for others; `rapport demo` uses the same one.
            """,
        version: version,
        groupedSubcommands: [
            CommandGroup(
                name: "Data", subcommands: [ImportCommand.self, ExportCommand.self, SampleCommand.self]),
            CommandGroup(
                name: "Work",
                subcommands: [
                    FitCommand.self, PredictCommand.self, ScorecardCommand.self, RecommendCommand.self,
                    RematchCommand.self, PolicyCommand.self, RoundCommand.self, WhyNotCommand.self,
                    SimulateCommand.self, SolveCommand.self, WorkerCommand.self, ReplayCommand.self,
                    JobsCommand.self,
                ]),
            CommandGroup(
                name: "Service",
                subcommands: [
                    ServeCommand.self, DemoCommand.self, KeysCommand.self, UsersCommand.self,
                    TeamsCommand.self,
                    MigrateCommand.self,
                    DoctorCommand.self,
                    SchemaCommand.self, SettingsCommand.self,
                ]),
        ])

    /// What `--version` says, and what is kept with every round.
    static let version = "0.1.0"

    /// Every counter of the process; `/metrics` shows it.
    static let registry = PrometheusRegistry()

    /// Runs a command; exits 0 on success, 1 when the request cannot be met, 2 on wrong usage.
    static func main() async {
        Terminal.fillClosedDescriptors()
        // Before anything is made that counts: what is made earlier counts for nobody.
        MetricsSystem.bootstrap(registry)
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            try Terminal.checkOutput()
        } catch {
            exit(with: error)
        }
    }

    private static func exit(with error: any Error) -> Never {
        switch error {
        case let faults as FolderError:
            if case .faults(let faults, _) = faults { for fault in faults { Terminal.say("\(fault)") } }
            Terminal.complain(faults.problem)
            Foundation.exit(1)
        case let faults as PairsError:
            for fault in faults.faults { Terminal.say(fault) }
            Terminal.complain(faults.problem)
            Foundation.exit(1)
        case let busy as StorageError where busy.isOfAnotherRun:
            Terminal.complain(busy.problem)
            Foundation.exit(75)
        case let lost as PostgresError where lost.kind == .connectionFailed:
            Terminal.complain(lost.problemForOperator)
            Foundation.exit(1)
        case let problem as any Problem:
            Terminal.complain(problem.problem)
            Foundation.exit(1)
        case let code as ExitCode:
            do throws(OutputLost) { try Terminal.checkOutput() } catch { Terminal.complain(error.problem) }
            Foundation.exit(code.rawValue)
        case is CancellationError:
            Foundation.exit(130)
        default:
            let isUsage = exitCode(for: error) == .validationFailure
            let text = fullMessage(for: error)
            if exitCode(for: error).isSuccess {
                Terminal.show(text + "\n")
                do throws(OutputLost) { try Terminal.checkOutput() } catch { exit(with: error) }
                Foundation.exit(0)
            }
            Terminal.say(isUsage ? text : "rapport: \(message(for: error))")
            Foundation.exit(isUsage ? 2 : 1)
        }
    }
}

extension PostgresError {
    /// Why there is no connection, which whoever sits at the machine may know.
    fileprivate var problemForOperator: ProblemText {
        var text = problem
        text.message = "\(self)"
        text.hint = "Start PostgreSQL, or set RAPPORT_DATABASE_URL to where it is."
        return text
    }
}

extension StorageError {
    /// Whether another run of the night is in the way; the exit status then is 75, EX_TEMPFAIL of sysexits.h.
    fileprivate var isOfAnotherRun: Bool {
        if case .nightIsRunning = self { return true }
        return self == .leaseLost
    }
}
