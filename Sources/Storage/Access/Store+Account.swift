public import Foundation
import Postgres

extension Store {
    /// The user with this name in the alliance with this key; nil when either is unknown.
    ///
    /// - Parameters:
    ///   - name: an e-mail address, in lower case.
    ///   - key: the alliance's key, as people write it.
    public func account(named name: String, inAlliance key: String) async throws -> Account? {
        guard let alliance = try await alliance(key) else { return nil }
        return try await account(in: alliance, signingInAs: name, where: "email = \(name)")
    }

    /// The user whom an identity provider knows under this subject, or else by this address, in the alliance with this
    /// key. The address counts only for users without a subject of their own.
    ///
    /// - Parameter name: an e-mail address in lower case that the provider vouches for; nil when it does not.
    public func account(
        ofSubject subject: String, named name: String?, inAlliance key: String
    ) async throws -> Account? {
        guard let alliance = try await alliance(key) else { return nil }
        let known = try await account(in: alliance, signingInAs: subject, where: "subject = \(subject)")
        guard known == nil, let name else { return known }
        return try await account(
            in: alliance, signingInAs: name, where: "email = \(name) and subject is null")
    }

    /// The user who is signed in under this id; nil when they are gone.
    public func account(of user: UUID, in alliance: AllianceID) async throws -> Account? {
        let context = Context.request(alliance).setting("rapport.user_id", to: user.uuidString)
        return try await account(in: alliance, where: "user_id = \(user)", context: context)
    }

    private func alliance(_ key: String) async throws -> AllianceID? {
        let rows = try await client.read(
            "select alliance_id from rapport.alliance where key = \(key)", as: UUID.self,
            context: Context.signIn(toAlliance: key))
        return rows.first.map(AllianceID.init)
    }

    private func account(
        in alliance: AllianceID, signingInAs name: String, where condition: SQL
    ) async throws -> Account? {
        let context = Context.request(alliance).setting("rapport.sign_in", to: name)
        return try await account(in: alliance, where: condition, context: context)
    }

    private func account(
        in alliance: AllianceID, where condition: SQL, context: TransactionContext
    ) async throws -> Account? {
        let rows = try await client.read(
            """
            select user_id, email, role, person, company, team, password, disabled_at is not null,
                reads_since
            from rapport.app_user
            where alliance_id = \(alliance.uuid) and \(condition)
            """, as: (UUID, String, String, Int?, Int?, Int?, String?, Bool, Date?).self,
            context: context)
        guard let (user, email, word, person, company, team, password, isDisabled, since) = rows.first else {
            return nil
        }
        let stored = StoredRole(word: word, person: person, company: company, team: team, scopes: [])
        return stored.role.map {
            Account(
                alliance: alliance, user: user, email: email, role: $0, password: password,
                isDisabled: isDisabled, readsSince: since)
        }
    }
}
