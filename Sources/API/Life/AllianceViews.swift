package import Domain
import Gateway
import Storage

/// The alliance as its members see it.
struct AllianceView: Encodable, Sendable {
    var alliance: String
    var name: String
    var companies: [Member]
    var attributes: [Attribute]
    var terms: Terms
    /// Counts the changes to the terms.
    var version: Int64

    struct Member: Encodable, Sendable {
        var company: String
        var name: String
        var side: Side
        var employees: Int?
        var salesLevels: Int?
        var paymentDays: Int?
        var country: String?

        init(_ company: Company) {
            self.company = company.key
            name = company.name
            side = company.side
            employees = company.employees
            salesLevels = company.salesLevels
            paymentDays = company.paymentDays
            country = company.country
        }
    }

    struct Terms: Encodable, Sendable {
        var paymentDays: Int?
        var revenueShareA: Double?
        var leadRule: String?
        var supportRule: String?
        var sharedInformation: [String]
        var namesSharedBy: [Side]
        var autoAccept: Bool
    }

    init(_ record: AllianceRecord, _ terms: AllianceTerms, _ version: Int64) {
        alliance = record.snapshot.alliance.key
        name = record.snapshot.alliance.name
        companies = record.snapshot.companies.map(Member.init)
        attributes = record.snapshot.alliance.attributes
        self.terms = Terms(
            paymentDays: terms.paymentDays, revenueShareA: terms.revenueShareA, leadRule: terms.leadRule,
            supportRule: terms.supportRule, sharedInformation: terms.sharedInformation,
            namesSharedBy: terms.namesSharedBy.sorted(), autoAccept: terms.autoAccept)
        self.version = version
    }
}

/// What is put to `/v1/alliance/terms`: all of them.
struct AllianceTermsBody: Decodable, Sendable {
    var paymentDays: Int?
    var revenueShareA: Double?
    var leadRule: String?
    var supportRule: String?
    var sharedInformation: [String]?
    var autoAccept: Bool?

    func check() throws {
        if let paymentDays, !(0...1000).contains(paymentDays) {
            throw GatewayError.badField(
                name: "paymentDays", message: "\(paymentDays) is no number of days.", hint: "Give 0 to 1000.")
        }
        if let revenueShareA, !(0...1).contains(revenueShareA) {
            throw GatewayError.badField(
                name: "revenueShareA", message: "\(revenueShareA) is no share.",
                hint: "Give 0 to 1, such as 0.6.")
        }
        _ = try FreeText.checked(leadRule, named: "leadRule")
        _ = try FreeText.checked(supportRule, named: "supportRule")
        _ = try FreeText.checked(sharedInformation, named: "sharedInformation", atMost: 200)
    }

    func apply(to terms: inout AllianceTerms) {
        terms.paymentDays = paymentDays
        terms.revenueShareA = revenueShareA
        terms.leadRule = leadRule
        terms.supportRule = supportRule
        terms.sharedInformation = sharedInformation ?? []
        terms.autoAccept = autoAccept ?? false
    }
}

/// What is put to `/v1/alliance/shared-names`.
struct SharedNamesBody: Decodable, Sendable {
    var shared: Bool
}

/// What is put to a gate's `hold`.
struct HoldBody: Decodable, Sendable {
    var held: Bool
    var until: String?
}

/// The early warning about two companies.
struct GateView: Encodable, Sendable {
    var company: String
    var other: String
    var open: Bool
    var findings: [Finding]
    var unknown: [GateReport.Topic]
    /// What the viewer's own company has said; nobody else's answers are shown.
    var answers: GateAnswers?
    var held: Bool
    var heldUntil: String?
    /// Changes with a hold, and with the company's answers for those who read them.
    var version: Int64

    struct Finding: Encodable, Sendable {
        var topic: GateReport.Topic
        var severity: GateReport.Severity
        var differs: String
        var hurts: String
        var agree: String
    }

    init(_ list: GateList, _ pair: GateList.CompanyPair, showsAnswers: Bool) throws {
        let companies = list.record.snapshot.companies
        let report = list.report(pair.company, pair.other)
        company = companies[pair.company].key
        other = companies[pair.other].key
        open = report.isOpen
        findings = report.findings.map {
            Finding(
                topic: $0.topic, severity: $0.severity, differs: $0.differs, hurts: $0.hurts, agree: $0.agree)
        }
        unknown = report.unknown
        answers = showsAnswers ? list.answers[pair]?.answers : nil
        version = try list.version(of: pair, tellsAnswers: showsAnswers)
        let hold = list.hold(pair.company, pair.other)
        held = hold != nil
        heldUntil = hold?.until?.description
    }
}

/// What is put to `/v1/companies/{company}/gate/{other}`.
package struct GateBody: Decodable, Sendable {
    var choice: Int?
    var timing: Int?
    var conditions: Int?
    var culture: Int?
    var information: Int?
    var approvals: Int?

    /// What a company says on a page.
    package init(
        choice: Int?, timing: Int?, conditions: Int?, culture: Int?, information: Int?, approvals: Int?
    ) {
        self.choice = choice
        self.timing = timing
        self.conditions = conditions
        self.culture = culture
        self.information = information
        self.approvals = approvals
    }

    /// The answers, checked.
    package var answers: GateAnswers {
        get throws {
            let told = [
                ("choice", choice), ("timing", timing), ("conditions", conditions), ("culture", culture),
                ("information", information),
            ]
            for (name, answer) in told {
                guard let answer, !GateAnswers.scale.contains(answer) else { continue }
                throw GatewayError.badField(
                    name: name, message: "\(answer) is not on the scale.", hint: "Answer from 1 to 7.")
            }
            if let approvals, !GateAnswers.approvalRange.contains(approvals) {
                throw GatewayError.badField(
                    name: "approvals", message: "\(approvals) is no number of approvals.",
                    hint: "Give 0 to 100.")
            }
            return GateAnswers(
                choice: choice, timing: timing, conditions: conditions, culture: culture,
                information: information,
                approvals: approvals)
        }
    }
}
