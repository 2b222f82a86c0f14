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

    /// Runs `body` with the URL of the private database. Starts its server for as long as that takes, unless another
    /// rapport keeps it running already.
    func use<Result: Sendable>(_ body: (String) async throws -> Result) async throws -> Result {
        let settings = try settings()
        if let url = PrivateCluster.runningURL(folder: settings.folder, database: Self.name) {
            return try await body(url)
        }
        let cluster = PrivateCluster(settings)
        try await cluster.start()
        let keeper = Task { await keepRunning(cluster) }
        let result: Result
        do {
            try await makeDatabase(on: cluster)
            result = try await body(cluster.url(database: Self.name))
        } catch {
            await end(cluster, keptBy: keeper)
            throw error
        }
        await end(cluster, keptBy: keeper)
        return result
    }

    private func end(_ cluster: PrivateCluster, keptBy keeper: Task<Void, Never>) async {
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

    private func makeDatabase(on cluster: PrivateCluster) async throws {
        let client = try PostgresClient(
            settings: ConnectionSettings(url: cluster.url(database: "postgres")), logger: logger)
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
