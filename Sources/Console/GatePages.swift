import API
import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// `/console/companies`: what two companies are warned of before their people's first trial, and what a company's admin thinks of
/// the other one.
struct GatePages: Sendable {
    let store: Store
    let pages: Pages

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("companies", use: list)
        group.post("companies/{company}/gate/{other}", use: answer)
    }

    @Sendable
    private func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let list = try await store.gate(for: context.viewer, at: Date())
        let reports = try Self.pairs(for: context.viewer, in: list.record).map {
            try GateRow(
                $0, in: list,
                mayAnswer: Permission.speaksFor(context.viewer, company: $0.company, in: list.record))
        }
        return try pages.show("companies", ["reports": reports])
    }

    /// The own company with each of the other side; every two for whoever has none.
    private static func pairs(for viewer: Viewer, in record: AllianceRecord) -> [GateList.CompanyPair] {
        let companies = record.snapshot.companies
        let own =
            viewer.company.flatMap(record.index(ofCompanyNumber:))
            ?? viewer.person.flatMap(record.index(ofPersonNumber:)).map { record.snapshot.people[$0].company }
        let ones = own.map { [$0] } ?? companies.indices.filter { companies[$0].side == .a }
        return ones.flatMap { one in
            companies.indices.filter { companies[$0].side != companies[one].side }
                .map { GateList.CompanyPair(company: one, other: $0) }
        }
    }

    /// Topics that are left out are unknown.
    @Sendable
    private func answer(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let viewer = context.viewer
        let form = try await URLEncodedFormDecoder().decode(
            [String: String].self, from: request, context: context)
        let record = try await store.record(for: viewer)
        let names = (try context.parameters.part("company"), try context.parameters.part("other"))
        let pair = try CompanyDesk.pair(names.0, names.1, in: record)
        guard Permission.speaksFor(viewer, company: pair.company, in: record) else {
            throw CompanyError.noCompany(names.0)
        }
        let told = form.compactMapValues { Int($0) }
        let answers = try GateBody(
            choice: told["choice"], timing: told["timing"], conditions: told["conditions"],
            culture: told["culture"], information: told["information"], approvals: told["approvals"]
        ).answers
        _ = try await store.record(
            answers, of: pair, expecting: .oneOf([Int64(form["version"] ?? "") ?? -1]), for: viewer,
            at: Date())
        return .redirect(to: "/console/companies")
    }
}

/// What two companies are warned of, on the page.
struct GateRow {
    /// One thing to talk about.
    struct Finding {
        var severity: String
        var colour: String
        var differs: String
        var hurts: String
        var agree: String
    }

    /// A question to a company's admin.
    struct Question {
        var name: String
        var words: String
        var choices: [Choice]
    }

    /// An answer that can be chosen.
    struct Choice {
        var value: Int
        var isChosen: Bool
    }

    var title: String
    var findings: [Finding]
    var isQuiet: Bool
    var unknown: String?
    var held: String?
    var form: Form?

    /// What a company's admin may fill in.
    struct Form {
        var action: String
        var version: Int64
        var questions: [Question]
        var approvals: String
        var id: String
    }

    init(_ pair: GateList.CompanyPair, in list: GateList, mayAnswer: Bool) throws {
        let companies = list.record.snapshot.companies
        let (own, other) = (companies[pair.company], companies[pair.other])
        let report = list.report(pair.company, pair.other)
        title = "\(own.name) and \(other.name)"
        findings = report.findings.map {
            Finding(
                severity: $0.severity.rawValue, colour: $0.severity.colour, differs: $0.differs,
                hurts: $0.hurts,
                agree: $0.agree)
        }
        isQuiet = findings.isEmpty
        unknown = report.unknown.isEmpty ? nil : report.unknown.map(\.rawValue).joined(separator: ", ")
        held = list.hold(pair.company, pair.other).map { hold in
            hold.until.map { "Their people are kept apart until \($0)." } ?? "Their people are kept apart."
        }
        guard mayAnswer else { return }
        let answers = list.answers[pair]?.answers
        form = Form(
            action: "\(own.key.asPathPart)/gate/\(other.key.asPathPart)",
            version: try list.version(of: pair, tellsAnswers: true),
            questions: Self.questions.map { name, words, answer in
                Question(
                    name: name, words: words,
                    choices: GateAnswers.scale.map {
                        Choice(value: $0, isChosen: answers?[keyPath: answer] == $0)
                    })
            }, approvals: (answers?.approvals).map(String.init) ?? "", id: "\(pair.company)-\(pair.other)")
    }

    private static let questions: [(String, String, any KeyPath<GateAnswers, Int?> & Sendable)] = [
        ("choice", "They are the right company for us to sell with.", \.choice),
        ("timing", "Now is the right time for it.", \.timing),
        ("conditions", "The conditions we negotiated are fair to both.", \.conditions),
        ("culture", "We do things in the same way.", \.culture),
        ("information", "Sensitive information is in good hands with them.", \.information),
    ]
}

extension GateReport.Severity {
    /// Bootstrap's colour of the badge.
    fileprivate var colour: String {
        switch self {
        case .notice: "secondary"
        case .warning: "warning"
        case .stop: "danger"
        }
    }
}
