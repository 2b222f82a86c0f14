import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// `/v1/alliance` with its terms, and the gate between two companies.
struct AllianceRoutes: Sendable {
    let store: Store

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("alliance", use: show)
        group.put("alliance/terms", use: changeTerms)
        group.put("alliance/shared-names", use: shareNames)
        group.get("companies/{company}/gate/{other}", use: gate)
        group.put("companies/{company}/gate/{other}", use: answerGate)
        group.put("companies/{company}/gate/{other}/hold", use: hold)
    }

    @Sendable
    private func show(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let (record, terms, version) = try await store.terms(for: context.viewer, at: Date())
        return try request.show(AllianceView(record, terms, version), version: version)
    }

    @Sendable
    private func changeTerms(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let body = try await request.body(as: AllianceTermsBody.self, context)
        guard case .admin = context.viewer.role else {
            throw GatewayError.roleMayNot(
                role: context.viewer.role.name, action: "change the alliance's terms")
        }
        try body.check()
        return try await change(request, context) { body.apply(to: &$0) }
    }

    /// Each side says for itself whether it shows its customers' names.
    @Sendable
    private func shareNames(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let body = try await request.body(as: SharedNamesBody.self, context)
        let viewer = context.viewer
        guard case .companyAdmin = viewer.role,
            let side = Permission.side(of: viewer, in: try await store.record(for: viewer))
        else {
            throw GatewayError.roleMayNot(role: viewer.role.name, action: "share a side's customer names")
        }
        return try await change(request, context) { terms in
            if body.shared { terms.namesSharedBy.insert(side) } else { terms.namesSharedBy.remove(side) }
        }
    }

    private func change(
        _ request: Request, _ context: SignedInContext,
        _ change: @escaping @Sendable (inout AllianceTerms) throws -> Void
    ) async throws -> Response {
        let (record, terms, version) = try await store.changeTerms(
            expecting: try request.expectedVersion(), for: context.viewer, at: Date(), change)
        return try Answer.done(AllianceView(record, terms, version), version: version)
            .response(from: request, context: context)
    }

    @Sendable
    private func gate(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let list = try await store.gate(for: context.viewer, at: Date())
        let pair = try pair(context, in: list.record)
        let view = try GateView(list, pair, showsAnswers: speaks(context.viewer, for: pair, in: list.record))
        return try request.show(view, version: view.version)
    }

    @Sendable
    private func answerGate(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let viewer = context.viewer
        try Permission.require(Permission.speaksForACompany(viewer), of: viewer, to: "answer for a company")
        let version = try request.expectedVersion()
        let answers = try await request.body(as: GateBody.self, context).answers
        let record = try await store.record(for: viewer)
        let pair = try pair(context, in: record)
        guard speaks(viewer, for: pair, in: record) else {
            throw CompanyError.noCompany(try context.parameters.part("company"))
        }
        let list = try await store.record(
            answers, of: pair, expecting: version, for: viewer, at: Date())
        let view = try GateView(list, pair, showsAnswers: true)
        return try Answer.done(view, version: view.version).response(from: request, context: context)
    }

    /// Keeps the people of two companies apart for a while, or releases them.
    @Sendable
    private func hold(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let version = try request.expectedVersion()
        let body = try await request.body(as: HoldBody.self, context)
        let viewer = context.viewer
        let record = try await store.record(for: viewer)
        let isAdmin = viewer.role == .admin
        try Permission.require(
            isAdmin || Permission.speaksForACompany(viewer), of: viewer, to: "hold companies' people apart")
        let pair = try pair(context, in: record)
        let speaks = speaks(viewer, for: pair, in: record)
        guard isAdmin || speaks else {
            throw CompanyError.noCompany(try context.parameters.part("company"))
        }
        let until = try body.until.map { try DayText.read($0, named: "until") }
        let list = try await store.hold(
            pair, isHeld: body.held, until: until, expecting: version, tellsAnswers: speaks, for: viewer,
            at: Date())
        let after = try GateView(list, pair, showsAnswers: speaks)
        return try Answer.done(after, version: after.version).response(from: request, context: context)
    }

    private func speaks(_ viewer: Viewer, for pair: GateList.CompanyPair, in record: AllianceRecord) -> Bool {
        Permission.speaksFor(viewer, company: pair.company, in: record)
    }

    private func pair(_ context: SignedInContext, in record: AllianceRecord) throws -> GateList.CompanyPair {
        try CompanyDesk.pair(
            try context.parameters.part("company"), try context.parameters.part("other"), in: record)
    }
}
