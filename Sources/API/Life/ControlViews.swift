import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// A customer as one viewer may see it: who covers it on the own side, and how many do on the other.
struct AccountView: Encodable, Sendable {
    var account: String
    var name: String?
    var people: [Coverage]
    /// How many people of the other side cover it; nobody is named.
    var othersCovering: Int
    /// Whether neither side yields the control.
    var conflict: Bool
    /// The side that leads by an agreement in force.
    var lead: Side?

    struct Coverage: Encodable, Sendable {
        var person: String
        var role: AccountCoverage.Role?
    }

    /// The fields that a list can be narrowed to.
    static let fields = ["account", "name", "people", "othersCovering", "conflict", "lead"]

    /// The customers that the viewer's people cover, in the order of their keys.
    static func all(in list: AgreementList, for viewer: Viewer, today: Day) -> [AccountView] {
        let snapshot = list.record.snapshot
        let leads = Dictionary(
            list.agreements.filter { $0.agreement.state(on: today) == .inForce }
                .map { ($0.agreement.account, $0.agreement.lead) }
        ) { first, _ in first }
        return Dictionary(grouping: snapshot.coverage, by: \.account).compactMap { account, rows in
            let own = rows.filter {
                Permission.seesAll(viewer) || Permission.looksAfter(viewer, $0.person, in: list.record)
            }
            guard let first = own.first else { return nil }
            let side = snapshot.side(of: first.person)
            return AccountView(
                account: account, name: own.lazy.compactMap(\.name).first,
                people: own.map { Coverage(person: snapshot.people[$0.person].key, role: $0.role) },
                othersCovering: rows.count { snapshot.side(of: $0.person) != side },
                conflict: snapshot.openConflicts.contains(account), lead: leads[account])
        }
        .sorted { $0.account.utf8.lexicographicallyPrecedes($1.account.utf8) }
    }
}

/// An agreement as viewers see it.
struct AgreementView: Encodable, Sendable {
    var agreement: String
    var account: String
    var lead: Side
    var support: String?
    var shared: [String]
    var until: String?
    var signedBy: [Side]
    var state: ControlAgreement.State
    /// Whether the viewer's signature is missing.
    var maySign: Bool
    var version: Int64

    /// The fields that a list can be narrowed to.
    static let fields = [
        "agreement", "account", "lead", "support", "shared", "until", "signedBy", "state", "maySign",
        "version",
    ]

    init(_ stored: StoredAgreement, in record: AllianceRecord, for viewer: Viewer, today: Day) {
        let agreement = stored.agreement
        self.agreement = stored.id.text
        account = agreement.account
        lead = agreement.lead
        support = agreement.support
        shared = agreement.shared
        until = agreement.until.map(\.description)
        signedBy = agreement.signedBy.sorted()
        state = agreement.state(on: today)
        let side = Permission.side(of: viewer, in: record)
        maySign =
            viewer.company != nil && state == .proposed
            && side.map { !agreement.signedBy.contains($0) } == true
        version = stored.version
    }
}
