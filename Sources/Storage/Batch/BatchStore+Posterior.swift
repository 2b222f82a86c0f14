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

    /// Whether the newest fitted model knows the alliance's facts as they are now.
    public func isFitted(_ id: AllianceID) async throws -> Bool {
        try await client.read(
            """
            select exists (
                select from rapport.posterior
                join rapport.revision on revision.alliance_id = posterior.alliance_id
                where posterior.alliance_id = \(id.uuid) and posterior.revision = revision.revision)
            """, as: Bool.self, context: Context.batch(id)
        ).first == true
    }

    /// The first bytes of the fitted models of some alliances, of those that have one.
    public func beginnings(of alliances: [AllianceID], bytes: Int) async throws -> [[UInt8]] {
        var found: [[UInt8]] = []
        for id in alliances {
            found += try await client.read(
                """
                select substring(encoded from 1 for \(Int32(clamping: bytes)))
                from rapport.posterior where alliance_id = \(id.uuid)
                """, as: [UInt8].self, context: Context.batch(id))
        }
        return found
    }

    /// Asks for a refit of every alliance whose stored model an older program wrote.
    ///
    /// - Parameter isCurrent: whether a model can be read, by its first 16 bytes.
    /// - Returns: how many were asked for.
    @discardableResult
    public func refitOutdated(at instant: Date, isCurrent: ([UInt8]) -> Bool) async throws -> Int {
        var outdated = 0
        for alliance in try await alliances() {
            let beginnings = try await beginnings(of: [alliance.id], bytes: 16)
            guard let bytes = beginnings.first, !isCurrent(bytes) else { continue }
            try await client.transaction(context: Context.batch(alliance.id)) { transaction in
                try await Change.ask(for: .refit, of: alliance.id, at: instant, in: transaction)
            }
            outdated += 1
        }
        return outdated
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
