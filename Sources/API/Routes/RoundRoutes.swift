import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// `/v1/rounds`: what nights propose, and what people say to it.
struct RoundRoutes: Sendable {
    let store: Store

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("rounds", use: list)
        group.get("rounds/{round}", use: show)
        group.get("rounds/{round}/changes", use: changes)
        group.get("rounds/{round}/certificate", use: certificate)
        group.post("rounds/{round}/decisions", use: decide)
    }

    /// Newest first: the place in the list is the distance from the newest.
    @Sendable
    private func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let page = try PageRequest(request, list: "rounds", keys: 1)
        let rounds = try await RoundDesk(store: store).rounds(for: context.viewer, at: Date())
        // A round's key sorts the later the older it is, so that new ones come in at the front alone.
        let keyed = rounds.map { (key: $0.sortKey, round: $0) }.sorted { $0.key < $1.key }
        let (part, next) = page.part(of: keyed) { [$0.key] }
        return try request.answer(
            ["rounds": part.map(\.round)], entries: "rounds", known: RoundView.fields, next: next)
    }

    @Sendable
    private func show(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let name = try context.parameters.part("round")
        let (round, changes) = try await RoundDesk(store: store).changes(
            of: name, for: context.viewer, at: Date())
        return try request.show(round, version: try round.version(with: changes))
    }

    @Sendable
    private func changes(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let page = try PageRequest(request, list: "changes", keys: 1)
        let name = try context.parameters.part("round")
        let (_, changes) = try await RoundDesk(store: store).changes(
            of: name, for: context.viewer, at: Date())
        let mayDecide = try request.flag("mayDecide")
        let (part, next) = page.part(of: changes.filter { mayDecide == nil || $0.mayDecide == mayDecide }) {
            [$0.sortKey]
        }
        return try request.answer(["changes": part], entries: "changes", known: ChangeView.fields, next: next)
    }

    /// What proves that the round came of what it was planned from.
    @Sendable
    private func certificate(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let viewer = context.viewer
        try Permission.require(Permission.mayReadCertificate(viewer), of: viewer, to: "read certificates")
        let name = try context.parameters.part("round")
        guard let id = UUID(uuidString: name) else { throw LifeStoreError.noRound(name) }
        let view = try CertificateView(
            id, try await store.certificate(ofRound: id, for: viewer))
        return Response(
            status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: view.json.text)))
    }

    @Sendable
    private func decide(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let name = try context.parameters.part("round")
        let viewer = context.viewer
        try Permission.require(viewer.company != nil, of: viewer, to: "decide about a round")
        let told = try request.expectedVersionIfTold()
        let body = try await request.body(as: DecisionsBody.self, context)
        guard let version = told ?? (body.namesEveryVersion ? .any : nil) else {
            throw ConventionError.noVersion
        }
        let now = Date()
        let desk = RoundDesk(store: store)
        let choices = try await body.choices {
            try await desk.changes(of: name, for: viewer, at: now).changes.filter(\.mayDecide).map(\.position)
        }
        return try await context.once(store) { store in
            let (decided, after) = try await RoundDesk(store: store).decide(
                choices, onRound: name, expecting: version, for: viewer, at: now)
            return try .done(["changes": decided], version: after)
        }
    }
}

/// What is posted to `/v1/rounds/{round}/decisions`: single decisions, or one for all that wait for the viewer.
struct DecisionsBody: Decodable, Sendable {
    var decisions: [Decision]?
    var all: String?

    struct Decision: Decodable, Sendable {
        var position: Int
        var decision: String
        var reason: String?
        var neverAgain: Bool?
        var version: Int64?
    }

    /// Whether each change is named in the version that was read.
    var namesEveryVersion: Bool { decisions?.allSatisfy { $0.version != nil } ?? false }

    /// - Parameter waiting: finds the positions that wait for the viewer.
    func choices(_ waiting: () async throws -> [Int]) async throws -> [RoundDesk.Choice] {
        switch (decisions, all) {
        case (let decisions?, nil):
            guard Set(decisions.map(\.position)).count == decisions.count else {
                throw GatewayError.badField(
                    name: "decisions", message: "a change stands twice.", hint: "Decide about each once.")
            }
            return try decisions.map {
                RoundDesk.Choice(
                    position: $0.position, answer: try Choice.read($0.decision, named: "decision"),
                    reason: try FreeText.checked($0.reason, named: "reason"),
                    neverAgain: $0.neverAgain ?? false, version: $0.version)
            }
        case (nil, let all?):
            let answer: RoundDecision.Answer = try Choice.read(all, named: "all")
            return try await waiting().map { RoundDesk.Choice(position: $0, answer: answer) }
        default:
            throw GatewayError.badField(
                name: "decisions", message: "either decisions or all must be given.",
                hint: "Send {\"all\": \"accept\"}, or decisions with position and decision.")
        }
    }
}

extension RoundView {
    /// The fields that a list can be narrowed to.
    static let fields = ["round", "day", "publishedAt", "utility", "presentUtility", "warnings"]

    fileprivate var sortKey: String {
        let newest = Int64(publishedAt.timeIntervalSince1970 * 1000)
        return String(Int64.max - newest) + round
    }
}

extension ChangeView {
    /// The fields that a list can be narrowed to.
    static let fields = [
        "position", "action", "personA", "personB", "side", "reasons", "decision", "settled", "mayDecide",
        "pairing",
        "status", "cause", "utility", "propensity", "version",
    ]

    /// Positions as texts that sort as numbers do.
    var sortKey: String {
        let digits = String(position)
        return String(repeating: "0", count: max(0, 10 - digits.count)) + digits
    }
}
