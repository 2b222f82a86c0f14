import Domain
import Gateway
import Hummingbird
import Storage

/// How much two people, two teams or two companies have in common.
struct OverlapView: Encodable, Sendable {
    var count: Int
    /// Keys of the customers; only when both sides share names.
    var accounts: [String]?

    /// Reads `person` and `counterpart`, or `company` and `other` with their `team` and `otherTeam`, from the query.
    ///
    /// The first must be the viewer's own: what two others have in common is theirs to know.
    init(
        _ request: Request, in record: AllianceRecord, teams: [Team], terms: AllianceTerms, for viewer: Viewer
    ) throws {
        let snapshot = record.snapshot
        let query = request.uri.queryParameters
        let (own, others) = try OverlapParties(viewer: viewer, record: record, teams: teams)
            .parties { query[$0[...]].map(String.init) }
        let ours = Set(snapshot.coverage.filter { own.contains($0.person) }.map(\.account))
        let shared = ours.intersection(snapshot.coverage.filter { others.contains($0.person) }.map(\.account))
        count = shared.count
        accounts = terms.namesSharedBy.count == 2 ? shared.sorted() : nil
    }
}

/// Whose customers are compared.
private struct OverlapParties {
    let viewer: Viewer
    let record: AllianceRecord
    let teams: [Team]

    private var snapshot: Snapshot { record.snapshot }

    /// Rows of the viewer's own people, and of those opposite.
    ///
    /// - Parameter text: what the query says under a name.
    func parties(_ text: (String) -> String?) throws -> (own: Set<Int>, others: Set<Int>) {
        if let person = text("person"), let counterpart = text("counterpart") {
            return try people(person, counterpart)
        }
        guard let company = text("company"), let other = text("other") else {
            throw GatewayError.badField(
                name: "person", message: "two people or two companies must be named.",
                hint: "Send person and counterpart, or company and other.")
        }
        return try companies(company, text("team"), other, text("otherTeam"))
    }

    private func people(_ person: String, _ counterpart: String) throws -> (own: Set<Int>, others: Set<Int>) {
        guard let row = snapshot.people.firstIndex(where: { $0.key == person }), isOwn(row) else {
            throw GatewayError.noPerson(person)
        }
        guard let other = snapshot.people.firstIndex(where: { $0.key == counterpart }),
            snapshot.side(of: other) != snapshot.side(of: row)
        else { throw GatewayError.noPerson(counterpart) }
        return ([row], [other])
    }

    private func companies(
        _ company: String, _ team: String?, _ other: String, _ otherTeam: String?
    ) throws -> (own: Set<Int>, others: Set<Int>) {
        let own = try CompanyDesk.people(ofCompany: company, in: record).filter(isOwn)
        let others = try CompanyDesk.people(ofCompany: other, in: record)
        guard !own.isEmpty,
            own.allSatisfy({ row in others.allSatisfy { snapshot.side(of: $0) != snapshot.side(of: row) } })
        else { throw CompanyError.noCompany(company) }
        // What another company calls its teams is told to those alone who see the whole alliance.
        if let otherTeam, !Permission.seesAll(viewer) { throw AccountError.noTeam(otherTeam) }
        return (try part(of: own, in: team, company), try part(of: others, in: otherTeam, other))
    }

    private func isOwn(_ row: Int) -> Bool {
        Permission.seesAll(viewer) || Permission.looksAfter(viewer, row, in: record)
    }

    /// Those of some people of a company who are in a team; all without one. Somebody else's team looks like none.
    private func part(of people: [Int], in team: String?, _ company: String) throws -> Set<Int> {
        guard let team else { return Set(people) }
        let members = Set(teams.first { $0.company == company && $0.key == team }?.members ?? [])
        let part = people.filter { members.contains(snapshot.people[$0].key) }
        guard !part.isEmpty else { throw AccountError.noTeam(team) }
        return Set(part)
    }
}
