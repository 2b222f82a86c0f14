import Domain
public import Foundation
import Postgres

/// Keys, as an alliance's admin looks after them, and a salesperson after their own.
extension Store {
    /// The keys that the viewer looks after, oldest first.
    ///
    /// - Parameter key: the only one that is wanted; nil for all.
    public func keys(_ key: UUID? = nil, for viewer: Viewer, at instant: Date) async throws -> [KeySummary] {
        try await look(for: viewer, administering: viewer.person == nil, at: instant) { edit in
            try await edit.keysLookedAfter().keys(key)
        }
    }

    /// Makes a key. Its token is given this once: only a digest is stored.
    ///
    /// - Parameters:
    ///   - keys: what it may do, and for whom.
    ///   - scopes: what an integration may do; none for other roles.
    ///   - end: when it stops working; nil when never.
    /// - Throws: ``AccountError/badRole(_:)``, ``AccountError/keyOfSalesperson``.
    public func makeKey(
        label: String, role keys: RoleKeys, scopes: [String], until end: Date?, for viewer: Viewer,
        at instant: Date
    ) async throws -> (key: KeySummary, token: BearerToken) {
        try await edit(for: viewer, administering: viewer.person == nil, at: instant) { edit in
            let table = edit.keysLookedAfter()
            let role = try await edit.role(ofKey: keys, scopes: scopes, in: table)
            let key = UUID()
            let token = BearerToken.random(for: viewer.alliance)
            try await table.insert(
                key, token, label: label, role: role, at: instant, until: end,
                readingSince: viewer.readsSince)
            try await edit.note(.keyMade(key, role))
            return (try await table.key(key), token)
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
        try await edit(for: viewer, administering: viewer.person == nil, at: instant) { edit in
            let table = edit.keysLookedAfter()
            let before = try await table.key(key)
            try version.check(before.version)
            guard !isRevoked || viewer.identity != .key(key) else { throw AccountError.ownKey }
            if let label, label != before.label {
                try await table.name(key, label)
                try await edit.note(Deed("key.renamed", on: "key", key.text))
            }
            if isRevoked, try await table.revoke(key, at: instant) {
                try await edit.note(Deed("key.revoked", on: "key", key.text))
            }
            return try await table.key(key)
        }
    }
}

extension Edit {
    /// The keys that the viewer looks after: a salesperson after their own, as themselves; an admin after all.
    fileprivate func keysLookedAfter() -> KeyTable {
        if let person = viewer?.person {
            return KeyTable(transaction: transaction, alliance: id, person: person)
        }
        let desk = administering()
        return KeyTable(transaction: desk.transaction, alliance: desk.alliance)
    }
}

extension Edit {
    /// The role of a new key: a salesperson's own for a salesperson, anybody's but a salesperson's for an admin.
    fileprivate func role(
        ofKey keys: RoleKeys, scopes: [String], in table: KeyTable
    ) async throws -> Viewer.Role {
        if let person = table.person {
            // Without a look at whom else the words may name: there being somebody is not told.
            let row = record.personNumbers.firstIndex(of: person)
            let own = RoleKeys(role: "salesperson", person: row.map { snapshot.people[$0].key })
            guard keys == own, scopes.isEmpty else {
                throw AccountError.badRole("a salesperson makes keys that speak for themselves alone.")
            }
            return .salesperson(number: person)
        }
        let role = try await role(keys, scopes: scopes)
        if case .salesperson = role { throw AccountError.keyOfSalesperson }
        return role
    }
}

extension KeyTable {
    /// - Throws: ``AccountError/noKey(_:)``.
    fileprivate func key(_ id: UUID) async throws -> KeySummary {
        guard let key = try await keys(id).first else { throw AccountError.noKey(id.text) }
        return key
    }
}
