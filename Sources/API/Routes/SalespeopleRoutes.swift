import Domain
import Foundation
import Gateway
public import Hummingbird
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
        let record = try await store.record(for: context.viewer)
        let snapshot = record.snapshot
        let visible = snapshot.people.indices
            .filter { Permission.mayKnow(context.viewer, $0, in: record) }
            .sorted { snapshot.people[$0].key.utf8.lexicographicallyPrecedes(snapshot.people[$1].key.utf8) }
        let (rows, next) = page.part(of: visible) { [snapshot.people[$0].key] }
        let list = PeopleList(
            alliance: snapshot.alliance.key,
            salespeople: rows.map { row in
                let person = snapshot.people[row]
                return PeopleList.Person(
                    person: person.key, name: person.name, company: snapshot.companies[person.company].key,
                    side: snapshot.side(of: row), capacity: person.capacity, active: person.active)
            })
        return try request.answer(
            list, entries: "salespeople",
            known: ["person", "name", "company", "side", "capacity", "active"], next: next)
    }

    @Sendable
    private func recommendations(_ request: Request, _ context: SignedInContext) async throws
        -> RecommendationList
    {
        let key = try context.parameters.part("person")
        let limit = try request.limit(standard: 10)
        let available = request.uri.queryParameters["available"] ?? "false"
        guard ["true", "false"].contains(available) else {
            throw GatewayError.badField(
                name: "available", message: "\"\(available)\" is neither true nor false.",
                hint: "Send true to leave out who has no room for one more pairing.")
        }
        return try await RecommendationList.read(
            ofPerson: key, limit: limit, onlyAvailable: available == "true", for: context.viewer, from: store,
            cache: cache)
    }
}

extension RecommendationList: ResponseEncodable {}

/// The salespeople a viewer looks after.
private struct PeopleList: Encodable, Sendable {
    var alliance: String
    var salespeople: [Person]

    struct Person: Encodable, Sendable {
        var person: String
        var name: String?
        var company: String
        var side: Side
        var capacity: Int
        var active: Bool
    }
}
