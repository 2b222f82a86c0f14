import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// What is known of one person: released feedback, their personal record, and being forgotten.
struct PersonalRoutes: Sendable {
    let store: Store

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("salespeople/{person}/feedback", use: feedback)
        group.get("salespeople/{person}/personal-record", use: record)
        group.post("salespeople/{person}/erasure", use: erase)
    }

    /// Means over at least five raters, as they were last released.
    @Sendable
    private func feedback(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let (key, number, record) = try await person(of: context) {
            Permission.mayReadRecommendations(context.viewer, of: $0, in: $1)
        }
        let means = try await store.releasedMeans(ofPerson: number, for: context.viewer)
        let factors = record.snapshot.alliance.instrument.factors
        let labels = Dictionary(factors.map { ($0.key, $0.label) }) { first, _ in first }
        return try request.answer(
            Feedback(
                person: key,
                questions: means.map {
                    Feedback.Question(question: $0.question, label: labels[$0.question], mean: $0.mean)
                }), entries: "questions")
    }

    @Sendable
    private func record(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let (_, number, _) = try await person(of: context) {
            Permission.mayReadPersonalRecord(context.viewer, of: $0, in: $1)
        }
        return try await PersonalRecord(ofPerson: number, for: context.viewer, from: store).response
    }

    /// The person's key is said twice, in path and body: this cannot be undone.
    @Sendable
    private func erase(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let viewer = context.viewer
        try Permission.require(Permission.mayErase(viewer), viewer, to: "have a person forgotten")
        let version = try request.expectedVersion()
        let body = try await request.body(as: ErasureOrder.self, context)
        let (key, number, _) = try await person(of: context) { _, _ in true }
        guard body.confirm == key else {
            throw GatewayError.badField(
                name: "confirm", message: "it is not the person's key.",
                hint: "Repeat the key: an erasure cannot be undone.")
        }
        return try await context.once(store) { store in
            try await store.askToErase(person: number, expecting: version, for: viewer, at: Date())
            return Answer(status: .accepted, body: Array("{\"state\":\"accepted\"}".utf8))
        }
    }

    private func person(
        of context: SignedInContext, where isAllowed: (Int, AllianceRecord) -> Bool
    ) async throws -> (key: String, number: Int, record: AllianceRecord) {
        let key = try context.parameters.part("person")
        let record = try await store.record(for: context.viewer)
        guard let row = record.snapshot.people.firstIndex(where: { $0.key == key }), isAllowed(row, record)
        else {
            throw GatewayError.noPerson(key)
        }
        return (key, record.personNumbers[row], record)
    }
}

/// Confirms an erasure.
private struct ErasureOrder: Decodable {
    var confirm: String
}

/// What was released of what raters said of a person.
private struct Feedback: Encodable {
    var person: String
    var questions: [Question]

    struct Question: Encodable {
        var question: String
        var label: String?
        var mean: Double
    }
}
