import Domain
import Foundation
import Gateway
import Storage

/// The alliance, its people, and what is said of them to those who may know it.
extension ExportDesk {
    func terms() async throws -> ExportTable {
        try await table(.terms, ExportTable.termFields) {
            let (record, terms, version) = try await store.terms(for: viewer, at: instant)
            return [AllianceView(record, terms, version)]
        }
    }

    /// What every two companies of opposite sides are warned of, as either of them reads it; answers are the own company's.
    func gate() async throws -> ExportTable {
        let list = try await store.gate(for: viewer, at: instant)
        let companies = list.record.snapshot.companies
        let fields = ExportTable.gateFields
        var rows: [[ExportTable.Cell]] = []
        for company in companies.indices {
            let speaks = Permission.speaksFor(viewer, company: company, in: list.record)
            for other in companies.indices where companies[company].side != companies[other].side {
                let pair = GateList.CompanyPair(company: company, other: other)
                let view = try GateView(list, pair, showsAnswers: speaks)
                let topics = view.findings.map { "\($0.topic.rawValue):\($0.severity.rawValue)" }
                rows.append(
                    try ExportTable.cells(of: view, at: fields) + [.text(topics.joined(separator: "|"))])
            }
        }
        return ExportTable(name: .gate, columns: fields.map(ExportTable.column) + ["findings"], rows: rows)
    }

    func instrument() throws -> ExportTable {
        let instrument = InstrumentView(record.snapshot.alliance.instrument)
        return try ExportTable(
            name: .instrument, fields: ["factor", "label", "statement"], of: instrument.factors)
    }

    func salespeople() async throws -> ExportTable {
        Export(record: record, viewer: viewer)
            .salespeople(deputies: try await store.deputies(for: viewer, at: instant))
    }

    func teams() async throws -> ExportTable {
        try await table(.teams, TeamView.fields, if: Permission.managesTeams(viewer)) {
            try await TeamView.all(for: viewer, in: store, at: instant)
        }
    }

    /// Means over at least five raters of everybody whose feedback the viewer reads.
    func feedback() async throws -> ExportTable {
        var rows: [[ExportTable.Cell]] = []
        for (row, person) in record.snapshot.people.enumerated()
        where Permission.mayReadRecommendations(viewer, of: row, in: record) {
            let means = try await store.releasedMeans(ofPerson: record.personNumbers[row], for: viewer)
            rows += means.map { [.text(person.key), .text($0.question), .number($0.mean)] }
        }
        return ExportTable(name: .feedback, columns: ["person", "question", "mean"], rows: rows)
    }

    /// A row for each figure, by its path in the scorecard.
    func scorecard() async throws -> ExportTable {
        let shown =
            Permission.mayReadScorecard(viewer)
            ? try await ScorecardDesk(store: store).shown(to: viewer) : nil
        return ExportTable(
            name: .scorecard, columns: ["figure", "value"],
            rows: (shown.map { ExportTable.leaves(of: $0) } ?? []).map { [.text($0.path), $0.cell] })
    }
}
