import Domain
import Foundation
import Gateway
import Planning
import Storage

/// Why two people would not be proposed to each other tonight, and what it would take.
package struct WhyNotView: Encodable, Sendable {
    /// The key of the person who was asked about.
    package var person: String
    /// The key of the counterpart.
    package var counterpart: String
    /// The kind of answer.
    package var answer: Answer
    /// One sentence; when it is impossible, or promised to others.
    package var reason: String?
    /// What it would cost the alliance, in points of expected utility: so many at most.
    package var cost: Double?
    /// Pairs of the viewer's people that would not be made for it.
    package var ended: [Couple]?
    /// Pairs of the viewer's people that would be made instead.
    package var begun: [Couple]?
    /// How many changes there would be among people whom the viewer does not look after.
    package var others: Int?

    /// The kind of answer.
    package enum Answer: String, Encodable, Sendable {
        /// They are paired, or would be proposed.
        case stands
        /// Something forbids it.
        case impossible
        /// Nothing forbids it, but the night leaves a place to those who are proposed for it. The first to be accepted gets it.
        case promised
        /// The best plan has them, but tonight trials are worth more for what they teach: those in `begun`.
        case gaveWay = "gave-way"
        /// It is possible, and others would have to move.
        case displaces
    }

    /// Two people, by their keys.
    package struct Couple: Encodable, Sendable {
        /// The one of side a.
        package var personA: String
        /// The one of side b.
        package var personB: String
    }

    init(_ answer: WhyNot, person: Int, counterpart: Int, in record: AllianceRecord, for viewer: Viewer) {
        let people = record.snapshot.people
        self.person = people[person].key
        self.counterpart = people[counterpart].key
        let mayKnow: (WhyNot.Couple) -> Bool = {
            Permission.maySee(viewer, $0.personA, $0.personB, in: record)
        }
        let couple: (WhyNot.Couple) -> Couple = {
            Couple(personA: people[$0.personA].key, personB: people[$0.personB].key)
        }
        switch answer {
        case .stands: self.answer = .stands
        case .impossible(let reason):
            self.answer = .impossible
            self.reason = reason
        case .promised(let reason):
            self.answer = .promised
            self.reason = reason
        case .gaveWay(let trials):
            self.answer = .gaveWay
            begun = trials.filter(mayKnow).map(couple)
            others = trials.count { !mayKnow($0) }
        case .displaces(let cost, let ended, let begun):
            self.answer = .displaces
            self.cost = cost.inSteps(of: Steps.points, .up)
            self.ended = ended.filter(mayKnow).map(couple)
            self.begun = begun.filter(mayKnow).map(couple)
            others = (ended + begun).count { !mayKnow($0) }
        }
    }
}
