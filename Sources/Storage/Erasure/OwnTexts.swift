import Domain
import Foundation
import Postgres

/// Texts that belong to things of a person's own and outlive them: what is agreed about customers whom they cover, and the names of
/// their teams. Their pairings' reasons, criteria, rules and keys go as a whole.
///
/// Written anew by the program and not by the database: whether a first name alone means the person takes more than a pattern.
struct OwnTexts {
    let transaction: Transaction
    let id: AllianceID
    /// Stored number and name of the person.
    let person: (number: Int, name: String?)

    /// Puts `erased` where the person is called by a part of their name alone.
    func erase() async throws {
        let others = try await transaction.query(
            """
            select number, company, coalesce(name, '') from rapport.salesperson
            where alliance_id = \(id.uuid) and number <> \(person.number)
            """, as: (Int, Int, String).self)
        let everybody = others.map(\.2)
        try await eraseFromAgreements(
            others: Dictionary(uniqueKeysWithValues: others.map { ($0.0, $0.2) }), everybody)
        try await eraseFromTeams(
            others: Dictionary(grouping: others, by: \.1).mapValues { $0.map(\.2) }, everybody)
    }

    private func eraseFromAgreements(others: [Int: String], _ everybody: [String]) async throws {
        let covered = try await transaction.query(
            """
            select account, array_agg(person) from rapport.account_coverage
            where alliance_id = \(id.uuid) and account in (
                select account from rapport.account_coverage
                where alliance_id = \(id.uuid) and person = \(person.number))
            group by account
            """, as: (String, [Int]).self)
        for (account, people) in covered {
            let short = ShortName(
                of: person.name, beside: people.compactMap { others[$0] }, among: everybody)
            if short.isEmpty { continue }
            let agreements = try await transaction.query(
                """
                select agreement_id, support, shared from rapport.control_agreement
                where alliance_id = \(id.uuid) and account = \(account)
                """, as: (UUID, String?, [String]).self)
            for (agreement, support, shared) in agreements {
                let (newSupport, newShared) = (support.map(short.erased), shared.map(short.erased))
                if newSupport == support, newShared == shared { continue }
                try await transaction.execute(
                    """
                    update rapport.control_agreement set support = \(newSupport), shared = \(newShared)
                    where alliance_id = \(id.uuid) and agreement_id = \(agreement)
                    """)
            }
        }
    }

    /// - Parameter others: names by company: a team named for somebody is one of that company's.
    private func eraseFromTeams(others: [Int: [String]], _ everybody: [String]) async throws {
        let teams = try await transaction.query(
            """
            select team.number, team.name, team.company from rapport.team
            join rapport.team_member on team_member.alliance_id = team.alliance_id and team_member.team = team.number
            where team.alliance_id = \(id.uuid) and team_member.person = \(person.number)
            """, as: (Int, String, Int).self)
        for (team, name, company) in teams {
            let short = ShortName(of: person.name, beside: others[company] ?? [], among: everybody)
            let newName = short.erased(from: name)
            if newName == name { continue }
            try await transaction.execute(
                "update rapport.team set name = \(newName) where alliance_id = \(id.uuid) and number = \(team)"
            )
        }
    }
}
