package import Domain
import Foundation
import Gateway
import Scoring
import Storage

/// A pairing as one viewer may see it.
///
/// What the other side has said of a trial, why it ended something, and what its person has noticed is not shown.
package struct PairingView: Encodable, Sendable {
    /// Its id.
    package var pairing: String
    /// The person of side a.
    package var personA: Person
    /// The person of side b.
    package var personB: Person
    /// Where it stands.
    package var status: PairingStatus
    /// The sides that have accepted the terms.
    package var acceptedBy: [Side]
    /// How the trial is judged.
    package var terms: TrialTerms
    /// First day of the trial.
    package var started: String?
    /// The day by which the sides are to decide.
    package var plannedEnd: String?
    var extensions: Int
    /// Last day.
    package var ended: String?
    /// Why it was declined or ended; where the viewer may know.
    package var reason: String?
    var neverAgain: Bool
    /// The side the viewer looks after; nil for those who look after both or neither.
    package var side: Side?
    /// What the viewer's own side has said of the trial.
    package var verdict: PairingLife.Verdict?
    /// What the viewer may do now.
    package var steps: [LifeStep.Name]
    /// What has to be removed before some of them.
    package var hindrances: [HindranceView]
    /// How it does, as the own person's pulses tell.
    package var health: PairingHealth?
    /// Joint customer calls that both have reported.
    package var meetings: Int
    /// What the terms say of the trial so far.
    package var trial: TrialReading?
    var occasions: [OccasionView]
    var round: String?
    var position: Int?
    /// Rises with every change that the viewer may know of; what `ETag` says.
    package var version: Int64

    /// Somebody, as others may know them.
    package struct Person: Encodable, Sendable {
        /// Their key.
        package var person: String
        /// Their name; nil when unknown.
        package var name: String?
        /// Key of their company.
        package var company: String
    }

    /// Something that stands in the way.
    package struct HindranceView: Encodable, Sendable {
        /// What it is.
        package var text: String
        /// What removes it.
        package var remedy: String
        var blocks: [LifeStep.Name]
    }

    struct OccasionView: Encodable, Sendable {
        var kind: Occasion.Kind
        var opens: String
        var deadline: String
        var answeredBy: [Side]
        var released: Bool
    }
}

extension PairingView {
    /// - Parameters:
    ///   - pairing: one of `list`.
    ///   - chemistry: the pair's posterior mean; nil when nothing has been fitted.
    init(
        _ pairing: StoredPairing, in list: PairingList, for viewer: Viewer, chemistry: Double?, today: Day
    ) {
        let record = list.record
        let life = pairing.life
        self.pairing = pairing.id.text
        personA = Person(pairing.personA, in: record)
        personB = Person(pairing.personB, in: record)
        status = life.status
        acceptedBy = life.acceptedBy.sorted()
        terms = life.terms
        started = life.started.map(\.description)
        plannedEnd = life.status == .trial ? life.plannedEnd.map(\.description) : nil
        extensions = life.extensions
        ended = life.ended.map(\.description)
        neverAgain = life.neverAgain
        let side = Permission.side(viewer, pairing.personA, pairing.personB, in: record)
        self.side = side
        // Where nobody knows who said why, as of pairings from a folder, it may have been the other side.
        let isOwn = Permission.seesAll(viewer) || (side != nil && life.endedBy == side)
        reason = isOwn ? life.reason : nil
        verdict = side.flatMap { life.verdicts[$0] }
        let allowed = side.map { Permission.steps(viewer, for: pairing.person(on: $0), in: record) } ?? []
        steps = side.map { life.steps(for: $0).filter(allowed.contains) } ?? []
        hindrances =
            life.status == .proposed || life.status == .accepted
            ? list.hindrances(of: pairing, on: today).map(HindranceView.init) : []
        health = life.status.isRunning && viewer.person == nil ? side.map { pairing.health(for: $0) } : nil
        meetings = pairing.meetings
        trial =
            life.status == .trial
            ? life.terms.reading(
                chemistry: chemistry, meetings: pairing.meetings,
                isOver: life.plannedEnd.map { today >= $0 } ?? false) : nil
        occasions = pairing.occasions.map(OccasionView.init)
        round = pairing.origin?.round.text
        position = pairing.origin?.position
        version = pairing.version(for: side)
    }
}

extension PairingView.Person {
    init(_ row: Int, in record: AllianceRecord) {
        let own = record.snapshot.people[row]
        self.init(person: own.key, name: own.name, company: record.snapshot.companies[own.company].key)
    }
}

extension PairingView.HindranceView {
    init(_ hindrance: Hindrance) {
        self.init(
            text: hindrance.text, remedy: hindrance.remedy,
            blocks: LifeStep.Name.allCases.filter(hindrance.blocks))
    }
}

extension PairingView.OccasionView {
    init(_ stored: StoredOccasion) {
        let occasion = stored.occasion
        self.init(
            kind: occasion.kind, opens: "\(occasion.opens)", deadline: "\(occasion.deadline)",
            answeredBy: occasion.answeredBy.sorted(), released: occasion.isReleased)
    }
}

extension Set<Side> {
    /// Side a first.
    func sorted() -> [Side] { Side.allCases.filter(contains) }
}
