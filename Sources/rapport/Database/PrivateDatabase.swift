import Domain
import Foundation
import LocalPostgres
import Logging
import Postgres
import Storage

/// The private PostgreSQL of people who have not set one up: shared by `rapport demo` and all other commands.
struct PrivateDatabase {
    let environment: [String: String]
    let logger: Logger
    private static let name = "rapport"

    /// Runs `body` with the URL of the private database. Starts its server for as long as that takes, and as long as others
    /// use it, too, unless another rapport keeps it running already.
    func use<Result: Sendable>(_ body: (String) async throws -> Result) async throws -> Result {
        let settings = try settings()
        let cluster = PrivateCluster(settings)
        if let stay = try await start(cluster) {
            // Whoever started the server may not have come to it yet.
            try await makeDatabase(at: stay.url(database: "postgres"))
            let result = try await body(stay.url(database: Self.name))
            stay.end()
            return result
        }
        let keeper = Task { await keepRunning(cluster) }
        let result: Result
        do {
            try await makeDatabase(at: cluster.url(database: "postgres"))
            result = try await body(cluster.url(database: Self.name))
        } catch {
            await end(cluster, keptBy: keeper)
            throw error
        }
        await end(cluster, keptBy: keeper)
        return result
    }

    /// Starts the server, or joins the one that another command has started. That command may just be starting or stopping it, so
    /// a folder in use is looked at again for a while.
    private func start(_ cluster: PrivateCluster) async throws -> PrivateCluster.Stay? {
        let deadline = ContinuousClock.now + .seconds(30)
        while true {
            if let stay = PrivateCluster.join(folder: cluster.settings.folder) {
                return stay
            }
            do {
                try await cluster.start()
                return nil
            } catch {
                guard case .folderInUse = error, ContinuousClock.now < deadline else { throw error }
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private func end(_ cluster: PrivateCluster, keptBy keeper: Task<Void, Never>) async {
        try? await untilInterrupted {
            await cluster.waitUntilAlone {
                Terminal.say(
                    "waiting for the commands that use the private PostgreSQL of this one; Ctrl-C stops it now …"
                )
            }
        }
        keeper.cancel()
        await cluster.stop()
        await keeper.value
    }

    /// Starts the server again whenever it ends without having been told to: killed, or out of disk. Nobody else would, and
    /// what was committed is there again.
    private func keepRunning(_ cluster: PrivateCluster) async {
        while let exit = await cluster.waitForExit(), !Task.isCancelled {
            logger.error("the private PostgreSQL ended and is started again", metadata: ["exit": "\(exit)"])
            while !Task.isCancelled {
                do {
                    try await cluster.start()
                    break
                } catch {
                    logger.error("the private PostgreSQL does not start", metadata: ["error": "\(error)"])
                    try? await Task.sleep(for: .seconds(2))
                }
            }
        }
        // A start under way when the program was told to end may have come after the stop.
        await cluster.stop()
    }

    private func settings() throws -> ClusterSettings {
        let chosen = Setting.dataFolder.text(in: environment)
        guard
            let folder = chosen
                ?? ClusterSettings.defaultFolder(environment: environment, userIdentifier: geteuid())
        else { throw NoDataFolder() }
        var settings = ClusterSettings(folder: folder)
        settings.searchPath = (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        settings.binariesFolder = Setting.serverPrograms.text(in: environment)
        return settings
    }

    private func makeDatabase(at url: String) async throws {
        let client = try PostgresClient(
            settings: ConnectionSettings(url: url), logger: logger)
        do {
            try await createDatabaseIfMissing(Self.name, by: client)
            await client.shutdown()
        } catch {
            await client.shutdown()
            throw error
        }
    }
}

/// Neither a home nor a data folder is known.
private struct NoDataFolder: Problem {
    var problem: ProblemText {
        ProblemText(
            kind: .invalid, code: "settings.no-data-folder",
            message: "There is no place for a private database: HOME is not set.",
            hint: "Set RAPPORT_DATA_FOLDER to a folder, or RAPPORT_DATABASE_URL to a PostgreSQL.")
    }
}
