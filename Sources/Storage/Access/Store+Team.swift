import Domain
public import Foundation
import Postgres

/// Teams, as admins look after them.
extension Store {
    /// The teams of the viewer's alliance, by company and key.
    public func teams(for viewer: Viewer, at instant: Date) async throws -> [Team] {
        try await look(for: viewer, at: instant) { edit in
            try await TeamTable(transaction: edit.transaction, alliance: edit.id).teams()
        }
    }

    /// One team; nil when the company (a stored number) has none with this key.
    public func team(
        _ key: String, of company: Int, for viewer: Viewer, at instant: Date
    ) async throws -> Team? {
        try await look(for: viewer, at: instant) { try await $0.team(key, of: company) }
    }

    /// The key of a team; nil when there is none of this number.
    public func teamKey(_ number: Int, for viewer: Viewer) async throws -> String? {
        try await client.read(
            "select key from rapport.team where alliance_id = \(viewer.alliance.uuid) and number = \(number)",
            as: String.self, context: Context.request(viewer)
        ).first
    }

    /// Makes a team, or gives the one of this key another name and other members. Whoever was in another team leaves it.
    ///
    /// - Parameters:
    ///   - company: stored number.
    ///   - members: keys of its people.
    /// - Throws: ``AccountError/notOfThisCompany(person:)``, ``OutdatedVersion``.
    public func setTeam(
        _ key: String, name: String, of company: Int, members: [String],
        expecting version: ExpectedVersion, for viewer: Viewer, at instant: Date
    ) async throws -> Team {
        try await edit(for: viewer, administering: true, at: instant) { edit in
            let numbers = try members.map { try edit.number(of: $0, in: company) }
            let desk = edit.administering()
            try version.check(try await edit.team(key, of: company)?.version ?? 0)
            try await desk.teams.set(key, name: name, of: company, members: numbers, at: instant)
            try await edit.note(
                Deed("team.set", on: "team", edit.name(ofTeam: key, of: company), people: numbers.sorted()))
            guard let team = try await edit.team(key, of: company) else {
                preconditionFailure("it has just been written")
            }
            return team
        }
    }

    /// Removes a team, with the keys and users of its managers.
    ///
    /// - Parameter company: stored number.
    /// - Throws: ``AccountError/noTeam(_:)``, ``OutdatedVersion``.
    public func removeTeam(
        _ key: String, of company: Int, expecting version: ExpectedVersion, for viewer: Viewer,
        at instant: Date
    ) async throws {
        try await edit(for: viewer, administering: true, at: instant) { edit in
            let desk = edit.administering()
            try version.check(try await edit.team(key, of: company)?.version ?? 0)
            guard try await desk.teams.remove(key, of: company, at: instant) else {
                throw AccountError.noTeam(key)
            }
            try await edit.note(Deed("team.removed", on: "team", edit.name(ofTeam: key, of: company)))
        }
    }
}

extension Edit {
    fileprivate func team(_ key: String, of company: Int) async throws -> Team? {
        let name = companyKey(company)
        return try await TeamTable(transaction: transaction, alliance: id).teams()
            .first { $0.key == key && $0.company == name }
    }

    /// A team as the audit names it: as its path does.
    fileprivate func name(ofTeam key: String, of company: Int) -> String { "\(companyKey(company))/\(key)" }

    private func companyKey(_ number: Int) -> String {
        record.index(ofCompanyNumber: number).map { snapshot.companies[$0].key } ?? ""
    }

    fileprivate func number(of person: String, in company: Int) throws -> Int {
        guard let row = snapshot.people.firstIndex(where: { $0.key == person }),
            record.companyNumbers[snapshot.people[row].company] == company
        else { throw AccountError.notOfThisCompany(person: person) }
        return record.personNumbers[row]
    }
}
