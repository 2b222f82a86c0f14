public import Foundation
import Postgres

/// Invitations: an admin makes them, the person who is invited chooses the password.
extension Store {
    /// Invites a user to choose a password; an invitation from before is good no more. The present password stays until
    /// then, so that nobody is locked out by it.
    ///
    /// The viewer sees the invitation. So nobody who has a password is invited like this: whoever makes the invitation could
    /// use it, and speak for somebody who would be out from then on.
    /// - Returns: the user, and the invitation. It is told this once: only a digest is stored.
    /// - Throws: ``AccountError``, ``OutdatedVersion``.
    public func invite(
        user: UUID, expecting version: ExpectedVersion, for viewer: Viewer, at instant: Date
    ) async throws -> (user: UserSummary, token: BearerToken) {
        try await edit(for: viewer, administering: true, at: instant) { edit in
            let desk = edit.administering()
            let before = try await desk.user(user)
            try version.check(before.version)
            guard viewer.identity != .user(user) else { throw AccountError.ownPassword }
            guard !before.hasPassword else { throw AccountError.hasPassword }
            let token = BearerToken.invitation(of: user, in: viewer.alliance)
            _ = try await desk.users.invite(token, user: "user_id = \(user)", at: instant)
            // Also of a user who spoke for somebody and may again: that person is to see it.
            let spokeFor = try await desk.users.spokeFor(user)
            let people = Set(edit.people(of: before.role) + [spokeFor].compactMap(\.self))
            try await edit.note(Deed("user.invited", on: "user", user.text, people: people.sorted()))
            return (try await desk.user(user), token)
        }
    }

    /// The invitation that somebody holds; nil when there is none like it, or a newer one has taken its place.
    public func invitation(_ token: BearerToken) async throws -> Invitation? {
        guard let user = token.invitedUser else { return nil }
        let context = Context.request(token.alliance).setting("rapport.user_id", to: user.uuidString)
        let rows = try await client.read(
            """
            select invitation_ends_at, invitation_used_at
            from rapport.app_user
            where alliance_id = \(token.alliance.uuid) and user_id = \(user)
                and invitation = sha256(\(token.secret))
            """, as: (Date, Date?).self, context: context)
        guard let (end, used) = rows.first, let account = try await account(of: user, in: token.alliance)
        else { return nil }
        return Invitation(account: account, endsAt: end, usedAt: used)
    }

    /// Uses an invitation: stores the hash of the password that the invited user chose, and ends their sessions.
    ///
    /// - Returns: whether it was good until now: of two who use it at once, one does.
    public func redeem(
        _ token: BearerToken, password hash: String, for viewer: Viewer, at instant: Date
    ) async throws -> Bool {
        guard case .user(let user) = viewer.identity, user == token.invitedUser else {
            preconditionFailure("an invitation is its user's")
        }
        return try await client.transaction(context: Context.request(viewer)) { transaction in
            let table = UserTable(transaction: transaction, alliance: viewer.alliance)
            let used = try await table.change(
                """
                user_id = \(user) and invitation = sha256(\(token.secret)) and invitation_used_at is null
                    and invitation_ends_at > \(instant) and disabled_at is null
                """,
                to: """
                    password = \(hash), password_set_at = \(instant), invitation_used_at = \(instant)
                    """, endingSessions: true, at: instant)
            guard used != nil else { return false }
            try await Deed(
                "user.invitation-used", on: "user", user.text, people: viewer.person.map { [$0] } ?? []
            ).record(by: viewer, at: instant, in: transaction)
            return true
        }
    }
}
