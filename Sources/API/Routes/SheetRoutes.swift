import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// `/v1/sheets`: a rater's answers about counterparts.
struct SheetRoutes: Sendable {
    let store: Store

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("sheets", use: list)
        group.post("sheets", use: record)
    }

    /// The viewer's own sheets, newest first: nobody else reads them.
    @Sendable
    private func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let page = try PageRequest(request, list: "sheets", keys: 1)
        guard let rater = context.viewer.person else {
            throw GatewayError.roleMayNot(role: context.viewer.role.name, action: "read sheets")
        }
        let (record, sheets) = try await store.sheets(by: rater, for: context.viewer, at: Date())
        let target = try request.key("target")
        let views = sheets.map { OwnSheetView($0, in: record) }
            .filter { target == nil || $0.target == target }
            .sorted { $0.sortKey < $1.sortKey }
        let (part, next) = page.part(of: views) { [$0.sortKey] }
        return try request.answer(["sheets": part], entries: "sheets", known: OwnSheetView.fields, next: next)
    }

    @Sendable
    private func record(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let viewer = context.viewer
        try Permission.require(Permission.mayWriteSheets(viewer), of: viewer, to: "write sheets")
        // Programs read no sheet: were they asked for a version only where there is one, they would learn that there is.
        let version =
            viewer.person == nil ? try request.expectedVersion() : try request.expectedVersionIfTold()
        let body = try await request.body(as: SheetBody.self, context)
        let record = try await store.record(for: viewer)
        let now = Date()
        let sheet = try body.sheet(in: record, for: viewer, today: Day(now))
        return try await context.once(store) { store in
            let recorded = try await store.record(sheet, in: record, over: version, for: viewer, at: now)
            let people = record.snapshot.people
            return try .created(
                RecordedSheetView(
                    rater: people[sheet.rater].key, target: people[sheet.target].key,
                    day: sheet.day.map { "\($0)" } ?? "", revision: recorded.revision,
                    sealedUntil: recorded.sealedUntil.map(\.description)),
                version: viewer.person == nil ? nil : recorded.version)
        }
    }
}

/// What was recorded. The answers are not repeated.
private struct RecordedSheetView: Encodable, Sendable {
    var rater: String
    var target: String
    var day: String
    /// The alliance's revision; recommendations tell which one they rest on.
    var revision: Int64
    /// The last day on which it is sealed and may be corrected; nil when it counts.
    var sealedUntil: String?
}

/// A sheet as its rater reads it.
private struct OwnSheetView: Encodable, Sendable {
    var target: String
    var day: String?
    var ratings: [String: Double]
    var success: Double?
    var wouldContinue: Bool?
    var sealedUntil: String?
    /// For a correction.
    var version: Int64

    private enum CodingKeys: String, CodingKey {
        case target, day, ratings, success, sealedUntil, version
        case wouldContinue = "continue"
    }

    init(_ sheet: OwnSheet, in record: AllianceRecord) {
        target = record.snapshot.people[sheet.target].key
        day = sheet.day.map(\.description)
        let factors = record.snapshot.alliance.instrument.factors
        ratings = Dictionary(
            uniqueKeysWithValues: zip(factors, sheet.ratings).compactMap { factor, answer in
                answer.map { (factor.key, $0) }
            })
        success = sheet.success
        wouldContinue = sheet.wouldContinue
        sealedUntil = sheet.sealedUntil.map(\.description)
        version = sheet.version
    }

    /// The fields that a list can be narrowed to.
    static let fields = ["target", "day", "ratings", "success", "continue", "sealedUntil", "version"]

    /// By counterpart, then day: one sheet of a rater for each.
    var sortKey: String { "\(target) \(day ?? "")" }
}
