public import Foundation
import Postgres

/// A fitted model as it is stored.
public struct StoredPosterior: Sendable {
    /// The revision of the alliance that the fit read.
    public var revision: Int64
    /// `Posterior.encoded()`.
    public var encoded: [UInt8]

    /// Takes a fitted model.
    public init(revision: Int64, encoded: [UInt8]) {
        self.revision = revision
        self.encoded = encoded
    }
}

extension BatchStore {
    /// The newest fitted model; nil when there is none yet.
    public func posterior(of id: AllianceID) async throws -> StoredPosterior? {
        let rows = try await client.read(
            "select revision, encoded from rapport.posterior where alliance_id = \(id.uuid)",
            as: (Int64, [UInt8]).self, context: Context.batch(id))
        return rows.first.map { StoredPosterior(revision: $0.0, encoded: $0.1) }
    }

    /// Stores a fitted model unless one of a newer revision is there, and tells the servers of it.
    ///
    /// - Returns: whether it was stored.
    @discardableResult
    public func save(_ posterior: StoredPosterior, of id: AllianceID, at instant: Date) async throws -> Bool {
        try await client.transaction(context: Context.batch(id), deadline: .seconds(60)) { transaction in
            try await transaction.execute(
                """
                insert into rapport.posterior (alliance_id, revision, fitted_at, encoded)
                values (\(id.uuid), \(posterior.revision), \(instant), \(posterior.encoded))
                on conflict (alliance_id) do update
                set revision = excluded.revision, fitted_at = excluded.fitted_at, encoded = excluded.encoded
                where posterior.revision <= excluded.revision
                """) > 0
        }
    }
}
