import ArgumentParser
import Foundation
import Nightly
import Postgres
import Storage
import Webhooks

/// `rapport worker`: shares the night and the refits with whoever else works on them.
struct WorkerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "Work off the queue: refits, and the rounds of a night.",
        discussion: """
            Any number of them, on any number of machines, may share one database. SIGTERM and Ctrl-C hand back what is \
            under way. Connect it to PostgreSQL itself: it listens for work, which a pooler of transactions does not pass on.
            """)

    @Option(help: "How many jobs at once in this process; RAPPORT_WORKERS when left out.") var workers: Int?
    @Flag(help: "Do what is due now, and end.") var once = false
    @OptionGroup var options: DatabaseOptions

    func validate() throws {
        guard workers.map({ $0 >= 1 }) ?? true else { throw ValidationError("--workers must be 1 or more.") }
    }

    func run() async throws {
        let slots = try workers ?? Setting.workers.number()
        let settings = try WorkerSettings.ofThisProcess()
        let targets = try TargetPolicy.ofThisProcess()
        do {
            try await untilInterrupted {
                try await options.withDatabase { database in
                    let courier = Courier(store: database.batch, targets: targets, logger: database.logger)
                    let worker = Worker(
                        store: database.batch, settings: settings, courier: courier.deliver,
                        logger: database.logger)
                    if once {
                        let done = await worker.drain()
                        return Terminal.say("\(done) jobs done")
                    }
                    let calls = database.client.notifications(on: BatchStore.jobChannel)
                    Terminal.say("working, \(slots) jobs at a time")
                    await worker.run(slots: slots, calls: calls.map { _ in () })
                }
            }
        } catch is CancellationError {
            // Stopping is how a worker ends well.
        }
    }
}
