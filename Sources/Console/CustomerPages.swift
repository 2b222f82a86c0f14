import API
import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// `/console/customers`: the customers that both sides cover, and the agreements on who leads there.
struct CustomerPages: Sendable {
    let desk: AgreementDesk
    let pages: Pages

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("customers", use: list)
        group.post("customers/agreements", use: propose)
        group.post("customers/agreements/{agreement}/answers", use: answer)
    }

    @Sendable
    private func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let (viewer, now) = (context.viewer, Date())
        let agreements = try await desk.agreements(for: viewer, at: now)
        let accounts = try await desk.accounts(for: viewer, at: now)
        let sides = SideNames(own: try await desk.side(of: viewer))
        let names = try await desk.names(for: viewer)
        let page = CustomerTable(accounts, agreements, sides, names, mayPropose: viewer.company != nil)
        return try pages.show(
            "customers",
            [
                "sideA": sides[.a], "sideB": sides[.b], "rows": page.rows, "isEmpty": page.rows.isEmpty,
                "ownCount": page.ownCount,
                "hasOwn": page.ownCount > 0,
            ] as [String: Any])
    }

    private struct ProposalForm: Decodable {
        var account: String
        var lead: String
        var support: String?
        var until: String?
    }

    @Sendable
    private func propose(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let form = try await URLEncodedFormDecoder().decode(
            ProposalForm.self, from: request, context: context)
        let now = Date()
        let agreement = try AgreementBody(
            account: form.account, lead: form.lead, support: form.support.flatMap { $0.isEmpty ? nil : $0 },
            until: form.until.flatMap { $0.isEmpty ? nil : $0 }
        ).agreement(today: Day(now))
        try await desk.propose(agreement, for: context.viewer, at: now)
        return .redirect(to: "/console/customers")
    }

    private struct AnswerForm: Decodable {
        var answer: String
        var version: Int64
    }

    /// For the version that was looked at: what has changed since is looked at again first.
    @Sendable
    private func answer(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let name = try context.parameters.part("agreement")
        let form = try await URLEncodedFormDecoder().decode(AnswerForm.self, from: request, context: context)
        try await desk.answer(
            name, withdrawing: form.answer == "withdraw", expecting: .oneOf([form.version]),
            for: context.viewer, at: Date())
        return .redirect(to: "/console/customers")
    }
}

/// What a viewer calls the two sides.
struct SideNames {
    /// The side on which the viewer stands; nil for those who stand on none.
    let own: Side?

    subscript(side: Side) -> String {
        guard let own else { return "side \(side.rawValue)" }
        return side == own ? "your side" : "the other side"
    }
}

/// The shared customers of a viewer's people, as rows of the page: those that wait for a signature first.
struct CustomerTable {
    /// A customer of both sides.
    struct Row {
        var account: String
        var name: String
        var people: String
        var others: String
        var hasConflict: Bool
        var agreement: Agreement?
        var mayPropose: Bool
    }

    /// What was agreed, or is to be.
    struct Agreement {
        var id: String
        var version: Int64
        var words: String
        var support: String?
        var shared: String?
        var maySign: Bool
        var mayWithdraw: Bool
    }

    let rows: [Row]
    /// How many customers only the viewer's side covers.
    let ownCount: Int

    init(
        _ accounts: [AccountView], _ agreements: [AgreementView], _ sides: SideNames,
        _ names: [String: String], mayPropose: Bool
    ) {
        let open = Dictionary(
            grouping: agreements.filter { $0.state == .proposed || $0.state == .inForce }, by: \.account)
        let shared = accounts.filter { $0.othersCovering > 0 }
        ownCount = accounts.count - shared.count
        rows = shared.map { account in
            let agreement = open[account.account]?.first
            return Row(
                account: account.account, name: account.name ?? account.account,
                people: account.people.map { names[$0.person] ?? $0.person }.joined(separator: ", "),
                others: account.othersCovering == 1 ? "1 person" : "\(account.othersCovering) people",
                hasConflict: account.conflict,
                agreement: agreement.map { Agreement($0, sides, mayAnswer: mayPropose) },
                mayPropose: mayPropose && agreement == nil)
        }
        .sorted {
            ($0.agreement?.maySign == true ? 0 : 1, $0.account) < (
                $1.agreement?.maySign == true ? 0 : 1, $1.account
            )
        }
    }
}

extension CustomerTable.Agreement {
    init(_ view: AgreementView, _ sides: SideNames, mayAnswer: Bool) {
        id = view.agreement
        version = view.version
        let until = view.until.map { " until \($0)" } ?? ""
        let state = view.state == .inForce ? "Agreed" : "Proposed"
        words = "\(state): \(sides[view.lead]) leads\(until)."
        support = view.support
        shared = view.shared.isEmpty ? nil : view.shared.joined(separator: ", ")
        maySign = view.maySign
        mayWithdraw = mayAnswer
    }
}
