import API
import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// `/console/rounds`: what the last nights propose for the viewer's people, to be accepted or declined.
struct RoundPages: Sendable {
    let desk: RoundDesk
    let pages: Pages

    /// How many rounds can be chosen from: a fortnight of nights.
    private static let limit = 14

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("rounds", use: newest)
        group.get("rounds/{round}", use: show)
        group.post("rounds/{round}/decisions", use: decide)
    }

    @Sendable
    private func newest(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let rounds = try await desk.rounds(for: context.viewer, at: Date())
        guard let first = rounds.first else {
            return try pages.show("rounds", ["hasRound": false] as [String: Any])
        }
        return try await page(of: first.round, among: rounds, context)
    }

    @Sendable
    private func show(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let rounds = try await desk.rounds(for: context.viewer, at: Date())
        return try await page(of: try context.parameters.part("round"), among: rounds, context)
    }

    private func page(
        of name: String, among rounds: [RoundView], _ context: SignedInContext
    ) async throws -> Response {
        let (round, changes) = try await desk.changes(of: name, for: context.viewer, at: Date())
        let rows = changes.map { ChangeRow($0, round: round.round) }
        let waiting = rows.filter(\.mayDecide)
        let others = rows.filter { !$0.mayDecide }
        return try pages.show(
            "rounds",
            [
                "hasRound": true, "mayReadScorecard": Permission.mayReadScorecard(context.viewer),
                "round": round.round, "version": try round.version(with: changes), "day": round.day,
                "waiting": waiting,
                "hasWaiting": !waiting.isEmpty, "waitingCount": waiting.count, "others": others,
                "hasOthers": !others.isEmpty, "isEmpty": rows.isEmpty, "hasOtherRounds": rounds.count > 1,
                "rounds": rounds.prefix(Self.limit).map {
                    RoundLink(link: $0.round, day: $0.day, isShown: $0.round == round.round)
                },
            ] as [String: Any])
    }

    @Sendable
    private func decide(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let name = try context.parameters.part("round")
        let form = try await URLEncodedFormDecoder().decode(
            DecisionForm.self, from: request, context: context)
        let positions: [Int]
        if let position = form.position {
            positions = [position]
        } else if form.ticked != nil {
            positions = form.positions ?? []
            if positions.isEmpty { throw RoundPageProblem.nothingTicked }
        } else {
            let changes = try await desk.changes(of: name, for: context.viewer, at: Date()).changes
            positions = changes.filter(\.mayDecide).map(\.position)
        }
        let choices = positions.map {
            RoundDesk.Choice(
                position: $0, answer: form.decision, reason: form.reason.flatMap { $0.isEmpty ? nil : $0 },
                neverAgain: form.neverAgain != nil, version: form.position == nil ? nil : form.version)
        }
        _ = try await desk.decide(
            choices, onRound: name, expecting: .oneOf(form.version.map { [$0] } ?? []), for: context.viewer,
            at: Date())
        return .redirect(to: "/console/rounds/\(name.asPathPart)")
    }
}

/// What the buttons of a round's page send: for one change, for those that are ticked, or else for all that wait.
private struct DecisionForm: Decodable {
    var decision: RoundDecision.Answer
    /// The version of the one change, or of the round as the page showed it.
    var version: Int64?
    var position: Int?
    var ticked: String?
    var positions: [Int]?
    var reason: String?
    var neverAgain: String?
}

/// A round that can be chosen.
struct RoundLink {
    var link: String
    var day: String
    var isShown: Bool
}

/// A change on a round's page.
struct ChangeRow {
    var round: String
    var position: Int
    var version: Int64
    var isBeginning: Bool
    var title: String
    var companies: String
    var reasons: [String]
    /// The viewer's own person, for the page of their other counterparts.
    var own: OwnPerson?
    var mayDecide: Bool
    var state: String
    var pairing: String?

    /// A person and the last part of the address of their page.
    struct OwnPerson {
        var link: String
        var name: String

        init(_ person: PairingView.Person) {
            link = person.person.asPathPart
            name = person.displayName
        }
    }

    init(_ view: ChangeView, round: String) {
        self.round = round
        position = view.position
        version = view.version
        isBeginning = view.action == .begin
        title = "\(view.personA.displayName) and \(view.personB.displayName)"
        companies = "\(view.personA.company) · \(view.personB.company)"
        reasons = view.reasons
        own = view.side.map { OwnPerson($0 == .a ? view.personA : view.personB) }
        mayDecide = view.mayDecide
        pairing = view.pairing
        let answer =
            switch view.decision {
            case .accept: "Your side has accepted."
            case .decline: "Your side has declined."
            case nil: view.settled ? "It is settled." : "It waits for others."
            }
        state = view.status.map { "\(answer) The pairing is \($0.words)." } ?? answer
    }
}

/// What a round's page cannot do.
enum RoundPageProblem: Problem {
    /// The buttons for what is ticked were pressed, and nothing was.
    case nothingTicked

    var problem: ProblemText {
        ProblemText(
            kind: .invalid, code: "round.nothing-ticked", message: "No change was ticked.",
            hint: "Go back and tick the changes that you want to decide about together.")
    }
}
