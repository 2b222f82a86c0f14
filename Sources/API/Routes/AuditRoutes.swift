import Foundation
import Gateway
import Hummingbird
import Storage

/// `GET /v1/audit`: who decided what, when, on which evidence.
struct AuditRoutes: Sendable {
    let store: Store

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("audit", use: list)
    }

    @Sendable
    private func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try Permission.require(
            Permission.mayReadAudit(context.viewer), context.viewer, to: "read the audit")
        let page = try PageRequest(request, list: "audit", keys: 1)
        let after = try page.after.map { cursor in
            guard let position = Int64(cursor.keys[0]) else { throw ConventionError.badCursor }
            return position
        }
        let object = try Self.object(of: request)
        let found = try await store.audit(
            after: after ?? 0, object: object, limit: page.limit + 1, for: context.viewer)
        let entries = found.prefix(page.limit)
        let next =
            found.count > page.limit ? entries.last.map { page.cursor(after: ["\($0.position)"]) } : nil
        return try request.answer(
            AuditList(entries: try entries.map(AuditList.Entry.init)), entries: "entries",
            known: AuditList.Entry.fields, next: next)
    }

    /// The only thing that is of interest, from `object` and `id`; nil for everything.
    private static func object(of request: Request) throws -> (kind: String, id: String?)? {
        let query = request.uri.queryParameters
        let id = query["id"].map(String.init)
        if let id, !(1...200).contains(id.count) { throw badName("id") }
        guard let kind = query["object"].map(String.init) else { return nil }
        guard (1...100).contains(kind.count) else { throw badName("object") }
        return (kind, id)
    }

    private static func badName(_ name: String) -> GatewayError {
        .badField(
            name: name, message: "it is empty or too long.",
            hint: "Take it from an entry's object, or leave it out.")
    }
}

/// A page of the audit.
struct AuditList: Encodable {
    var entries: [Entry]

    struct Entry: Encodable {
        static let fields = [
            "position", "at", "role", "actor", "action", "object", "people", "evidence", "seal",
        ]
        var position: Int64
        var at: Date
        var role: String
        var actor: String?
        var action: String
        var object: ObjectName
        var people: [String]
        var evidence: [String: String]
        /// In hexadecimal digits.
        var seal: String

        init(_ entry: AuditEntry) throws {
            position = entry.position
            at = entry.happenedAt
            role = entry.actorRole
            actor = entry.actor
            action = entry.action
            object = ObjectName(kind: entry.objectKind, id: entry.objectID)
            people = entry.people
            evidence = try JSONDecoder().decode([String: String].self, from: Data(entry.evidence.utf8))
            seal = entry.seal.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }
}

/// Names a thing that something was done to.
struct ObjectName: Encodable, Sendable {
    var kind: String
    var id: String
}
