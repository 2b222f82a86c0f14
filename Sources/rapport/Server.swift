import API
import Console
import Domain
import Foundation
import Hummingbird
import Logging
import NIOCore
import Nightly
import Postgres
import ServiceLifecycle
import Storage
import UnixSignals

/// The HTTP service with its worker: what `rapport serve` and `rapport demo` run.
struct Server: Sendable {
    let database: Database
    let host: String
    let port: Int
    let pages: PageOptions
    let logger: Logger

    /// Serves until SIGTERM or Ctrl-C, then lets requests under way finish.
    ///
    /// - Parameter whenReady: called once connections are accepted, with the address.
    /// - Throws: ``PortTaken`` when something else listens there.
    func run(whenReady: @escaping @Sendable (_ address: String) async -> Void) async throws {
        let settings = try WorkerSettings.ofThisProcess()
        let migrator = Migrator(client: database.client, logger: logger)
        let cache = AllianceCache(store: database.store)
        let router = makeRouter(store: database.store, cache: cache, registry: Rapport.registry) {
            try await migrator.verify()
        }
        pages.console(store: database.store, cache: cache).add(to: router)
        let address = "http://\(host):\(port)"
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), serverName: "rapport", reuseAddress: true),
            services: [WorkerService(database: database, settings: settings, logger: logger)],
            onServerRunning: { _ in await whenReady(address) },
            logger: logger)
        do {
            try await application.runService(gracefulShutdownSignals: [.sigterm, .sigint])
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw PortTaken(host: host, port: port)
        }
    }
}

/// Refits while the service runs, as soon as sheets arrive.
private struct WorkerService: Service {
    let database: Database
    let settings: WorkerSettings
    let logger: Logger

    func run() async {
        let worker = Worker(store: database.batch, settings: settings, kinds: [.refit], logger: logger)
        let calls = database.client.notifications(on: BatchStore.jobChannel)
        await cancelWhenGracefulShutdown {
            await worker.run(calls: calls.map { _ in () })
        }
    }
}

/// Something else listens on the port.
struct PortTaken: Problem {
    let host: String
    let port: Int

    var problem: ProblemText {
        ProblemText(
            kind: .conflict, code: "serve.port-taken",
            message: "Something else listens on \(host), port \(port).",
            hint: "Choose another port: --port \(port + 1).")
    }
}
