import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// `GET /v1/due`: what people are to do, for whoever reminds them.
struct DueRoutes: Sendable {
    let store: Store

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("due", use: list)
    }

    @Sendable
    private func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let page = try PageRequest(request, list: "due", keys: 2)
        let kind: Reminder.Kind? = try request.word("kind")
        let due = try await DueDesk(store: store).due(for: context.viewer, at: Date())
            .filter { kind == nil || $0.kind == kind }
        let (part, next) = page.part(of: due) { [$0.day, $0.sortKey] }
        return try request.answer(["due": part], entries: "due", known: DueView.fields, next: next)
    }
}
