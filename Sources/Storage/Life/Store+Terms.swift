public import Domain
public import Foundation
import Postgres

extension Store {
    /// The terms of the alliance with their version, and the alliance. Version 0 when nobody has told any yet.
    public func terms(
        for viewer: Viewer, at instant: Date
    ) async throws -> (record: AllianceRecord, terms: AllianceTerms, version: Int64) {
        try await look(for: viewer, at: instant) { edit in
            let (terms, version) = try await edit.terms()
            return (edit.record, terms, version)
        }
    }

    /// Changes the terms of the alliance.
    ///
    /// - Parameter change: makes the new terms out of those that stand; may refuse.
    /// - Throws: ``OutdatedVersion``, and what `change` throws.
    public func changeTerms(
        expecting version: ExpectedVersion, for viewer: Viewer, at instant: Date,
        _ change: @Sendable (inout AllianceTerms) throws -> Void
    ) async throws -> (record: AllianceRecord, terms: AllianceTerms, version: Int64) {
        try await edit(for: viewer, at: instant) { edit in
            var (terms, current) = try await edit.terms()
            try version.check(current)
            let before = terms
            try change(&terms)
            try await edit.write(terms, version: current + 1)
            let changed = terms.fields(unlike: before).joined(separator: " ")
            try await edit.note(
                Deed(
                    "terms.changed", on: "alliance", edit.id.uuid.text,
                    evidence: ["changed": changed, "version": "\(current + 1)"]))
            return (edit.record, terms, current + 1)
        }
    }
}

extension AllianceTerms {
    /// Names of the fields that another version of the terms says differently.
    fileprivate func fields(unlike other: AllianceTerms) -> [String] {
        [
            ("autoAccept", autoAccept == other.autoAccept), ("leadRule", leadRule == other.leadRule),
            ("namesSharedBy", namesSharedBy == other.namesSharedBy),
            ("paymentDays", paymentDays == other.paymentDays),
            ("revenueShareA", revenueShareA == other.revenueShareA),
            ("sharedInformation", sharedInformation == other.sharedInformation),
            ("supportRule", supportRule == other.supportRule),
        ].filter { !$0.1 }.map(\.0)
    }
}

extension Edit {
    func terms() async throws -> (AllianceTerms, version: Int64) {
        let rows = try await transaction.query(
            """
            select payment_days, revenue_share_a, lead_rule, support_rule, shared_information, shares_names_a,
                shares_names_b, auto_accept, version
            from rapport.alliance_terms
            where alliance_id = \(id.uuid)
            """, as: (Int?, Double?, String?, String?, [String], Bool, Bool, Bool, Int64).self)
        guard let row = rows.first else { return (AllianceTerms(), 0) }
        let terms = AllianceTerms(
            paymentDays: row.0, revenueShareA: row.1, leadRule: row.2, supportRule: row.3,
            sharedInformation: row.4,
            namesSharedBy: Set([row.5 ? .a : nil, row.6 ? .b : nil].compactMap(\.self)), autoAccept: row.7)
        return (terms, row.8)
    }

    fileprivate func write(_ terms: AllianceTerms, version: Int64) async throws {
        try await transaction.execute(
            """
            insert into rapport.alliance_terms
                (alliance_id, payment_days, revenue_share_a, lead_rule, support_rule, shared_information,
                    shares_names_a, shares_names_b, auto_accept, version)
            values (\(id.uuid), \(terms.paymentDays), \(terms.revenueShareA), \(terms.leadRule),
                \(terms.supportRule), \(terms.sharedInformation), \(terms.namesSharedBy.contains(.a)),
                \(terms.namesSharedBy.contains(.b)), \(terms.autoAccept), \(Int32(version)))
            on conflict (alliance_id) do update
            set payment_days = excluded.payment_days, revenue_share_a = excluded.revenue_share_a,
                lead_rule = excluded.lead_rule, support_rule = excluded.support_rule,
                shared_information = excluded.shared_information, shares_names_a = excluded.shares_names_a,
                shares_names_b = excluded.shares_names_b, auto_accept = excluded.auto_accept,
                version = excluded.version
            """)
    }
}
