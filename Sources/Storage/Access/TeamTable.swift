import Foundation
import Postgres

/// The teams of an alliance, in a transaction whose role may see them.
struct TeamTable {
    let transaction: Transaction
    let alliance: AllianceID

    /// Teams by company and key.
    func teams() async throws -> [Team] {
        let rows = try await transaction.query(
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
            where team.alliance_id = \(alliance.uuid)
            order by company.key collate "C", team.key collate "C"
            """, as: (String, String, String, [String]).self)
        return rows.map { Team(key: $0.0, name: $0.1, company: $0.2, members: $0.3) }
    }

    /// The number of a company's (number) team; nil when it has none of this key.
    func number(_ key: String, of company: Int) async throws -> Int? {
        try await transaction.query(
            """
            select number
            from rapport.team
            where alliance_id = \(alliance.uuid) and key = \(key) and company = \(company)
            """, as: Int.self
        ).first
    }

    /// Makes a team, or gives the one of this key another name and other members. Whoever was in another team leaves it.
    ///
    /// The alliance's lock must be held: it lets teams be numbered in order, like people and companies.
    /// - Parameters:
    ///   - company: stored number.
    ///   - members: stored numbers of people of that company.
    func set(_ key: String, name: String, of company: Int, members: [Int], at instant: Date) async throws {
        let id = alliance.uuid
        // A team that is there is not inserted in vain: the database would ask for more rights than an admin has.
        let known = try await transaction.query(
            """
            update rapport.team
            set name = \(name)
            where alliance_id = \(id) and company = \(company) and key = \(key)
            returning number
            """, as: Int.self)
        let made = try await transaction.query(
            """
            insert into rapport.team (alliance_id, number, key, name, company)
            select \(id), coalesce(max(number), 0) + 1, \(key), \(name), \(company)
            from rapport.team
            where alliance_id = \(id)
            having not \(!known.isEmpty)
            returning number
            """, as: Int.self)
        guard let team = (known + made).first else { preconditionFailure("it was there or was made") }
        _ = try await transaction.execute(
            "delete from rapport.team_member where alliance_id = \(id) and team = \(team)")
        // Values, not a select from an array: Citus would copy its rows, which row-level security refuses.
        let rows = members.map { "(\(id), \($0), \(team))" as SQL }
        if !rows.isEmpty {
            _ = try await transaction.execute(
                """
                insert into rapport.team_member (alliance_id, person, team)
                values \(rows.joined(separator: ", "))
                on conflict (alliance_id, person) do update
                set team = excluded.team
                """)
        }
        // Who sees whom is read together with the people: caches must notice.
        try await Change.announce(alliance, at: instant, in: transaction)
    }

    /// Removes a team, with the keys and users of its managers.
    /// - Returns: whether there was one.
    func remove(_ key: String, of company: Int, at instant: Date) async throws -> Bool {
        let removed = try await transaction.execute(
            """
            delete from rapport.team
            where alliance_id = \(alliance.uuid) and key = \(key) and company = \(company)
            """)
        guard removed > 0 else { return false }
        try await Change.announce(alliance, at: instant, in: transaction)
        return true
    }
}
