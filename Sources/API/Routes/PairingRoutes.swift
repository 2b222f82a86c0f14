import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// `/v1/pairings`: from proposal to verdict.
struct PairingRoutes: Sendable {
    let store: Store
    let desk: PairingDesk

    init(store: Store, cache: AllianceCache) {
        self.store = store
        desk = PairingDesk(store: store, cache: cache)
    }

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("pairings", use: list)
        group.post("pairings", use: propose)
        group.get("pairings/{pairing}", use: show)
        group.post("pairings/{pairing}/steps", use: take)
    }

    @Sendable
    private func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let page = try PageRequest(request, list: "pairings", keys: 1)
        let wanted = try request.statuses()
        let person = try request.key("person")
        let all = try await desk.pairings(ofPerson: person, for: context.viewer, at: Date())
            .filter { wanted.contains($0.status) }
            .sorted { $0.sortKey < $1.sortKey }
        let (part, next) = page.part(of: all) { [$0.sortKey] }
        return try request.answer(
            ["pairings": part], entries: "pairings", known: PairingView.fields, next: next)
    }

    @Sendable
    private func show(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let name = try context.parameters.part("pairing")
        let view = try await desk.pairing(name, for: context.viewer, at: Date())
        return try request.show(view, version: view.version)
    }

    @Sendable
    private func propose(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let version = try request.expectedVersionIfTold()
        let body = try await request.body(as: ProposalBody.self, context)
        let terms = try body.terms?.terms ?? TrialTerms()
        let viewer = context.viewer
        return try await context.once(store) { store in
            let view = try await desk.over(store).propose(
                body.person, with: body.counterpart, terms: terms, over: version, for: viewer, at: Date())
            return try .created(view, at: "/v1/pairings/\(view.pairing)", version: view.version)
        }
    }

    @Sendable
    private func take(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let name = try context.parameters.part("pairing")
        let version = try request.expectedVersion()
        let now = Date()
        let step = try await request.body(as: StepBody.self, context).lifeStep(today: Day(now))
        let viewer = context.viewer
        return try await context.once(store) { store in
            let view = try await desk.over(store).take(
                step, on: name, expecting: version, for: viewer, at: now)
            return try .done(view, version: view.version)
        }
    }
}

extension PairingView {
    /// By people, then first day: no two pairings have the same of all.
    var sortKey: String { "\(personA.person) \(personB.person) \(started ?? "") \(status.rawValue)" }

    /// The fields that a list can be narrowed to.
    static let fields = [
        "pairing", "personA", "personB", "status", "acceptedBy", "terms", "started", "plannedEnd",
        "extensions", "ended",
        "reason", "neverAgain", "side", "verdict", "steps", "hindrances", "health", "meetings", "trial",
        "occasions",
        "round", "position", "version",
    ]
}

extension Request {
    /// The query's `status`: some statuses, separated by commas; all when it is left out.
    fileprivate func statuses() throws -> Set<PairingStatus> {
        guard let text = uri.queryParameters["status"] else { return Set(PairingStatus.allCases) }
        return Set(
            try text.split(separator: ",", omittingEmptySubsequences: false).map { word in
                guard let status = PairingStatus(rawValue: String(word)) else {
                    throw GatewayError.badField(
                        name: "status", message: "\"\(word)\" is no status.",
                        hint:
                            "The statuses are \(PairingStatus.allCases.map(\.rawValue).joined(separator: ", "))."
                    )
                }
                return status
            })
    }
}
