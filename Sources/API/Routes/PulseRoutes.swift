import Domain
import Foundation
import Hummingbird
import Storage

/// `POST /v1/pulses`: a salesperson's few ticks between two sheets.
struct PulseRoutes: Sendable {
    let store: Store

    func add(to group: some RouterMethods<SignedInContext>) {
        group.post("pulses", use: record)
    }

    @Sendable
    private func record(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let version = try request.expectedVersionIfTold()
        let body = try await request.body(as: PulseBody.self, context)
        let viewer = context.viewer
        let answer = try PulseAnswer(
            about: body.target, meetings: body.meetings, signs: body.signs ?? [], for: viewer,
            in: try await store.record(for: viewer))
        return try await context.once(store) { store in
            let recorded = try await answer.record(in: store, over: version, for: viewer, at: Date())
            return try .created(
                RecordedPulse(target: body.target, sealedUntil: recorded.sealedUntil.map(\.description)),
                version: recorded.version)
        }
    }
}

/// What is posted to `/v1/pulses`.
struct PulseBody: Decodable, Sendable {
    var target: String
    var meetings: Int
    var signs: [String]?
}

/// What was recorded. The ticks are not repeated.
private struct RecordedPulse: Encodable, Sendable {
    var target: String
    /// Until when it may be corrected; nil when both have answered.
    var sealedUntil: String?
}
