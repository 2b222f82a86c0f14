import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// `POST /v1/sheets`: a rater's answers about a counterpart.
struct SheetRoutes: Sendable {
    let store: Store

    func add(to group: some RouterMethods<SignedInContext>) {
        group.post("sheets", use: record)
    }

    @Sendable
    private func record(_ request: Request, _ context: SignedInContext) async throws -> EditedResponse<
        RecordedSheet
    > {
        let body = try await request.body(as: SheetBody.self, context)
        let record = try await store.record(for: context.viewer)
        let now = Date()
        let sheet = try body.sheet(in: record, for: context.viewer, today: Day(now))
        let revision = try await store.record(sheet, in: record, for: context.viewer, at: now)
        let people = record.snapshot.people
        return EditedResponse(
            status: .created,
            response: RecordedSheet(
                rater: people[sheet.rater].key, target: people[sheet.target].key,
                day: sheet.day.map { "\($0)" } ?? "", revision: revision))
    }
}

/// What was recorded. The answers are not repeated.
private struct RecordedSheet: ResponseEncodable, Sendable {
    var rater: String
    var target: String
    var day: String
    /// The alliance's revision that holds the sheet; recommendations tell which one they rest on.
    var revision: Int64
}
