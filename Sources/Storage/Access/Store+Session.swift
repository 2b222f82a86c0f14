public import Foundation
import Postgres

extension Store {
    /// Who holds this session; nil when it is unknown, has ended, or its user or key is no longer good.
    public func viewer(ofSession token: BearerToken, at instant: Date) async throws -> Viewer? {
        let rows = try await client.read(
            """
            select session.user_id, api_key.key_id, api_key.role, api_key.person, api_key.company, api_key.team,
                coalesce(api_key.scopes, '{}'), api_key.reads_since
            from rapport.session
            left join rapport.api_key
                on api_key.alliance_id = session.alliance_id and api_key.key_id = session.key_id
                and api_key.revoked_at is null and (api_key.expires_at is null or api_key.expires_at > \(instant))
            where session.alliance_id = \(token.alliance.uuid) and session.digest = sha256(\(token.secret))
                and session.revoked_at is null and session.expires_at > \(instant)
            """, as: (UUID?, UUID?, String?, Int?, Int?, Int?, [String], Date?).self,
            context: Context.request(token.alliance))
        guard let (user, key, word, person, company, team, scopes, since) = rows.first else { return nil }
        if let user {
            guard let account = try await account(of: user, in: token.alliance), !account.isDisabled else {
                return nil
            }
            return account.viewer
        }
        guard let key, let word else { return nil }
        let stored = StoredRole(word: word, person: person, company: company, team: team, scopes: scopes)
        return stored.role.map {
            Viewer(alliance: token.alliance, role: $0, identity: .key(key), readsSince: since)
        }
    }

    /// Opens a session for somebody who has just signed in, and forgets those of theirs that have expired.
    ///
    /// - Parameters:
    ///   - viewer: a user or the holder of a key (a precondition).
    ///   - end: when it ends by itself.
    /// - Returns: what the browser is to present. It is told this once: only a digest is stored.
    public func openSession(for viewer: Viewer, at instant: Date, until end: Date) async throws -> BearerToken
    {
        let token = BearerToken.random(for: viewer.alliance, kind: .session)
        let (user, key) = viewer.sessionOwner
        try await client.transaction(context: Context.request(viewer)) { transaction in
            _ = try await transaction.execute(
                """
                delete from rapport.session
                where alliance_id = \(viewer.alliance.uuid) and expires_at <= \(instant)
                    and (user_id = \(user) or key_id = \(key))
                """)
            _ = try await transaction.execute(
                """
                insert into rapport.session
                    (alliance_id, session_id, digest, user_id, key_id, created_at, expires_at)
                values (\(viewer.alliance.uuid), \(UUID()), sha256(\(token.secret)), \(user), \(key),
                    \(instant), \(end))
                """)
        }
        return token
    }

    /// Ends a session. One that is unknown or has ended stays as it is.
    public func endSession(_ token: BearerToken, at instant: Date) async throws {
        _ = try await client.transaction(context: Context.request(token.alliance)) { transaction in
            try await transaction.execute(
                """
                update rapport.session
                set revoked_at = \(instant)
                where alliance_id = \(token.alliance.uuid) and digest = sha256(\(token.secret))
                    and revoked_at is null
                """)
        }
    }

    /// Ends every session of the viewer.
    /// - Returns: how many there were.
    @discardableResult
    public func endSessions(of viewer: Viewer, at instant: Date) async throws -> Int {
        let (user, key) = viewer.sessionOwner
        return try await client.transaction(context: Context.request(viewer)) { transaction in
            try await transaction.execute(
                """
                update rapport.session
                set revoked_at = \(instant)
                where alliance_id = \(viewer.alliance.uuid) and revoked_at is null
                    and (user_id = \(user) or key_id = \(key))
                """)
        }
    }

    /// Stores the hash of a user's own new password, and ends all of their sessions.
    public func setPassword(_ hash: String, of viewer: Viewer, at instant: Date) async throws {
        guard case .user(let user) = viewer.identity else { preconditionFailure("only users have passwords") }
        try await client.transaction(context: Context.request(viewer)) { transaction in
            let table = UserTable(transaction: transaction, alliance: viewer.alliance)
            _ = try await table.setPassword(hash, of: "user_id = \(user)", at: instant)
            try await Deed("user.password-changed", on: "user", user.text)
                .record(by: viewer, at: instant, in: transaction)
        }
    }
}

extension Viewer {
    /// The user or the key that a session stands on.
    fileprivate var sessionOwner: (user: UUID?, key: UUID?) {
        switch identity {
        case .user(let user): (user, nil)
        case .key(let key): (nil, key)
        case .operator: preconditionFailure("an operator at the command line has no session")
        }
    }
}
