public import Foundation
import Postgres

/// Keys, as operators look after them at the command line.
extension BatchStore {
    /// Makes a key and returns its token. The token is shown this once: only a digest is stored.
    public func createKey(
        for viewer: Viewer, label: String, at instant: Date, expiring: Date? = nil
    ) async throws -> BearerToken {
        let token = BearerToken.random(for: viewer.alliance)
        let key = UUID()
        try await keys(of: viewer.alliance) { table in
            try await table.insert(key, token, label: label, role: viewer.role, at: instant, until: expiring)
            try await Deed.keyMade(key, viewer.role)
                .recordOfOperator(in: viewer.alliance, at: instant, table.transaction)
        }
        return token
    }

    /// The keys of an alliance, oldest first.
    public func keys(of id: AllianceID) async throws -> [KeySummary] {
        try await keys(of: id) { try await $0.keys() }
    }

    /// Revokes a key. Returns false when there is no such key that was still good.
    public func revokeKey(_ key: UUID, of id: AllianceID, at instant: Date) async throws -> Bool {
        try await keys(of: id) { table in
            guard try await table.revoke(key, at: instant) else { return false }
            try await Deed("key.revoked", on: "key", key.text)
                .recordOfOperator(in: id, at: instant, table.transaction)
            return true
        }
    }

    private func keys<Result: Sendable>(
        of id: AllianceID, _ body: @Sendable (KeyTable) async throws -> Result
    ) async throws -> Result {
        try await client.transaction(context: Context.batch(id)) { transaction in
            try await body(KeyTable(transaction: transaction, alliance: id))
        }
    }
}

extension Deed {
    /// A key was made, for this role.
    static func keyMade(_ key: UUID, _ role: Viewer.Role) -> Deed {
        let stored = StoredRole(role)
        var evidence = ["role": stored.word]
        if !stored.scopes.isEmpty { evidence["scopes"] = stored.scopes.joined(separator: " ") }
        return Deed(
            "key.made", on: "key", key.text, people: stored.person.map { [$0] } ?? [], evidence: evidence)
    }
}
