import Foundation
import Gateway
import Hummingbird
import Storage

/// `GET /v1/scorecard`: is the model any good here?
struct ScorecardRoutes: Sendable {
    let store: Store

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("scorecard", use: show)
    }

    @Sendable
    private func show(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let viewer = context.viewer
        try Permission.require(Permission.mayReadScorecard(viewer), viewer, to: "read the scorecard")
        guard let stored = try await store.scorecard(for: viewer) else { throw GatewayError.notFittedYet }
        var fields: [JSONValue.Field] = [
            .init(name: "fittedAt", value: .string(stored.fittedAt.ISO8601Format())),
            .init(name: "fittedRevision", value: .number("\(stored.revision)")),
            .init(name: "figures", value: try JSONReader.read(Array(stored.figures.utf8))),
            .init(name: "lift", value: Self.lift(try await store.lift(for: viewer))),
        ]
        if let heldOut = stored.heldOut, let instant = stored.heldOutAt {
            fields.append(.init(name: "heldOut", value: try JSONReader.read(Array(heldOut.utf8))))
            fields.append(.init(name: "heldOutAt", value: .string(instant.ISO8601Format())))
        }
        let whole = JSONValue.object(fields)
        return Response(
            status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: whole.text)))
    }

    /// The mean success of pairings by origin, and by how much accepted proposals lie above pairings made by hand; what has
    /// not been released is left out.
    private static func lift(_ released: [ReleasedLift]) -> JSONValue {
        var fields = released.map { origin in
            JSONValue.Field(
                name: origin.origin == "round" ? "proposals" : "byHand",
                value: .object([
                    .init(name: "pairings", value: .number("\(origin.pairings)")),
                    .init(name: "meanSuccess", value: .number("\(origin.mean)")),
                    .init(name: "releasedAt", value: .string(origin.releasedAt.ISO8601Format())),
                ]))
        }
        let means = Dictionary(released.map { ($0.origin, $0.mean) }) { first, _ in first }
        if let proposals = means["round"], let byHand = means["people"] {
            fields.append(.init(name: "difference", value: .number("\(proposals - byHand)")))
        }
        return .object(fields)
    }
}
