import Foundation
import Gateway
import Hummingbird
import Storage

/// `GET /v1/events`: what webhooks are told, for programs that would rather ask.
struct EventRoutes: Sendable {
    let store: Store

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("events", use: list)
    }

    @Sendable
    private func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try Permission.require(
            Permission.mayManageWebhooks(context.viewer), context.viewer, to: "read events")
        let page = try PageRequest(request, list: "events", keys: 2)
        let kind = try request.key("kind")
        let found = try await store.events(
            after: try page.after?.event, ofKind: kind, limit: page.limit + 1, for: context.viewer)
        let part = found.prefix(page.limit)
        let next =
            found.count > page.limit
            ? part.last.map { page.cursor(after: ["\($0.microseconds)", $0.event.id.uuidString]) } : nil
        return try request.answer(
            EventList(events: try part.map { try EventList.Entry($0.event) }), entries: "events",
            known: ["id", "kind", "at", "object", "people", "facts"], next: next)
    }
}

extension Cursor {
    /// The event after which a page begins: when it happened, in microseconds since 1970, and its id.
    var event: (microseconds: Int64, id: UUID) {
        get throws {
            guard let microseconds = Int64(keys[0]), let id = UUID(uuidString: keys[1]) else {
                throw ConventionError.badCursor
            }
            return (microseconds, id)
        }
    }
}

/// A page of events.
struct EventList: Encodable {
    var events: [Entry]

    struct Entry: Encodable {
        var id: String
        var kind: String
        var at: Date
        var object: ObjectName
        var people: [String]
        var facts: [String: String]

        init(_ event: Event) throws {
            id = event.id.uuidString.lowercased()
            kind = event.kind
            at = event.happenedAt
            object = ObjectName(kind: event.objectKind, id: event.objectID)
            people = event.people
            facts = try JSONDecoder().decode([String: String].self, from: Data(event.facts.utf8))
        }
    }
}
