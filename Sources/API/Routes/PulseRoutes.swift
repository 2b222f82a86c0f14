import Domain
import Foundation
import Gateway
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
        let body = try await request.body(as: PulseBody.self, context)
        let viewer = context.viewer
        guard let rater = viewer.person else {
            throw GatewayError.roleMayNot(role: viewer.role.name, action: "answer a pulse")
        }
        let record = try await store.record(for: viewer)
        let pulse = try body.pulse
        guard let own = record.index(ofPersonNumber: rater) else { throw GatewayError.noPerson(body.target) }
        let side = record.snapshot.side(of: own)
        guard let target = record.snapshot.people.firstIndex(where: { $0.key == body.target }),
            record.snapshot.side(of: target) != side
        else { throw GatewayError.noPerson(body.target) }
        return try await context.once(store) { store in
            let sealed = try await store.record(
                pulse, by: rater, on: side, about: record.personNumbers[target], for: viewer, at: Date())
            return try .created(
                RecordedPulse(target: body.target, sealedUntil: sealed.map(\.description)))
        }
    }
}

/// What is posted to `/v1/pulses`.
struct PulseBody: Decodable, Sendable {
    var target: String
    var meetings: Int
    var signs: [String]?

    var pulse: Pulse {
        get throws {
            guard (0...1000).contains(meetings) else {
                throw GatewayError.badField(
                    name: "meetings", message: "\(meetings) is no number of calls.", hint: "Give 0 to 1000.")
            }
            let signs: [WarningSign] = try (signs ?? []).map { try Choice.read($0, named: "signs") }
            return Pulse(meetings: meetings, signs: Set(signs))
        }
    }
}

/// What was recorded. The ticks are not repeated.
private struct RecordedPulse: Encodable, Sendable {
    var target: String
    /// Until when it may be corrected; nil when both have answered.
    var sealedUntil: String?
}
