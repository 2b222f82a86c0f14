import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// `GET /v1/salespeople` and `GET /v1/salespeople/{person}/recommendations`.
struct SalespeopleRoutes: Sendable {
    let store: Store
    let cache: AllianceCache

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("salespeople", use: list)
        group.get("salespeople/{person}/recommendations", use: recommendations)
    }

    /// The people whom the viewer may know.
    @Sendable
    private func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let page = try PageRequest(request, list: "salespeople", keys: 1)
        let viewer = context.viewer
        let company = try request.key("company")
        let active = try request.flag("active")
        // One more than are listed, which tells whether there is a next page.
        let (record, chosen, versions) = try await store.people(for: viewer, at: Date()) { record in
            let snapshot = record.snapshot
            let visible = snapshot.people.indices
                .filter { Permission.mayKnow(viewer, $0, in: record) }
                .filter { company == nil || snapshot.companies[snapshot.people[$0].company].key == company }
                .filter { active == nil || snapshot.people[$0].active == active }
                .sorted {
                    snapshot.people[$0].key.utf8.lexicographicallyPrecedes(snapshot.people[$1].key.utf8)
                }
            return page.part(of: visible, andMore: 1) { [snapshot.people[$0].key] }.part
        }
        let snapshot = record.snapshot
        let (rows, next) = page.part(of: chosen) { [snapshot.people[$0].key] }
        let list = PeopleList(
            alliance: snapshot.alliance.key,
            salespeople: rows.map { row in
                let person = snapshot.people[row]
                return PeopleList.Person(
                    person: person.key, name: person.name, company: snapshot.companies[person.company].key,
                    side: snapshot.side(of: row), capacity: person.capacity, active: person.active,
                    version: versions[row])
            })
        return try request.answer(
            list, entries: "salespeople", known: PeopleList.fields, next: next)
    }

    /// A page goes on at a rank: with a new sheet in between the ranking is another one, as `fittedRevision` tells.
    @Sendable
    private func recommendations(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let page = try PageRequest(request, list: "recommendations", keys: 1, standard: 10)
        let passed = try page.after.map { cursor in
            guard let rank = Int(cursor.keys[0]), (1...1_000_000).contains(rank) else {
                throw ConventionError.badCursor
            }
            return rank
        }
        var list = try await RecommendationList.read(
            ofPerson: try context.parameters.part("person"), limit: (passed ?? 0) + page.limit + 1,
            onlyAvailable: try request.flag("available") ?? false, for: context.viewer, from: store,
            cache: cache)
        let rest = list.recommendations.dropFirst(passed ?? 0)
        list.recommendations = Array(rest.prefix(page.limit))
        let next =
            rest.count > page.limit
            ? list.recommendations.last.map { page.cursor(after: ["\($0.rank)"]) } : nil
        return try request.answer(
            list, entries: "recommendations", known: RecommendationList.fields, next: next)
    }
}

extension RecommendationList {
    /// The fields that a list can be narrowed to.
    fileprivate static let fields = [
        "rank", "person", "name", "company", "chemistry", "chemistrySD", "chemistryInterval", "continueBoth",
        "levels", "evidence", "tieBand", "reasons", "sharedAccounts", "available", "away", "awayUntil",
        "hindrances", "pairing",
    ]
}

/// The salespeople a viewer looks after.
private struct PeopleList: Encodable, Sendable {
    var alliance: String
    var salespeople: [Person]

    /// The fields that it can be narrowed to.
    static let fields = ["person", "name", "company", "side", "capacity", "active", "version"]

    struct Person: Encodable, Sendable {
        var person: String
        var name: String?
        var company: String
        var side: Side
        var capacity: Int
        var active: Bool
        /// For a change of this person, alone or among many.
        var version: Int64?
    }
}
