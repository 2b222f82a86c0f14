import Foundation
import Hummingbird

/// `GET /v1/salespeople/{person}/recommendations/{counterpart}`: "why not X?"
struct WhyNotRoutes: Sendable {
    let nights: NightCache

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("salespeople/{person}/recommendations/{counterpart}", use: answer)
    }

    @Sendable
    private func answer(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let (view, _) = try await nights.whyNot(
            try context.parameters.part("person"), with: try context.parameters.part("counterpart"),
            for: context.viewer, at: Date())
        return try Answer.done(view).response(from: request, context: context)
    }
}
