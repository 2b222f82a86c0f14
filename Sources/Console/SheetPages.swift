import API
import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// `/console/sheets/{counterpart}` and `/console/pulses/{counterpart}`: what salespeople are asked about a counterpart.
/// Their own answers are shown to them as long as they may correct them, and to nobody else.
struct SheetPages: Sendable {
    let store: Store
    let pages: Pages

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("sheets/{counterpart}", use: showSheet)
        group.post("sheets/{counterpart}", use: recordSheet)
        group.get("pulses/{counterpart}", use: showPulse)
        group.post("pulses/{counterpart}", use: recordPulse)
    }

    @Sendable
    private func showSheet(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let key = try context.parameters.part("counterpart")
        let now = Date()
        let (record, sheets) = try await store.sheets(
            by: try rater(context.viewer), for: context.viewer, at: now)
        let row = try row(of: key, for: context.viewer, in: record)
        // What a new answer would replace: a sealed sheet, or today's.
        let open = sheets.filter { $0.target == row && ($0.sealedUntil != nil || $0.day == Day(now)) }
            .max { ($0.day?.daysSince1970 ?? .min) < ($1.day?.daysSince1970 ?? .min) }
        let isRecorded = request.uri.queryParameters["recorded"] != nil
        return try pages.show(
            "sheet",
            SheetPage(
                about: record.snapshot.people[row], answered: open, isRecorded: isRecorded,
                record.snapshot.alliance.instrument))
    }

    @Sendable
    private func recordSheet(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let key = try context.parameters.part("counterpart")
        let viewer = context.viewer
        _ = try rater(viewer)
        let form = try await URLEncodedFormDecoder().decode(
            [String: String].self, from: request, context: context)
        let record = try await store.record(for: viewer)
        let factors = record.snapshot.alliance.instrument.factors
        let ratings = factors.indices.compactMap { index in
            form["factor\(index)"].flatMap(Double.init).map { (factors[index].key, $0) }
        }
        let now = Date()
        let body = SheetBody(
            target: key, ratings: Dictionary(uniqueKeysWithValues: ratings),
            success: form["success"].flatMap(Double.init), wouldContinue: form["continue"].map { $0 == "yes" }
        )
        let sheet = try body.sheet(in: record, for: viewer, today: Day(now))
        _ = try await store.record(
            sheet, in: record, over: form["version"].flatMap { Int64($0) }.map { .oneOf([$0]) }, for: viewer,
            at: now)
        return .redirect(to: "/console/sheets/\(key.asPathPart)?recorded=1")
    }

    @Sendable
    private func showPulse(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let key = try context.parameters.part("counterpart")
        let viewer = context.viewer
        let rater = try rater(viewer)
        let record = try await store.record(for: viewer)
        let row = try row(of: key, for: viewer, in: record)
        let answered = try await store.sealedPulse(
            by: rater, on: record.snapshot.side(of: row).opposite, about: record.personNumbers[row],
            for: viewer,
            at: Date())
        return try pages.show(
            "pulse",
            PulsePage(
                name: record.snapshot.people[row].displayName, link: key.asPathPart,
                meetings: answered?.pulse.meetings, version: answered?.version,
                signs: InstrumentView(record.snapshot.alliance.instrument).signs.map {
                    PulsePage.Sign(
                        name: $0.sign.rawValue, statement: $0.statement,
                        isTicked: answered?.pulse.signs.contains($0.sign) ?? false)
                }))
    }

    @Sendable
    private func recordPulse(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let key = try context.parameters.part("counterpart")
        let form = try await URLEncodedFormDecoder().decode(
            [String: String].self, from: request, context: context)
        let viewer = context.viewer
        let answer = try PulseAnswer(
            about: key, meetings: form["meetings"].flatMap { Int($0) } ?? -1,
            signs: WarningSign.allCases.map(\.rawValue).filter { form[$0] != nil }, for: viewer,
            in: try await store.record(for: viewer))
        _ = try await answer.record(
            in: store, over: form["version"].flatMap { Int64($0) }.map { .oneOf([$0]) }, for: viewer,
            at: Date())
        return .redirect(to: "/console/due")
    }

    /// The stored number of the salesperson who looks.
    private func rater(_ viewer: Viewer) throws -> Int {
        guard let rater = viewer.person else {
            throw GatewayError.roleMayNot(role: viewer.role.name, action: "answer sheets here")
        }
        return rater
    }

    /// The row of a counterpart of the viewer: somebody of the other side.
    private func row(of key: String, for viewer: Viewer, in record: AllianceRecord) throws -> Int {
        let snapshot = record.snapshot
        guard let row = snapshot.people.firstIndex(where: { $0.key == key }),
            snapshot.side(of: row) != Permission.side(of: viewer, in: record)
        else { throw GatewayError.noPerson(key) }
        return row
    }
}
