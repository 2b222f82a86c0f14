package import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// Who keeps control of which customer: `/v1/accounts`, `/v1/overlap` and `/v1/control-agreements`.
struct ControlRoutes: Sendable {
    let store: Store
    private var desk: AgreementDesk { AgreementDesk(store: store) }

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("accounts", use: accounts)
        group.post("account-conflicts", use: openConflict)
        group.get("overlap", use: overlap)
        group.get("control-agreements", use: list)
        group.post("control-agreements", use: propose)
        group.get("control-agreements/{agreement}", use: show)
        group.post("control-agreements/{agreement}/answers", use: answer)
    }

    /// The customers that the viewer's people cover.
    @Sendable
    private func accounts(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let page = try PageRequest(request, list: "accounts", keys: 1)
        let views = try await desk.accounts(for: context.viewer, at: Date())
        let (part, next) = page.part(of: views) { [$0.account] }
        return try request.answer(
            ["accounts": part], entries: "accounts", known: AccountView.fields, next: next)
    }

    /// How many customers two people, two teams or two companies both cover; which, only when both sides share names.
    @Sendable
    private func overlap(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let now = Date()
        let (record, terms, _) = try await store.terms(for: context.viewer, at: now)
        let teams = try await store.teams(for: context.viewer, at: now)
        let view = try OverlapView(request, in: record, teams: teams, terms: terms, for: context.viewer)
        return try Answer.done(view).response(from: request, context: context)
    }

    @Sendable
    private func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let page = try PageRequest(request, list: "control-agreements", keys: 1)
        let account = try request.key("account")
        let state: ControlAgreement.State? = try request.word("state")
        let now = Date()
        let views = try await desk.agreements(for: context.viewer, at: now)
            .filter { (account == nil || $0.account == account) && (state == nil || $0.state == state) }
        let (part, next) = page.part(of: views) { [$0.agreement] }
        return try request.answer(
            ["agreements": part], entries: "agreements", known: AgreementView.fields, next: next)
    }

    @Sendable
    private func show(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let now = Date()
        let (list, stored) = try await desk.find(
            try context.parameters.part("agreement"), for: context.viewer, at: now)
        let view = AgreementView(stored, in: list.record, for: context.viewer, today: Day(now))
        return try request.show(view, version: view.version)
    }

    @Sendable
    private func propose(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let body = try await request.body(as: AgreementBody.self, context)
        let viewer = context.viewer
        let now = Date()
        let record = try await store.record(for: viewer)
        let side = try ControlDesk.signer(viewer, of: body.account, in: record)
        let agreement = try body.agreement(today: Day(now))
        return try await context.once(store) { store in
            let list = try await store.propose(agreement, by: side, for: viewer, at: now)
            let view = AgreementView(list.agreements[0], in: list.record, for: viewer, today: Day(now))
            return try .created(
                view, at: "/v1/control-agreements/\(view.agreement)", version: view.version)
        }
    }

    @Sendable
    private func answer(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let body = try await request.body(as: AgreementAnswerBody.self, context)
        let answer: AgreementAnswerBody.Answer = try Choice.read(body.answer, named: "answer")
        let withdrawing = answer == .withdraw
        let version = try request.expectedVersion()
        let viewer = context.viewer
        let now = Date()
        try Permission.require(viewer.company != nil, of: viewer, to: "sign for a company")
        let (list, stored) = try await desk.find(
            try context.parameters.part("agreement"), for: context.viewer, at: now)
        let side = try ControlDesk.signer(viewer, of: stored.agreement.account, in: list.record)
        return try await context.once(store) { store in
            let after = try await store.answer(
                stored.id, withdrawing: withdrawing, by: side, expecting: version, for: viewer, at: now)
            let view = AgreementView(after.agreements[0], in: after.record, for: viewer, today: Day(now))
            return try .done(view, version: view.version)
        }
    }

    @Sendable
    private func openConflict(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let account = try await request.body(as: AccountBody.self, context).account
        let viewer = context.viewer
        let record = try await store.record(for: viewer)
        _ = try ControlDesk.signer(viewer, of: account, in: record)
        return try await context.once(store) { store in
            try await store.openConflict(about: account, for: viewer, at: Date())
            return try .created(["account": account])
        }
    }
}

/// Who may see and sign what about customers.
enum ControlDesk {
    /// Whether people whom the viewer looks after cover the customer, or the viewer sees all.
    static func maySee(_ viewer: Viewer, _ account: String, in record: AllianceRecord) -> Bool {
        Permission.seesAll(viewer)
            || record.snapshot.coverage.contains {
                $0.account == account && Permission.looksAfter(viewer, $0.person, in: record)
            }
    }

    /// The side for which the viewer signs.
    ///
    /// - Throws: ``GatewayError/roleMayNot(role:action:)``; ``LifeStoreError/notShared(account:)`` when the viewer's people
    ///   do not cover the customer, or nobody on the other side does.
    static func signer(_ viewer: Viewer, of account: String, in record: AllianceRecord) throws -> Side {
        try Permission.require(viewer.company != nil, of: viewer, to: "sign for a company")
        guard let side = Permission.side(of: viewer, in: record), maySee(viewer, account, in: record),
            record.snapshot.sides(covering: account).count == 2
        else { throw LifeStoreError.notShared(account: account) }
        return side
    }
}

/// What is posted to an agreement's `answers`.
struct AgreementAnswerBody: Decodable, Sendable {
    var answer: String

    /// What a side can say to an agreement.
    enum Answer: String, CaseIterable {
        case sign
        case withdraw
    }
}

/// What is posted to `/v1/account-conflicts`.
struct AccountBody: Decodable, Sendable {
    var account: String
}

/// What is posted to `/v1/control-agreements`, and filled in on a page.
package struct AgreementBody: Decodable, Sendable {
    var account: String
    var lead: String
    var support: String?
    var shared: [String]?
    var until: String?

    /// An agreement that says nothing of what is shared.
    package init(account: String, lead: String, support: String?, until: String?) {
        self.account = account
        self.lead = lead
        self.support = support
        self.until = until
    }

    /// The agreement, checked.
    package func agreement(today: Day) throws -> ControlAgreement {
        let until = try until.map { try DayText.read($0, named: "until") }
        if let until, until < today {
            throw GatewayError.badField(
                name: "until", message: "\(until) has passed.", hint: "Give a day that is still to come.")
        }
        return ControlAgreement(
            account: account, lead: try Choice.read(lead, named: "lead"),
            support: try FreeText.checked(support, named: "support"),
            shared: try FreeText.checked(shared, named: "shared", atMost: 200),
            until: until)
    }
}
