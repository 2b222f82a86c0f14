import Domain
public import Foundation
import Postgres

/// A team of one company: whom a manager looks after.
public struct Team: Sendable, Hashable, Encodable {
    /// Its name in commands and keys, unique in its company.
    public var key: String
    /// Its name for people.
    public var name: String
    /// Key of its company.
    public var company: String
    /// Keys of its people, sorted.
    public var members: [String]

    /// Changes with everything that is said of it; 0 for a team that is not there.
    public var version: Int64 { get throws { try ContentVersion.of(self) } }
}

extension BatchStore {
    /// The teams of an alliance, by company and key.
    public func teams(of id: AllianceID) async throws -> [Team] {
        try await teams(of: id) { try await $0.teams() }
    }

    /// Makes a team, or gives the one of this key another name and other members. Whoever was in another team leaves it.
    ///
    /// - Parameters:
    ///   - company: row of `record.snapshot.companies`.
    ///   - members: rows of `record.snapshot.people`, all of that company (a precondition).
    public func setTeam(
        _ key: String, name title: String, ofCompany company: Int, members: [Int], in record: AllianceRecord,
        at instant: Date
    ) async throws {
        precondition(members.allSatisfy { record.snapshot.people[$0].company == company })
        let numbers = members.map { record.personNumbers[$0] }
        try await teams(of: record.id) { teams in
            _ = try await teams.transaction.query(
                "select revision from rapport.revision where alliance_id = \(record.id.uuid) for update",
                as: Int64.self)
            try await teams.set(
                key, name: title, of: record.companyNumbers[company], members: numbers, at: instant)
            try await Deed(
                "team.set", on: "team", name(ofTeam: key, of: company, in: record), people: numbers.sorted()
            )
            .recordOfOperator(in: record.id, at: instant, teams.transaction)
        }
    }

    /// Removes a team, with the keys and users of its managers.
    /// - Returns: whether there was one.
    public func removeTeam(
        _ key: String, ofCompany company: Int, in record: AllianceRecord, at instant: Date
    ) async throws -> Bool {
        try await teams(of: record.id) { teams in
            guard try await teams.remove(key, of: record.companyNumbers[company], at: instant) else {
                return false
            }
            try await Deed("team.removed", on: "team", name(ofTeam: key, of: company, in: record))
                .recordOfOperator(in: record.id, at: instant, teams.transaction)
            return true
        }
    }

    /// A team as the audit names it: as its path does.
    private func name(ofTeam key: String, of company: Int, in record: AllianceRecord) -> String {
        "\(record.snapshot.companies[company].key)/\(key)"
    }

    /// The stored number of a company's team, for a manager's key.
    /// - Throws: ``StorageError/noTeam(_:alliance:)``.
    public func teamNumber(_ key: String, ofCompany company: Int, in record: AllianceRecord) async throws
        -> Int
    {
        guard let number = try await teams(of: record.id, { try await $0.number(key, of: company) }) else {
            throw StorageError.noTeam(key, alliance: record.snapshot.alliance.key)
        }
        return number
    }

    private func teams<Result: Sendable>(
        of id: AllianceID, _ body: @Sendable (TeamTable) async throws -> Result
    ) async throws -> Result {
        try await client.transaction(context: Context.batch(id)) { transaction in
            try await body(TeamTable(transaction: transaction, alliance: id))
        }
    }
}
