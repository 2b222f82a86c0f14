package import Domain
package import Foundation
import Gateway
package import Storage

/// What somebody is to do, as `/v1/due` and the console show it.
package struct DueView: Encodable, Sendable {
    /// What is to be done.
    package var kind: Reminder.Kind
    /// Since when a decision waits, or until when an answer or a signature is asked for.
    package var day: String
    /// Whether the day has passed.
    package var overdue: Bool
    var side: Side
    /// Whom it concerns: the salesperson who is to do it, or whose manager is.
    package var person: PairingView.Person?
    /// Whether the salesperson is to do it, and not their manager.
    package var forSalesperson: Bool
    /// The salesperson's address, for programs that send reminders.
    var email: String?
    /// Addresses of those who are to do it where it is not the salesperson's to do, for programs that send reminders.
    var managers: [String]?
    /// The person on the other side.
    package var counterpart: PairingView.Person?
    /// The pairing it is about.
    package var pairing: String?
    /// The customer it is about.
    package var account: String?
    var agreement: String?
}

/// Finds what is due for a viewer's people.
package struct DueDesk: Sendable {
    let store: Store

    /// Makes a desk over a store.
    package init(store: Store) {
        self.store = store
    }

    /// What is due, earliest first. Managers see what they and their people are to do, salespeople what they are to do
    /// themselves, programs everything.
    package func due(for viewer: Viewer, at instant: Date) async throws -> [DueView] {
        try Permission.require(Permission.maySeePairings(viewer), of: viewer, to: "see what is due")
        let today = Day(instant)
        let list = try await store.pairings(for: viewer, at: instant)
        let deciders = try await deciders(for: viewer, in: list.record)
        var due: [DueView] = []
        for pairing in list.pairings {
            let reminders = Domain.reminders(
                of: pairing.life, pairing.occasions.map(\.occasion), since: Day(pairing.changedAt), on: today)
            for reminder in reminders {
                let own = pairing.person(on: reminder.side)
                guard isFor(viewer, reminder, own, in: list.record) else { continue }
                var view = DueView(reminder, pairing, in: list.record, for: viewer, today: today)
                view.managers = reminder.kind.isForSalesperson ? nil : deciders?.addresses(for: own)
                due.append(view)
            }
        }
        for stored in try await store.agreements(for: viewer, at: instant).agreements
        where viewer.person == nil {
            for reminder in stored.agreement.reminders(on: today) {
                // Of their own side, too, nobody is told of customers that others cover.
                let isOwn =
                    Permission.side(of: viewer, in: list.record) == reminder.side
                    && ControlDesk.maySee(viewer, stored.agreement.account, in: list.record)
                guard isOwn || Permission.seesAll(viewer) else { continue }
                var view = DueView(reminder, stored, today: today)
                view.managers = deciders?.addresses(signing: stored.agreement.account, on: reminder.side)
                due.append(view)
            }
        }
        return due.sorted { ($0.day, $0.sortKey) < ($1.day, $1.sortKey) }
    }

    /// Who decides for whom; nil for viewers who do not remind others.
    private func deciders(for viewer: Viewer, in record: AllianceRecord) async throws -> Deciders? {
        guard viewer.has(.pairingsRead) else { return nil }
        return Deciders(users: try await store.deciders(for: viewer), record: record)
    }

    private func isFor(_ viewer: Viewer, _ reminder: Reminder, _ own: Int, in record: AllianceRecord) -> Bool
    {
        if Permission.seesAll(viewer) { return true }
        guard Permission.looksAfter(viewer, own, in: record) else { return false }
        return viewer.person == nil || reminder.kind.isForSalesperson
    }
}

extension DueView {
    init(
        _ reminder: Reminder, _ pairing: StoredPairing, in record: AllianceRecord, for viewer: Viewer,
        today: Day
    ) {
        kind = reminder.kind
        day = "\(reminder.day)"
        overdue = reminder.day < today
        side = reminder.side
        let own = pairing.person(on: reminder.side)
        person = PairingView.Person(own, in: record)
        forSalesperson = reminder.kind.isForSalesperson
        email = viewer.has(.pairingsRead) && forSalesperson ? record.snapshot.people[own].email : nil
        counterpart = PairingView.Person(pairing.person(on: reminder.side.opposite), in: record)
        self.pairing = pairing.id.text
    }

    init(_ reminder: Reminder, _ stored: StoredAgreement, today: Day) {
        kind = reminder.kind
        day = "\(reminder.day)"
        overdue = reminder.day < today
        side = reminder.side
        forSalesperson = false
        account = stored.agreement.account
        agreement = stored.id.text
    }

    /// The fields that a list can be narrowed to.
    static let fields = [
        "kind", "day", "overdue", "side", "person", "forSalesperson", "email", "managers", "counterpart",
        "pairing",
        "account", "agreement",
    ]

    /// Orders what falls on one day, and names it within a list.
    var sortKey: String {
        "\(kind.rawValue) \(side.rawValue) \(person?.person ?? "") \(counterpart?.person ?? "") \(account ?? "")"
    }
}
