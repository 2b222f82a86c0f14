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

/// How much two people, or two companies, have in common.
struct OverlapView: Encodable, Sendable {
    var count: Int
    /// Keys of the customers; only when both sides share names.
    var accounts: [String]?

    /// Reads `person` and `counterpart`, or `company` and `other`, from the query.
    ///
    /// The first must be the viewer's own: what two others have in common is theirs to know.
    init(
        _ request: Request, in record: AllianceRecord, terms: AllianceTerms, for viewer: Viewer
    ) throws {
        let query = request.uri.queryParameters
        let snapshot = record.snapshot
        let own: Set<Int>
        let others: Set<Int>
        if let person = query["person"], let counterpart = query["counterpart"] {
            guard let row = snapshot.people.firstIndex(where: { $0.key == person }),
                Permission.seesAll(viewer) || Permission.looksAfter(viewer, row, in: record)
            else { throw GatewayError.noPerson(String(person)) }
            guard let other = snapshot.people.firstIndex(where: { $0.key == counterpart }),
                snapshot.side(of: other) != snapshot.side(of: row)
            else { throw GatewayError.noPerson(String(counterpart)) }
            (own, others) = ([row], [other])
        } else if let company = query["company"], let other = query["other"] {
            own = Set(
                try CompanyDesk.people(ofCompany: String(company), in: record).filter {
                    Permission.seesAll(viewer) || Permission.looksAfter(viewer, $0, in: record)
                })
            others = Set(try CompanyDesk.people(ofCompany: String(other), in: record))
            guard !own.isEmpty,
                own.allSatisfy({ row in others.allSatisfy { snapshot.side(of: $0) != snapshot.side(of: row) }
                })
            else { throw CompanyError.noCompany(String(company)) }
        } else {
            throw GatewayError.badField(
                name: "person", message: "two people or two companies must be named.",
                hint: "Send person and counterpart, or company and other.")
        }
        let ours = Set(snapshot.coverage.filter { own.contains($0.person) }.map(\.account))
        let shared = ours.intersection(snapshot.coverage.filter { others.contains($0.person) }.map(\.account))
        count = shared.count
        accounts = terms.namesSharedBy.count == 2 ? shared.sorted() : nil
    }
}
