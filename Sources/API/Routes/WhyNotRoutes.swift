import Domain
import Foundation
import Gateway
import Hummingbird
import Planning
import Storage

/// `GET /v1/salespeople/{person}/recommendations/{counterpart}`: "why not X?"
struct WhyNotRoutes: Sendable {
    let nights: NightCache

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("salespeople/{person}/recommendations/{counterpart}", use: answer)
    }

    @Sendable
    private func answer(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let names = (try context.parameters.part("person"), try context.parameters.part("counterpart"))
        let viewer = context.viewer
        let (fitted, night) = try await nights.night(for: viewer, at: Date())
        let record = fitted.record
        guard let person = record.snapshot.people.firstIndex(where: { $0.key == names.0 }),
            Permission.mayReadRecommendations(viewer, of: person, in: record)
        else { throw GatewayError.noPerson(names.0) }
        let side = record.snapshot.side(of: person)
        guard let other = record.snapshot.people.firstIndex(where: { $0.key == names.1 }),
            record.snapshot.side(of: other) != side
        else { throw GatewayError.noPerson(names.1) }
        let answer = try night.whyNot(side == .a ? person : other, side == .a ? other : person)
        let view = WhyNotView(answer, person: person, counterpart: other, in: record, for: viewer)
        return try Answer.done(view).response(from: request, context: context)
    }
}
