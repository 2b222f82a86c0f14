import API
import Domain
import Foundation
import Hummingbird
import Storage

/// `/console/people/{person}/counterparts/{counterpart}` and `…/proposals`: why the night would not pair two people, and a
/// proposal of them by hand.
struct ProposalPages: Sendable {
    let desk: PairingDesk
    let nights: NightCache
    let pages: Pages

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("people/{person}/counterparts/{counterpart}", use: explain)
        group.post("people/{person}/proposals", use: propose)
    }

    @Sendable
    private func explain(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let (view, record) = try await nights.whyNot(
            try context.parameters.part("person"), with: try context.parameters.part("counterpart"),
            for: context.viewer, at: Date())
        let mayPropose = context.viewer.company != nil
        var page = WhyNotPage(view, in: record, mayPropose: mayPropose)
        if page.mayPropose {
            let declined = try await desk.declined(ofPerson: view.person, for: context.viewer, at: Date())
            page.declined = declined[view.counterpart].map(String.init)
        }
        return try pages.show("why-not", page)
    }

    private struct Form: Decodable {
        var counterpart: String
        /// The version of the two people's declined pairing that the page showed.
        var declined: Int64?
    }

    /// Proposed with the usual terms, which can be changed on the pairing's page until the other side has accepted.
    @Sendable
    private func propose(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let person = try context.parameters.part("person")
        let form = try await URLEncodedFormDecoder().decode(Form.self, from: request, context: context)
        let view = try await desk.propose(
            person, with: form.counterpart, terms: TrialTerms(),
            over: form.declined.map { .oneOf([$0]) }, for: context.viewer, at: Date())
        return .redirect(to: "/console/pairings/\(view.pairing)")
    }
}

/// An answer to "why not these two?", in words.
struct WhyNotPage {
    var name: String
    var ownLink: String
    var counterpart: String
    var key: String
    var answer: String
    var ended: [String]
    var hasEnded: Bool
    var begun: [String]
    var hasBegun: Bool
    var begunTitle: String
    var others: String?
    var obstacle: String?
    var mayPropose: Bool
    /// Version of the two people's pairing that was declined; nil when there is none.
    var declined: String?

    init(_ view: WhyNotView, in record: AllianceRecord, mayPropose: Bool) {
        let names = Dictionary(
            record.snapshot.people.map { ($0.key, $0.displayName) }, uniquingKeysWith: { first, _ in first })
        let couple: (WhyNotView.Couple) -> String = {
            "\(names[$0.personA] ?? $0.personA) and \(names[$0.personB] ?? $0.personB)"
        }
        name = names[view.person] ?? view.person
        ownLink = view.person.asPathPart
        counterpart = names[view.counterpart] ?? view.counterpart
        key = view.counterpart
        answer = view.sentence
        ended = (view.ended ?? []).map(couple)
        hasEnded = !ended.isEmpty
        begun = (view.begun ?? []).map(couple)
        hasBegun = !begun.isEmpty
        begunTitle =
            view.answer == .gaveWay ? "These are to be tried tonight" : "These would be paired instead"
        others =
            switch view.others ?? 0 {
            case 0: nil
            case 1: "There is one more change, among people whom you do not look after."
            case let count: "There are \(count) more changes, among people whom you do not look after."
            }
        // A wish against the plan may be had; where something forbids it, the pairing could not be accepted.
        let isPossible = [.displaces, .gaveWay, .promised].contains(view.answer)
        let people = record.snapshot.people
        let room = record.snapshot.freePlaces()
        let full = [view.person, view.counterpart].filter { key in
            people.firstIndex { $0.key == key }.map { room[$0] == 0 } ?? true
        }
        self.mayPropose = mayPropose && isPossible && full.isEmpty
        obstacle =
            isPossible && !full.isEmpty
            ? "\(full.map { names[$0] ?? $0 }.joined(separator: " and ")) would have to end a pairing first."
            : nil
    }
}

extension WhyNotView {
    /// The answer as a manager reads it.
    fileprivate var sentence: String {
        switch answer {
        case .stands: "They are paired already, or tonight's plan proposes them."
        case .impossible, .promised: reason ?? "Something forbids it."
        case .gaveWay:
            "The best plan has the two, but tonight other pairs are worth a trial more, for what it would teach."
        case .displaces:
            "Others would have to move, and all pairings together would be worth less: by \(Int((cost ?? 0).rounded(.up))) points at most, on the scale of chemistry."
        }
    }
}
