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

    /// The people whose recommendations the viewer may read.
    @Sendable
    private func list(_ request: Request, _ context: SignedInContext) async throws -> PeopleList {
        let record = try await store.record(for: context.viewer)
        let snapshot = record.snapshot
        let rows = snapshot.people.indices.filter {
            Permission.mayReadRecommendations(context.viewer, of: $0, in: record)
        }
        return PeopleList(
            alliance: snapshot.alliance.key,
            salespeople: rows.map { row in
                let person = snapshot.people[row]
                return PeopleList.Person(
                    person: person.key, name: person.name, company: snapshot.companies[person.company].key,
                    side: snapshot.side(of: row), capacity: person.capacity, active: person.active)
            })
    }

    @Sendable
    private func recommendations(_ request: Request, _ context: SignedInContext) async throws
        -> RecommendationList
    {
        let key = try context.parameters.require("person")
        let limit = try limit(of: request)
        return try await RecommendationList.read(
            ofPerson: key, limit: limit, for: context.viewer, from: store, cache: cache)
    }

    private func limit(of request: Request) throws -> Int {
        guard let text = request.uri.queryParameters["limit"] else { return 10 }
        guard let limit = Int(text), (1...100).contains(limit) else {
            throw GatewayError.badField(
                name: "limit", message: "\"\(text)\" is not a number from 1 to 100.",
                hint: "Leave it out to get 10.")
        }
        return limit
    }
}

extension RecommendationList: ResponseEncodable {}

/// The salespeople a viewer looks after.
private struct PeopleList: ResponseEncodable, Sendable {
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
