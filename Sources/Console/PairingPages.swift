import API
import Domain
import Foundation
import Hummingbird
import Storage

/// `/console/pairings`: the pairings of the viewer's people, and every step that is theirs to take.
struct PairingPages: Sendable {
    let desk: PairingDesk
    let pages: Pages

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("pairings", use: list)
        group.get("pairings/{pairing}", use: show)
        group.post("pairings/{pairing}/steps", use: take)
    }

    @Sendable
    private func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let showsPast = request.uri.queryParameters["past"] != nil
        let pairings = try await desk.pairings(for: context.viewer, at: Date())
            .filter { $0.status.isOpen != showsPast }
            .map { PairingRow($0) }
            .sorted { ($0.rank, $0.title) < ($1.rank, $1.title) }
        return try pages.show(
            "pairings",
            [
                "pairings": pairings, "hasPairings": !pairings.isEmpty, "showsPast": showsPast,
                "count": pairings.count, "noun": pairings.count == 1 ? "pairing" : "pairings",
            ] as [String: Any])
    }

    @Sendable
    private func show(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let view = try await desk.pairing(
            try context.parameters.part("pairing"), for: context.viewer, at: Date())
        return try pages.show("pairing", PairingPage(view, isOwn: context.viewer.person != nil))
    }

    @Sendable
    private func take(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let name = try context.parameters.part("pairing")
        let form = try await URLEncodedFormDecoder().decode(StepForm.self, from: request, context: context)
        _ = try await desk.take(
            form.step(today: Day(Date())), on: name, expecting: .oneOf([form.version]), for: context.viewer,
            at: Date())
        return .redirect(to: "/console/pairings/\(name.asPathPart)")
    }
}

/// What the buttons of a pairing's page send.
private struct StepForm: Decodable {
    var step: LifeStep.Name
    var version: Int64
    var reason: String?
    var neverAgain: String?
    var days: Int?
    var leastMeetings: Int?
    var leastChemistry: Double?
    var criterion: String?
    var ifUndecided: TrialTerms.Default?

    func step(today: Day) -> LifeStep {
        let told = reason.flatMap { $0.isEmpty ? nil : $0 }
        switch step {
        case .accept: return .accept
        case .decline: return .decline(reason: told, neverAgain: neverAgain != nil)
        case .plan:
            return .plan(
                TrialTerms(
                    days: days ?? TrialTerms().days, leastChemistry: leastChemistry,
                    leastMeetings: leastMeetings,
                    criterion: criterion.flatMap { $0.isEmpty ? nil : $0 }, ifUndecided: ifUndecided ?? .end))
        case .start: return .start(today)
        case .confirm: return .confirm
        case .extend: return .extend
        case .end: return .end(reason: told ?? "No reason was given.", neverAgain: neverAgain != nil)
        }
    }
}

/// A pairing in the list.
struct PairingRow {
    var link: String
    var title: String
    var companies: String
    var status: String
    var colour: String
    var since: String
    var health: String?
    var healthColour: String
    var next: String
    /// What waits for the viewer stands first.
    var rank: Int

    init(_ view: PairingView) {
        link = view.pairing
        title = "\(view.personA.displayName) and \(view.personB.displayName)"
        companies = "\(view.personA.company) · \(view.personB.company)"
        status = view.status.words
        colour = view.status.colour
        since =
            view.ended ?? view.plannedEnd.map { "until \($0)" } ?? view.started.map { "since \($0)" } ?? ""
        // Silence says nothing that a manager could act on: the pairing's own page tells it.
        health = view.health == .tooEarly ? nil : view.health?.words
        healthColour = view.health?.colour ?? "secondary"
        let waits = view.steps.contains(.accept) || view.steps.contains(.start)
        next =
            view.steps.contains(.accept)
            ? "Your answer is awaited" : view.steps.contains(.start) ? "Can start" : ""
        rank = waits ? 0 : view.health == .needsTalk ? 1 : 2
    }
}

/// A pairing on its own page.
struct PairingPage {
    var link: String
    /// Where a salesperson rates their counterpart.
    var sheetLink: String?
    var version: Int64
    var title: String
    var personA: String
    var personB: String
    var status: String
    var colour: String
    var facts: [Fact]
    var hindrances: [PairingView.HindranceView]
    var health: String?
    var healthColour: String
    var days: Int
    var leastMeetings: Int?
    var leastChemistry: Double?
    var criterion: String?
    var isExtending: Bool
    var mayAccept: Bool
    var mayStart: Bool
    var mayPlan: Bool
    var mayDecline: Bool
    var mayConfirm: Bool
    var mayExtend: Bool
    var mayEnd: Bool
    var mayNothing: Bool

    /// A line of what is known.
    struct Fact {
        var name: String
        var value: String
    }

    /// - Parameter isOwn: whether the viewer is one of the two.
    init(_ view: PairingView, isOwn: Bool) {
        link = view.pairing
        let counterpart = view.side == .a ? view.personB : view.personA
        sheetLink = isOwn && view.status.isRunning ? counterpart.person.asPathPart : nil
        version = view.version
        personA = view.personA.displayName
        personB = view.personB.displayName
        title = "\(view.personA.displayName) and \(view.personB.displayName)"
        status = view.status.words
        colour = view.status.colour
        facts = Self.facts(of: view)
        hindrances = view.hindrances
        health = view.health?.words
        healthColour = view.health?.colour ?? "secondary"
        days = view.terms.days
        leastMeetings = view.terms.leastMeetings
        leastChemistry = view.terms.leastChemistry
        criterion = view.terms.criterion
        isExtending = view.terms.ifUndecided == .extend
        mayAccept = view.steps.contains(.accept)
        mayStart = view.steps.contains(.start)
        mayPlan = view.steps.contains(.plan)
        mayDecline = view.steps.contains(.decline)
        mayConfirm = view.steps.contains(.confirm)
        mayExtend = view.steps.contains(.extend)
        mayEnd = view.steps.contains(.end)
        mayNothing = view.steps.isEmpty
    }

    private static func facts(of view: PairingView) -> [Fact] {
        let terms = view.terms
        let judged = [
            terms.leastMeetings.map { "at least \($0) joint customer calls" },
            terms.leastChemistry.map { "a chemistry of \(Int($0.rounded())) or more" }, terms.criterion,
        ].compactMap(\.self).joined(separator: "; ")
        let facts: [(String, String?)] = [
            ("Accepted by", answers(to: view)), ("Trial of", view.status.isOpen ? "\(terms.days) days" : nil),
            ("Judged by", judged.isEmpty ? "the people's own judgement" : judged),
            ("If nobody decides", terms.ifUndecided == .end ? "it ends" : "it is extended once"),
            ("Started", view.started), ("Decision due", view.plannedEnd), ("Ended", view.ended),
            ("Reason", view.reason),
            ("Joint calls so far", view.status.isRunning ? "\(view.meetings)" : nil),
            ("The terms so far", view.trial?.words), ("Your side has said", view.verdict?.rawValue),
        ]
        return facts.compactMap { name, value in value.map { Fact(name: name, value: $0) } }
    }

    /// Who has accepted a proposal, and whose answer it waits for.
    private static func answers(to view: PairingView) -> String? {
        guard view.status == .proposed else { return nil }
        let companies = [(Side.a, view.personA.company), (.b, view.personB.company)]
        let awaited = companies.filter { !view.acceptedBy.contains($0.0) }.map(\.1)
        let accepted = companies.filter { view.acceptedBy.contains($0.0) }.map(\.1)
        let soFar = accepted.isEmpty ? "nobody yet" : accepted.joined(separator: ", ")
        return "\(soFar); \(awaited.joined(separator: " and ")) to answer"
    }
}

extension PairingView.Person {
    /// The name, or the key of somebody whose name is unknown.
    var displayName: String { name ?? person }
}

extension PairingHealth {
    /// Within a badge.
    var words: String {
        switch self {
        case .tooEarly: "no pulse answered yet"
        case .onTrack: "on track"
        case .needsTalk: "talk with your salesperson"
        }
    }

    /// Bootstrap's colour of the badge.
    var colour: String {
        switch self {
        case .tooEarly: "secondary"
        case .onTrack: "success"
        case .needsTalk: "warning"
        }
    }
}

extension TrialReading {
    /// Within a list of facts.
    var words: String {
        switch self {
        case .passed: "all that was agreed is reached"
        case .tooEarly: "something is not reached yet"
        case .missed: "something that was agreed was not reached"
        case .byJudgement: "nothing that can be counted was agreed"
        }
    }
}
