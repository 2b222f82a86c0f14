package import Domain
package import Foundation
import Gateway
package import Storage

/// A salesperson's answer to a pulse sheet, checked against the alliance.
package struct PulseAnswer: Sendable {
    private let pulse: Pulse
    /// Stored numbers of the two people, and the side of the first.
    private let rater: Int
    private let side: Side
    private let target: Int

    /// - Parameters:
    ///   - key: of the counterpart whom it is about.
    ///   - meetings: how many joint calls there have been since the trial began.
    ///   - signs: what was ticked.
    /// - Throws: ``GatewayError`` when the viewer is no salesperson, or something is off.
    package init(
        about key: String, meetings: Int, signs: [String], for viewer: Viewer, in record: AllianceRecord
    ) throws {
        guard let rater = viewer.person else {
            throw GatewayError.roleMayNot(role: viewer.role.name, action: "answer a pulse")
        }
        guard (0...1000).contains(meetings) else {
            throw GatewayError.badField(
                name: "meetings", message: "\(meetings) is no number of calls.", hint: "Give 0 to 1000.")
        }
        let noticed: [WarningSign] = try signs.map { try Choice.read($0, named: "signs") }
        pulse = Pulse(meetings: meetings, signs: Set(noticed))
        guard let own = record.index(ofPersonNumber: rater) else { throw GatewayError.noPerson(key) }
        let side = record.snapshot.side(of: own)
        guard let other = record.snapshot.people.firstIndex(where: { $0.key == key }),
            record.snapshot.side(of: other) != side
        else { throw GatewayError.noPerson(key) }
        self.rater = rater
        self.side = side
        target = record.personNumbers[other]
    }

    /// Records it.
    ///
    /// - Parameter version: of the pulse that it corrects; nil when there is none.
    /// - Returns: until when it may be corrected, nil when both have answered; and its version.
    package func record(
        in store: Store, over version: ExpectedVersion?, for viewer: Viewer, at instant: Date
    ) async throws -> (sealedUntil: Day?, version: Int64) {
        try await store.record(
            pulse, by: rater, on: side, about: target, over: version, for: viewer, at: instant)
    }
}
