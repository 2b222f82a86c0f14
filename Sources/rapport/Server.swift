import API
import Console
import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import Nightly
import Postgres
import ServiceLifecycle
import Storage
import UnixSignals
import Webhooks

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
        let targets = try TargetPolicy.ofThisProcess()
        let migrator = Migrator(client: database.client, logger: logger)
        let cache = AllianceCache(store: database.store)
        let admission = try await AdmissionSettings().admission(store: database.store, isSecure: pages.https)
        let router = makeRouter(
            store: database.store, cache: cache, admission: admission, registry: Rapport.registry,
            targets: targets,
            pages: {
                pages.console(store: database.store, cache: cache, nights: $1, signIn: admission.signIn)
                    .add(to: $0)
            }
        ) { try await migrator.verify() }
        let address = "http://\(host):\(port)"
        let application = Application(
            router: router,
            server: .limited(),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), serverName: "rapport", backlog: 1024,
                reuseAddress: true,
                availableConnectionsDelegate: MaximumAvailableConnections(try Setting.connections.number())),
            services: [
                WorkerService(database: database, settings: settings, targets: targets, logger: logger)
            ],
            onServerRunning: { _ in await whenReady(address) },
            logger: logger)
        do {
            try await application.runService(gracefulShutdownSignals: [.sigterm, .sigint])
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw PortTaken(host: host, port: port)
        }
    }
}

/// Refits and tells webhooks while the service runs, as soon as there is something.
private struct WorkerService: Service {
    let database: Database
    let settings: WorkerSettings
    let targets: TargetPolicy
    let logger: Logger

    func run() async {
        let courier = Courier(store: database.batch, targets: targets, logger: logger)
        let worker = Worker(
            store: database.batch, settings: settings, kinds: [.refit, .erase], courier: courier.deliver,
            logger: logger)
        let calls = database.client.notifications(on: BatchStore.jobChannel)
        await cancelWhenGracefulShutdown {
            await worker.run(calls: calls.map { _ in () })
        }
    }
}
