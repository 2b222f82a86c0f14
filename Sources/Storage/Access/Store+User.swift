import Domain
public import Foundation
import Postgres

/// Users, as an alliance's admin looks after them.
extension Store {
    /// The users of the viewer's alliance, by name.
    ///
    /// - Parameter user: the only one that is wanted; nil for all.
    public func users(_ user: UUID? = nil, for viewer: Viewer, at instant: Date) async throws -> [UserSummary]
    {
        try await look(for: viewer, administering: true, at: instant) { edit in
            try await edit.administering().users.users(user)
        }
    }

    /// The users who decide for others and may sign in, by address: managers and companies' admins.
    ///
    /// The gateway has checked that the viewer reminds them: behind the wall a request sees no users.
    public func deciders(for viewer: Viewer) async throws -> [(email: String, viewer: Viewer)] {
        let context = Context.request(viewer, administering: true)
        return try await client.transaction(access: .readOnly, context: context) { transaction in
            let rows = try await transaction.query(
                """
                select user_id, email, role, company, team
                from rapport.app_user
                where alliance_id = \(viewer.alliance.uuid) and role in ('manager', 'company-admin')
                    and disabled_at is null
                order by email collate "C"
                """, as: (UUID, String, String, Int?, Int?).self)
            return rows.compactMap { user, email, word, company, team in
                StoredRole(word: word, person: nil, company: company, team: team, scopes: []).role.map {
                    (email, Viewer(alliance: viewer.alliance, role: $0, identity: .user(user)))
                }
            }
        }
    }

    /// What is stored of the user who is the viewer; nil for keys.
    public func ownUser(for viewer: Viewer, at instant: Date) async throws -> UserSummary? {
        guard case .user(let user) = viewer.identity else { return nil }
        return try await client.transaction(access: .readOnly, context: Context.request(viewer)) {
            transaction in
            try await UserTable(transaction: transaction, alliance: viewer.alliance).users(user).first
        }
    }

    /// Makes a user without a password: they sign in with the identity provider, or are invited to choose one.
    ///
    /// Whoever makes a user says whose they are. So that nobody is spoken for who speaks already, a salesperson has one
    /// user, under the address of their profile.
    ///
    /// - Parameters:
    ///   - email: the name they sign in with, in lower case.
    ///   - identity: how the identity provider names them; nil when by the address, or not at all.
    /// - Throws: ``StorageError/userExists(_:)``, ``AccountError``.
    public func makeUser(
        email: String, role keys: RoleKeys, identity: String?, for viewer: Viewer, at instant: Date
    ) async throws -> UserSummary {
        try await edit(for: viewer, administering: true, at: instant) { edit in
            let desk = edit.administering()
            let user = UUID()
            let role = try await edit.role(keys)
            if let person = keys.person {
                guard identity == nil else { throw AccountError.identityOfSalesperson }
                try edit.check(address: email, of: person)
                try await desk.users.check(isFree: person)
            }
            try await desk.users.insert(
                user, email: email, role: role, password: nil, subject: identity,
                isVouchedFor: false, at: instant)
            try await edit.note(
                Deed(
                    "user.made", on: "user", user.text, people: edit.people(of: keys),
                    evidence: ["role": keys.role]))
            return try await desk.user(user)
        }
    }

    /// Gives a user another role, or keeps them out and ends their sessions, or lets them in again.
    ///
    /// - Parameters:
    ///   - keys: the new role; nil to keep the present one.
    ///   - isDisabled: nil to leave it as it is.
    /// - Throws: ``AccountError``, ``OutdatedVersion``.
    public func change(
        user: UUID, role keys: RoleKeys?, isDisabled: Bool?, expecting version: ExpectedVersion,
        for viewer: Viewer, at instant: Date
    ) async throws -> UserSummary {
        try await edit(for: viewer, administering: true, at: instant) { edit in
            let desk = edit.administering()
            let before = try await desk.user(user)
            try version.check(before.version)
            guard viewer.identity != .user(user) else { throw AccountError.ownAccount }
            if let keys { try await edit.give(keys, to: before, at: desk) }
            if let isDisabled, isDisabled != (before.disabledAt != nil) {
                let since = isDisabled ? instant : nil
                _ = try await desk.users.change(
                    "user_id = \(user)", to: "disabled_at = \(since)", endingSessions: isDisabled, at: instant
                )
                try await edit.note(
                    Deed(isDisabled ? "user.disabled" : "user.enabled", on: "user", user.text))
            }
            return try await desk.user(user)
        }
    }
}

extension Edit {
    /// The number of the salesperson who is spoken for, so that the audit names them.
    func people(of keys: RoleKeys) -> [Int] {
        guard let key = keys.person, let row = snapshot.people.firstIndex(where: { $0.key == key }) else {
            return []
        }
        return [record.personNumbers[row]]
    }

    /// Gives a user another role.
    ///
    /// A salesperson's is given back to whoever spoke for that salesperson before, and to nobody else: whoever gives it could
    /// choose whose word theirs becomes.
    /// - Throws: ``AccountError``.
    fileprivate func give(_ keys: RoleKeys, to user: UserSummary, at desk: AdministrationDesk) async throws {
        let role = StoredRole(try await role(keys))
        let spokeFor = try await desk.users.spokeFor(user.id)
        if let person = keys.person, person != user.role.person {
            guard role.person == spokeFor else { throw AccountError.speaksForAnother }
            try await desk.users.check(isFree: person)
        }
        try await desk.users.setRole(role, of: user.id)
        try await note(
            Deed(
                "user.role-changed", on: "user", user.id.text,
                people: Set([role.person, spokeFor].compactMap(\.self) + people(of: user.role)).sorted(),
                evidence: ["before": user.role.role, "after": keys.role]))
    }

    /// - Throws: ``AccountError/otherAddress(person:)`` when the salesperson's profile has an address that is not this one.
    fileprivate func check(address: String, of person: String) throws {
        guard let known = snapshot.people.first(where: { $0.key == person })?.email,
            known.lowercased() != address
        else { return }
        throw AccountError.otherAddress(person: person)
    }

    /// Users, teams and keys, in a transaction that began as the role which writes them.
    ///
    /// The gateway has allowed it to this viewer; any other is a mistake of ours.
    func administering() -> AdministrationDesk {
        switch viewer?.role {
        case .admin, .companyAdmin: break
        default: preconditionFailure("only admins look after users, teams and keys")
        }
        return AdministrationDesk(transaction: transaction, alliance: id)
    }
}

extension UserTable {
    /// - Throws: ``AccountError/personHasUser(person:)`` when somebody speaks for the salesperson.
    fileprivate func check(isFree person: String) async throws {
        guard try await users().allSatisfy({ $0.role.person != person }) else {
            throw AccountError.personHasUser(person: person)
        }
    }
}

/// Users, teams and keys in a transaction that may write them.
struct AdministrationDesk {
    let transaction: Transaction
    let alliance: AllianceID

    var users: UserTable { UserTable(transaction: transaction, alliance: alliance) }
    var teams: TeamTable { TeamTable(transaction: transaction, alliance: alliance) }

    /// - Throws: ``AccountError/noUser(_:)``.
    func user(_ id: UUID) async throws -> UserSummary {
        guard let user = try await users.users(id).first else { throw AccountError.noUser(id.text) }
        return user
    }
}
