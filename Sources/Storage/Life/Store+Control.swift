public import Domain
public import Foundation
import Postgres

/// A control agreement as it is stored.
public struct StoredAgreement: Sendable, Hashable {
    /// Which one.
    public var id: UUID
    /// What it says.
    public var agreement: ControlAgreement
    /// Counts the changes to it.
    public var version: Int64
    /// When it was proposed.
    public var proposedAt: Date
}

/// Agreements as they were at one moment, with the alliance they are about.
public struct AgreementList: Sendable {
    /// The alliance, without sheets.
    public var record: AllianceRecord
    /// Agreements by account, then by age.
    public var agreements: [StoredAgreement]
}

extension Store {
    /// The alliance's control agreements.
    public func agreements(for viewer: Viewer, at instant: Date) async throws -> AgreementList {
        try await look(for: viewer, at: instant) { edit in
            AgreementList(record: edit.record, agreements: try await edit.agreements())
        }
    }

    /// Proposes an agreement about a shared customer, with one side's signature.
    ///
    /// - Throws: ``LifeStoreError/agreedAlready(account:)``, ``LifeStoreError/notShared(account:)``.
    public func propose(
        _ agreement: ControlAgreement, by side: Side, for viewer: Viewer, at instant: Date
    ) async throws -> AgreementList {
        try await edit(for: viewer, at: instant) { edit in
            let account = agreement.account
            guard edit.snapshot.isShared(account) else { throw LifeStoreError.notShared(account: account) }
            let others = try await edit.agreements().filter { $0.agreement.account == account }
            let standing: Set<ControlAgreement.State> = [.proposed, .inForce]
            guard !others.contains(where: { standing.contains($0.agreement.state(on: edit.today)) }) else {
                throw LifeStoreError.agreedAlready(account: account)
            }
            var signed = agreement
            signed.signedBy = [side]
            let stored = StoredAgreement(id: UUID(), agreement: signed, version: 1, proposedAt: instant)
            try await edit.insert(stored)
            try await edit.note(Deed("agreement.proposed", on: "agreement", stored.id.text))
            return AgreementList(record: edit.record, agreements: [stored])
        }
    }

    /// Signs or withdraws an agreement for one side. The second signature settles the customer's open conflict.
    ///
    /// - Throws: ``LifeStoreError/noAgreement(_:)``, ``LifeStoreError/notToBeSigned(_:)``, ``OutdatedVersion``.
    public func answer(
        _ id: UUID, withdrawing: Bool, by side: Side, expecting version: ExpectedVersion, for viewer: Viewer,
        at instant: Date
    ) async throws -> AgreementList {
        try await edit(for: viewer, at: instant) { edit in
            guard var stored = try await edit.agreements().first(where: { $0.id == id }) else {
                throw LifeStoreError.noAgreement(id.text)
            }
            try version.check(stored.version)
            let state = stored.agreement.state(on: edit.today)
            let isTheirs = !stored.agreement.signedBy.contains(side)
            guard state == .proposed && (withdrawing || isTheirs) || state == .inForce && withdrawing else {
                throw LifeStoreError.notToBeSigned(state)
            }
            if withdrawing {
                stored.agreement.withdrawnBy = side
            } else {
                stored.agreement.signedBy.insert(side)
            }
            stored.version += 1
            try await edit.update(stored, signedNow: withdrawing ? nil : side)
            if !withdrawing { try await edit.settleConflict(about: stored.agreement.account) }
            let word = withdrawing ? "withdrawn" : "signed"
            try await edit.note(
                Deed(
                    "agreement.\(word)", on: "agreement", stored.id.text,
                    evidence: ["side": side.rawValue, "version": "\(stored.version)"]))
            return AgreementList(record: edit.record, agreements: [stored])
        }
    }

    /// Says that neither side yields the control of a shared customer: its people are not paired until that is settled.
    ///
    /// - Throws: ``LifeStoreError/notShared(account:)``, ``LifeStoreError/conflictOpen(account:)``.
    public func openConflict(about account: String, for viewer: Viewer, at instant: Date) async throws {
        try await edit(for: viewer, at: instant) { edit in
            guard edit.snapshot.isShared(account) else { throw LifeStoreError.notShared(account: account) }
            guard !edit.snapshot.openConflicts.contains(account) else {
                throw LifeStoreError.conflictOpen(account: account)
            }
            try await edit.transaction.execute(
                """
                insert into rapport.account_conflict (alliance_id, account, opened)
                values (\(edit.id.uuid), \(account), \(Stored.date(edit.today)))
                on conflict (alliance_id, account, opened) do update set settled = null
                """)
            try await edit.announce()
            try await edit.note(Deed("conflict.opened", on: "account", account))
        }
    }
}

extension Snapshot {
    /// The sides whose people cover a customer.
    public func sides(covering account: String) -> Set<Side> {
        Set(coverage.lazy.filter { $0.account == account }.map { side(of: $0.person) })
    }

    func isShared(_ account: String) -> Bool { sides(covering: account).count == 2 }
}

extension Edit {
    func agreements() async throws -> [StoredAgreement] {
        let rows = try await transaction.query(
            """
            select agreement_id, account, lead, support, shared, until, signed_a is not null,
                signed_b is not null, withdrawn_by, version, proposed_at
            from rapport.control_agreement
            where alliance_id = \(id.uuid)
            order by account collate "C", proposed_at
            """,
            as: (
                UUID, String, String, String?, [String], PostgresDate?, Bool, Bool, String?, Int64, Date
            ).self)
        return try rows.map { row in
            StoredAgreement(
                id: row.0,
                agreement: ControlAgreement(
                    account: row.1, lead: try Stored.word(row.2), support: row.3, shared: row.4,
                    until: row.5.map(Stored.day),
                    signedBy: Set([row.6 ? .a : nil, row.7 ? .b : nil].compactMap(\.self)),
                    withdrawnBy: try row.8.map { try Stored.word($0) }),
                version: row.9, proposedAt: row.10)
        }
    }

    /// Accounts for which an agreement of both sides is in force.
    func agreedAccounts() async throws -> Set<String> {
        let inForce = try await agreements().filter { $0.agreement.state(on: today) == .inForce }
        return Set(inForce.map(\.agreement.account))
    }

    fileprivate func insert(_ stored: StoredAgreement) async throws {
        let agreement = stored.agreement
        let signed: [Side: Date] = Dictionary(uniqueKeysWithValues: agreement.signedBy.map { ($0, instant) })
        try await transaction.execute(
            """
            insert into rapport.control_agreement
                (alliance_id, agreement_id, account, lead, support, shared, until, signed_a, signed_b, version,
                    proposed_at)
            values (\(id.uuid), \(stored.id), \(agreement.account), \(agreement.lead.rawValue),
                \(agreement.support), \(agreement.shared), \(agreement.until.map(Stored.date)), \(signed[.a]),
                \(signed[.b]), \(Int32(stored.version)), \(instant))
            """)
    }

    fileprivate func update(_ stored: StoredAgreement, signedNow side: Side?) async throws {
        try await transaction.execute(
            """
            update rapport.control_agreement
            set signed_a = case when \(side == .a) then \(instant) else signed_a end,
                signed_b = case when \(side == .b) then \(instant) else signed_b end,
                withdrawn_by = \(stored.agreement.withdrawnBy?.rawValue), version = \(Int32(stored.version))
            where alliance_id = \(id.uuid) and agreement_id = \(stored.id)
            """)
    }

    fileprivate func settleConflict(about account: String) async throws {
        let settled = try await transaction.execute(
            """
            update rapport.account_conflict
            set settled = \(Stored.date(today))
            where alliance_id = \(id.uuid) and account = \(account) and settled is null
            """)
        guard settled > 0 else { return }
        try await announce()
        try await note(Deed("conflict.settled", on: "account", account))
    }
}
