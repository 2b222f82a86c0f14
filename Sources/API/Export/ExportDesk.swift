import Domain
import Foundation
import Gateway
import Storage

/// Gathers everything that a viewer may see, as tables.
///
/// Pairings and rounds are shown as the viewer sees them elsewhere: a row of the export is a row of their list, so that
/// nothing can be read here that is kept from them there.
struct ExportDesk: Sendable {
    let store: Store

    /// Every table, in the order of ``ExportTable/names``.
    func tables(for viewer: Viewer, at instant: Date) async throws -> (
        record: AllianceRecord, tables: [ExportTable]
    ) {
        let record = try await store.record(for: viewer)
        let seesPairings = Permission.maySeePairings(viewer)
        let pairings = seesPairings ? try await self.pairings(for: viewer, at: instant) : []
        let (rounds, changes) = seesPairings ? try await self.rounds(for: viewer, at: instant) : ([], [])
        let plain = ExportTable.plain(of: record, for: viewer)
        let others = [
            try ExportTable(name: "pairings", fields: ExportTable.pairingFields, of: pairings),
            try ExportTable(name: "rounds", fields: ExportTable.roundFields, of: rounds),
            try Self.changes(changes),
            try ExportTable(
                name: "agreements", fields: ExportTable.agreementFields,
                of: try await agreements(for: viewer, at: instant)),
            try ExportTable(
                name: "due", fields: ExportTable.dueFields,
                of: seesPairings ? try await DueDesk(store: store).due(for: viewer, at: instant) : []),
            try await sheets(for: viewer, at: instant),
            try await preferences(for: viewer, at: instant),
        ]
        let all = Dictionary(uniqueKeysWithValues: (plain + others).map { ($0.name, $0) })
        return (record, ExportTable.names.compactMap { all[$0] })
    }

    private func pairings(for viewer: Viewer, at instant: Date) async throws -> [PairingView] {
        let list = try await store.pairings(for: viewer, at: instant)
        return list.pairings.filter {
            Permission.maySee(viewer, $0.personA, $0.personB, in: list.record)
        }
        .map { PairingView($0, in: list, for: viewer, chemistry: nil, today: Day(instant)) }
        .sorted { $0.sortKey < $1.sortKey }
    }

    private func rounds(for viewer: Viewer, at instant: Date) async throws -> (
        [RoundView], [(round: String, change: ChangeView)]
    ) {
        let desk = RoundDesk(store: store)
        var rounds: [RoundView] = []
        var changes: [(round: String, change: ChangeView)] = []
        for round in try await desk.rounds(for: viewer, at: instant) {
            let (view, own) = try await desk.changes(of: round.round, for: viewer, at: instant)
            rounds.append(view)
            changes += own.map { (view.round, $0) }
        }
        return (rounds, changes)
    }

    /// Changes of all rounds, each behind the name of its round.
    private static func changes(_ changes: [(round: String, change: ChangeView)]) throws -> ExportTable {
        let fields = ExportTable.changeFields
        return ExportTable(
            name: "changes", columns: ["round"] + fields.map(ExportTable.column),
            rows: try changes.map { [.text($0.round)] + (try ExportTable.cells(of: $0.change, at: fields)) })
    }

    private func agreements(for viewer: Viewer, at instant: Date) async throws -> [AgreementView] {
        let list = try await store.agreements(for: viewer, at: instant)
        return list.agreements.filter { ControlDesk.maySee(viewer, $0.agreement.account, in: list.record) }
            .map { AgreementView($0, in: list.record, for: viewer, today: Day(instant)) }
            .sorted { $0.agreement < $1.agreement }
    }

    /// The viewer's own wishes: nobody else's are anybody's to take home.
    private func preferences(for viewer: Viewer, at instant: Date) async throws -> ExportTable {
        var rows: [[ExportTable.Cell]] = []
        if let own = viewer.person {
            let (record, wishes, _) = try await store.wishes(of: own, for: viewer, at: instant)
            rows = PreferencesView(wishes, in: record).preferences.map {
                [.text($0.counterpart), .text($0.wish.rawValue)]
            }
        }
        return ExportTable(name: "preferences", columns: ["counterpart", "wish"], rows: rows)
    }

    /// The viewer's own sheets: nobody else's are anybody's to take home.
    private func sheets(for viewer: Viewer, at instant: Date) async throws -> ExportTable {
        let first = ["target", "day"]
        let last = ["success", "continue", "sealed_until"]
        guard let rater = viewer.person else {
            return ExportTable(name: "sheets", columns: first + last, rows: [])
        }
        let (record, sheets) = try await store.sheets(by: rater, for: viewer, at: instant)
        let people = record.snapshot.people
        let factors = record.snapshot.alliance.instrument.factors.map(\.key)
        return ExportTable(
            name: "sheets", columns: first + factors + last,
            rows: sheets.map { sheet in
                [.text(people[sheet.target].key), .init(sheet.day)] + sheet.ratings.map { .init($0) }
                    + [
                        .init(sheet.success), sheet.wouldContinue.map { .flag($0) } ?? .empty,
                        .init(sheet.sealedUntil),
                    ]
            })
    }
}
