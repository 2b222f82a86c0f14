public import Domain
public import Foundation
import Postgres

/// What companies have said of each other before their first trials, and the alliance they belong to.
public struct GateList: Sendable {
    /// The alliance, without sheets.
    public var record: AllianceRecord
    /// Answers of a company (row) about another one (row), with their version.
    public var answers: [CompanyPair: (answers: GateAnswers, version: Int64)]

    /// Who says something of whom; rows of the snapshot's companies.
    public struct CompanyPair: Sendable, Hashable {
        /// The company that says it.
        public var company: Int
        /// The company it is about.
        public var other: Int

        /// Names the two.
        public init(company: Int, other: Int) {
            self.company = company
            self.other = other
        }
    }

    /// Changes with a hold of the people of two companies of opposite sides, and with what the company says of the other one.
    ///
    /// - Parameter tellsAnswers: whether it is for somebody who reads the company's answers; nobody else may see from it when the
    ///   company has said something.
    public func version(of pair: CompanyPair, tellsAnswers: Bool) throws -> Int64 {
        let told = tellsAnswers ? answers[pair]?.version ?? 0 : 0
        return try ContentVersion.of(GateContent(answers: told, hold: hold(pair.company, pair.other)))
    }

    /// Whether and until when the people of two companies (rows) are kept apart.
    public func hold(_ company: Int, _ other: Int) -> CompanyHold? {
        record.snapshot.companyHolds.first { Set([$0.companyA, $0.companyB]) == [company, other] }
    }

    /// The early warning about two companies (rows) of opposite sides.
    public func report(_ company: Int, _ other: Int) -> GateReport {
        GateReport(
            record.snapshot.companies[company], record.snapshot.companies[other],
            answers: answers[CompanyPair(company: company, other: other)]?.answers,
            otherAnswers: answers[CompanyPair(company: other, other: company)]?.answers)
    }
}

extension Store {
    /// Everything companies have said of each other.
    public func gate(for viewer: Viewer, at instant: Date) async throws -> GateList {
        try await look(for: viewer, at: instant) { try await $0.gate() }
    }

    /// Records what a company says of another one of the other side.
    ///
    /// - Parameter pair: rows of the record that the request was checked against.
    /// - Throws: ``OutdatedVersion``.
    public func record(
        _ answers: GateAnswers, of pair: GateList.CompanyPair, expecting version: ExpectedVersion,
        for viewer: Viewer, at instant: Date
    ) async throws -> GateList {
        try await edit(for: viewer, at: instant) { edit in
            let gate = try await edit.gate()
            try version.check(try gate.version(of: pair, tellsAnswers: true))
            let current = gate.answers[pair]?.version ?? 0
            try await edit.transaction.execute(
                """
                insert into rapport.gate_answer
                    (alliance_id, company, other_company, choice, timing, conditions, culture, information,
                        approvals, version, recorded_at)
                values (\(edit.id.uuid), \(edit.record.companyNumbers[pair.company]),
                    \(edit.record.companyNumbers[pair.other]), \(answers.choice), \(answers.timing),
                    \(answers.conditions), \(answers.culture), \(answers.information), \(answers.approvals),
                    \(Int32(current + 1)), \(instant))
                on conflict (alliance_id, company, other_company) do update
                set choice = excluded.choice, timing = excluded.timing, conditions = excluded.conditions,
                    culture = excluded.culture, information = excluded.information,
                    approvals = excluded.approvals, version = excluded.version,
                    recorded_at = excluded.recorded_at
                """)
            try await edit.note(Deed("gate.answered", on: "gate", edit.name(of: pair)))
            return try await edit.gate()
        }
    }

    /// Keeps the people of two companies apart until a day or further notice, or releases them.
    ///
    /// - Parameters:
    ///   - pair: rows of the record that the request was checked against.
    ///   - version: the ``GateList/version(of:tellsAnswers:)`` of the pair, as the viewer sees it.
    ///   - tellsAnswers: whether the viewer reads what the first company says of the other one.
    /// - Throws: ``OutdatedVersion``.
    public func hold(
        _ pair: GateList.CompanyPair, isHeld: Bool, until: Day?, expecting version: ExpectedVersion,
        tellsAnswers: Bool, for viewer: Viewer, at instant: Date
    ) async throws -> GateList {
        try await edit(for: viewer, at: instant) { edit in
            try version.check(try await edit.gate().version(of: pair, tellsAnswers: tellsAnswers))
            let (a, b) = edit.numbersBySide(of: pair)
            if isHeld {
                try await edit.transaction.execute(
                    """
                    insert into rapport.company_hold (alliance_id, company_a, company_b, until)
                    values (\(edit.id.uuid), \(a), \(b), \(until.map(Stored.date)))
                    on conflict (alliance_id, company_a, company_b) do update set until = excluded.until
                    """)
            } else {
                try await edit.transaction.execute(
                    """
                    delete from rapport.company_hold
                    where alliance_id = \(edit.id.uuid) and company_a = \(a) and company_b = \(b)
                    """)
            }
            try await edit.announce()
            try await edit.note(
                Deed(isHeld ? "gate.held" : "gate.released", on: "gate", edit.name(of: pair)))
            return try await Edit(
                transaction: edit.transaction, record: edit.recordNow(), viewer: viewer, instant: instant
            ).gate()
        }
    }
}

/// What the version of a gate is read off.
private struct GateContent: Encodable {
    var answers: Int64
    var hold: CompanyHold?
}

extension Edit {
    /// Two companies as the audit names them: as their path does.
    fileprivate func name(of pair: GateList.CompanyPair) -> String {
        [pair.company, pair.other].map { snapshot.companies[$0].key }.joined(separator: "/")
    }

    /// Stored numbers of two companies, that of side a first.
    fileprivate func numbersBySide(of pair: GateList.CompanyPair) -> (a: Int, b: Int) {
        let (own, other) = (record.companyNumbers[pair.company], record.companyNumbers[pair.other])
        return snapshot.companies[pair.company].side == .a ? (own, other) : (other, own)
    }

    fileprivate func gate() async throws -> GateList {
        let rows = try await transaction.query(
            """
            select company, other_company, choice, timing, conditions, culture, information, approvals, version
            from rapport.gate_answer
            where alliance_id = \(id.uuid)
            """, as: (Int, Int, Int?, Int?, Int?, Int?, Int?, Int?, Int64).self)
        var list = GateList(record: record, answers: [:])
        for row in rows {
            guard let company = record.index(ofCompanyNumber: row.0),
                let other = record.index(ofCompanyNumber: row.1)
            else { continue }
            let answers = GateAnswers(
                choice: row.2, timing: row.3, conditions: row.4, culture: row.5, information: row.6,
                approvals: row.7)
            list.answers[GateList.CompanyPair(company: company, other: other)] = (answers, row.8)
        }
        return list
    }
}
