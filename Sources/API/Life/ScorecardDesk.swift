import Foundation
import Gateway
package import Storage

/// Puts the scorecard together: is the model any good here?
package struct ScorecardDesk: Sendable {
    let store: Store

    /// Makes a desk over a store.
    package init(store: Store) {
        self.store = store
    }

    /// What `/v1/scorecard` answers, as JSON; nil before the first fit.
    ///
    /// - Throws: ``Gateway/GatewayError/roleMayNot(role:action:)``.
    package func text(for viewer: Viewer) async throws -> String? {
        try Permission.require(Permission.mayReadScorecard(viewer), viewer, to: "read the scorecard")
        return try await shown(to: viewer)?.text
    }

    /// What is shown; nil before the first fit.
    func shown(to viewer: Viewer) async throws -> JSONValue? {
        guard let stored = try await store.scorecard(for: viewer) else { return nil }
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
        return .object(fields)
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
