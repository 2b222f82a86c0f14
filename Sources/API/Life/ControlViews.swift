package import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// A customer as one viewer may see it: who covers it on the own side, and how many do on the other.
package struct AccountView: Encodable, Sendable {
    /// The customer's key.
    package var account: String
    /// What people call it; nil when unknown.
    package var name: String?
    /// Who covers it on the own side.
    package var people: [Coverage]
    /// How many people of the other side cover it; nobody is named.
    package var othersCovering: Int
    /// Whether neither side yields the control.
    package var conflict: Bool
    /// The side that leads by an agreement in force.
    var lead: Side?

    /// Somebody who covers a customer.
    package struct Coverage: Encodable, Sendable {
        /// Their key.
        package var person: String
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
package struct AgreementView: Encodable, Sendable {
    /// Its id.
    package var agreement: String
    /// Key of the customer.
    package var account: String
    /// The side that leads.
    package var lead: Side
    /// What the other side does.
    package var support: String?
    /// What is shared.
    package var shared: [String]
    /// The last day it holds; nil for no end.
    package var until: String?
    var signedBy: [Side]
    /// Where it stands.
    package var state: ControlAgreement.State
    /// Whether the viewer's signature is missing.
    package var maySign: Bool
    /// Counts the changes to it.
    package var version: Int64

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
