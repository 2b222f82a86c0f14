import Domain
import Foundation
import Gateway
import Storage

/// Pairings and what belongs to them, and what is the viewer's own.
extension ExportDesk {
    private var seesPairings: Bool { Permission.maySeePairings(viewer) }

    func pairings() async throws -> ExportTable {
        try await table(.pairings, ExportTable.pairingFields, if: seesPairings) {
            let list = try await store.pairings(for: viewer, at: instant)
            return list.pairings.filter {
                Permission.maySee(viewer, $0.personA, $0.personB, in: list.record)
            }
            .map { PairingView($0, in: list, for: viewer, chemistry: nil, today: Day(instant)) }
            .sorted { $0.sortKey < $1.sortKey }
        }
    }

    func rounds() async throws -> ExportTable {
        try await table(.rounds, ExportTable.roundFields, if: seesPairings) {
            try await decided().map(\.round)
        }
    }

    /// Changes of all rounds, each behind the name of its round.
    func changes() async throws -> ExportTable {
        let fields = ExportTable.changeFields
        let rounds = seesPairings ? try await decided() : []
        return ExportTable(
            name: .changes, columns: ["round"] + fields.map(ExportTable.column),
            rows: try rounds.flatMap { round, changes in
                try changes.map { [.text(round.round)] + (try ExportTable.cells(of: $0, at: fields)) }
            })
    }

    private func decided() async throws -> [(round: RoundView, changes: [ChangeView])] {
        let desk = RoundDesk(store: store)
        var rounds: [(round: RoundView, changes: [ChangeView])] = []
        for round in try await desk.rounds(for: viewer, at: instant) {
            let (view, own) = try await desk.changes(of: round.round, for: viewer, at: instant)
            rounds.append((view, own))
        }
        return rounds
    }

    func agreements() async throws -> ExportTable {
        try await table(.agreements, ExportTable.agreementFields) {
            try await AgreementDesk(store: store).agreements(for: viewer, at: instant)
        }
    }

    func due() async throws -> ExportTable {
        try await table(.due, ExportTable.dueFields, if: seesPairings) {
            try await DueDesk(store: store).due(for: viewer, at: instant)
        }
    }

    /// The viewer's own wishes: nobody else's are anybody's to take home.
    func preferences() async throws -> ExportTable {
        let fields = ["counterpart", "wish"]
        guard let own = viewer.person else {
            return ExportTable(name: .preferences, columns: fields, rows: [])
        }
        return try await table(.preferences, fields) {
            let (record, wishes, _) = try await store.wishes(of: own, for: viewer, at: instant)
            return PreferencesView(wishes, in: record).preferences
        }
    }

    /// The viewer's own sheets: nobody else's are anybody's to take home.
    func sheets() async throws -> ExportTable {
        let first = ["target", "day"]
        let last = ["success", "continue", "sealed_until"]
        guard let rater = viewer.person else {
            return ExportTable(name: .sheets, columns: first + last, rows: [])
        }
        let (record, sheets) = try await store.sheets(by: rater, for: viewer, at: instant)
        let people = record.snapshot.people
        let factors = record.snapshot.alliance.instrument.factors.map(\.key)
        return ExportTable(
            name: .sheets, columns: first + factors + last,
            rows: sheets.map { sheet in
                [.text(people[sheet.target].key), .init(sheet.day)] + sheet.ratings.map { .init($0) }
                    + [
                        .init(sheet.success), sheet.wouldContinue.map { .flag($0) } ?? .empty,
                        .init(sheet.sealedUntil),
                    ]
            })
    }
}
