import Domain
public import Foundation
import Postgres

/// A team of one company: whom a manager looks after.
public struct Team: Sendable, Hashable {
    /// Its name in commands and keys, unique in its company.
    public var key: String
    /// Its name for people.
    public var name: String
    /// Key of its company.
    public var company: String
    /// Keys of its people, sorted.
    public var members: [String]
}

extension BatchStore {
    /// The teams of an alliance, by company and key.
    public func teams(of id: AllianceID) async throws -> [Team] {
        let rows = try await client.read(
            """
            select team.key, team.name, company.key,
                array(
                    select salesperson.key collate "C"
                    from rapport.team_member
                    join rapport.salesperson
                        on salesperson.alliance_id = team_member.alliance_id
                        and salesperson.number = team_member.person
                    where team_member.alliance_id = team.alliance_id and team_member.team = team.number
                    order by salesperson.key collate "C")
            from rapport.team
            join rapport.company on company.alliance_id = team.alliance_id and company.number = team.company
            where team.alliance_id = \(id.uuid)
            order by company.key collate "C", team.key collate "C"
            """, as: (String, String, String, [String]).self, context: Context.batch(id))
        return rows.map { Team(key: $0.0, name: $0.1, company: $0.2, members: $0.3) }
    }

    /// Makes a team, or gives the one of this key another name and other members. Whoever was in another team leaves it.
    ///
    /// - Parameters:
    ///   - company: row of `record.snapshot.companies`.
    ///   - members: rows of `record.snapshot.people`, all of that company (a precondition).
    public func setTeam(
        _ key: String, name: String, ofCompany company: Int, members: [Int], in record: AllianceRecord,
        at instant: Date
    ) async throws {
        precondition(members.allSatisfy { record.snapshot.people[$0].company == company })
        let id = record.id.uuid
        let number = record.companyNumbers[company]
        try await client.transaction(context: Context.batch(record.id)) { transaction in
            // The lock lets teams be numbered in order, like people and companies.
            _ = try await transaction.query(
                "select revision from rapport.revision where alliance_id = \(id) for update", as: Int64.self)
            let teams = try await transaction.query(
                """
                insert into rapport.team (alliance_id, number, key, name, company)
                select \(id), coalesce(max(number), 0) + 1, \(key), \(name), \(number)
                from rapport.team
                where alliance_id = \(id)
                on conflict (alliance_id, company, key) do update
                set name = excluded.name
                returning number
                """, as: Int.self)
            guard let team = teams.first else { preconditionFailure("an upsert returns its row") }
            _ = try await transaction.execute(
                "delete from rapport.team_member where alliance_id = \(id) and team = \(team)")
            _ = try await transaction.execute(
                """
                insert into rapport.team_member (alliance_id, person, team)
                select \(id), person, \(team)
                from unnest(\(members.map { Int32(record.personNumbers[$0]) })) as person
                on conflict (alliance_id, person) do update
                set team = excluded.team
                """)
            // Who sees whom is read together with the people: caches must notice.
            try await Change.announce(record.id, at: instant, in: transaction)
        }
    }

    /// Removes a team, with the keys and users of its managers.
    /// - Returns: whether there was one.
    public func removeTeam(
        _ key: String, ofCompany company: Int, in record: AllianceRecord, at instant: Date
    ) async throws -> Bool {
        let id = record.id.uuid
        return try await client.transaction(context: Context.batch(record.id)) { transaction in
            let removed = try await transaction.execute(
                """
                delete from rapport.team
                where alliance_id = \(id) and key = \(key) and company = \(record.companyNumbers[company])
                """)
            guard removed > 0 else { return false }
            try await Change.announce(record.id, at: instant, in: transaction)
            return true
        }
    }

    /// The stored number of a company's team, for a manager's key.
    /// - Throws: ``StorageError/noTeam(_:alliance:)``.
    public func teamNumber(_ key: String, ofCompany company: Int, in record: AllianceRecord) async throws
        -> Int
    {
        let rows = try await client.read(
            """
            select number
            from rapport.team
            where alliance_id = \(record.id.uuid) and key = \(key) and company = \(company)
            """, as: Int.self, context: Context.batch(record.id))
        guard let number = rows.first else {
            throw StorageError.noTeam(key, alliance: record.snapshot.alliance.key)
        }
        return number
    }
}
