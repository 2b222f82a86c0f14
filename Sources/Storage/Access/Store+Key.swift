public import Foundation
import Postgres

/// Keys, as an alliance's admin looks after them.
extension Store {
    /// The keys of the viewer's alliance, oldest first.
    ///
    /// - Parameter key: the only one that is wanted; nil for all.
    public func keys(_ key: UUID? = nil, for viewer: Viewer, at instant: Date) async throws -> [KeySummary] {
        try await look(for: viewer, at: instant) { edit in
            try await edit.administering().keys.keys(key)
        }
    }

    /// Makes a key. Its token is given this once: only a digest is stored.
    ///
    /// - Parameters:
    ///   - keys: what it may do, and for whom.
    ///   - scopes: what an integration may do; none for other roles.
    ///   - end: when it stops working; nil when never.
    /// - Throws: ``AccountError/badRole(_:)``.
    public func makeKey(
        label: String, role keys: RoleKeys, scopes: [String], until end: Date?, for viewer: Viewer,
        at instant: Date
    ) async throws -> (key: KeySummary, token: BearerToken) {
        try await edit(for: viewer, at: instant) { edit in
            let desk = try await edit.administering()
            let role = try await edit.role(keys, scopes: scopes)
            let key = UUID()
            let token = BearerToken.random(for: viewer.alliance)
            try await desk.keys.insert(key, token, label: label, role: role, at: instant, until: end)
            try await edit.note(.keyMade(key, role))
            return (try await desk.key(key), token)
        }
    }

    /// Gives a key another label, or makes it useless at once.
    ///
    /// - Parameters:
    ///   - label: nil to leave it as it is.
    ///   - isRevoked: whether it is to be revoked; what was revoked stays so.
    /// - Throws: ``AccountError``, ``OutdatedVersion``.
    public func change(
        key: UUID, label: String?, isRevoked: Bool, expecting version: ExpectedVersion, for viewer: Viewer,
        at instant: Date
    ) async throws -> KeySummary {
        try await edit(for: viewer, at: instant) { edit in
            let desk = try await edit.administering()
            let before = try await desk.key(key)
            try version.check(before.version)
            guard !isRevoked || viewer.identity != .key(key) else { throw AccountError.ownKey }
            if let label, label != before.label {
                try await desk.keys.name(key, label)
                try await edit.note(Deed("key.renamed", on: "key", key.text))
            }
            if isRevoked, try await desk.keys.revoke(key, at: instant) {
                try await edit.note(Deed("key.revoked", on: "key", key.text))
            }
            return try await desk.key(key)
        }
    }
}

extension AdministrationDesk {
    var keys: KeyTable { KeyTable(transaction: transaction, alliance: alliance) }

    /// - Throws: ``AccountError/noKey(_:)``.
    func key(_ id: UUID) async throws -> KeySummary {
        guard let key = try await keys.keys(id).first else { throw AccountError.noKey(id.text) }
        return key
    }
}
