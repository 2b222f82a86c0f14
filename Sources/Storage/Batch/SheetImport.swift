import Domain
import Foundation
import Postgres

/// Stores the sheets of an import.
///
/// The first sheets of an alliance have nothing to clash with. They are copied straight in when the role or the login may pass
/// by row-level security, which COPY demands: half the time of an insert. Otherwise, and whenever there are sheets already,
/// they are copied into a staging table of the transaction and inserted from there.
struct SheetImport {
    let transaction: Transaction
    let id: AllianceID
    let incoming: Incoming
    /// Stored number of each person of the snapshot.
    let numbers: [Int32]
    let instant: Date

    /// Returns how many sheets were added or changed.
    func write() async throws -> Int {
        let table = incoming.snapshot.sheets
        guard table.count > 0 else { return 0 }
        let isFirst = try await isFirst()
        if isFirst, let passes = try await passes() { return try await copyStraight(table, as: passes) }
        _ = try await transaction.execute(
            """
            create temporary table sheet_import (
                rater integer, target integer, day date, ratings real[], success real, would_continue boolean
            ) on commit drop
            """)
        let rows = SheetRows(table: table, numbers: numbers, place: .staging)
        _ = try await transaction.copyIn(
            "copy sheet_import from stdin (format binary)", from: rows, deadline: ImportWriter.bulkDeadline)
        if !incoming.untoldFactors.isEmpty {
            let positions = incoming.untoldFactors.sorted().map { String($0 + 1) }
            try await transaction.setLocal(
                "rapport.untold_factors", to: "{" + positions.joined(separator: ",") + "}")
        }
        let statement = isFirst ? additions : additions + " " + onConflict
        return try await transaction.execute(statement, deadline: ImportWriter.bulkDeadline)
    }

    /// Who may copy past row-level security.
    private enum Passes {
        /// The role of the transaction, as on a Citus cluster.
        case role
        /// The login behind it.
        case login
    }

    /// Whether the alliance has no sheets yet.
    private func isFirst() async throws -> Bool {
        let any = try await transaction.query(
            "select exists (select from rapport.sheet where alliance_id = \(id.uuid))", as: Bool.self)
        return any.first == false
    }

    /// A query of its own: on Citus one may not ask of shards and of the node's catalogue at once.
    private func passes() async throws -> Passes? {
        let rows = try await transaction.query(
            """
            select rolname = current_user from pg_roles
            where (rolsuper or rolbypassrls) and rolname in (current_user, session_user)
            """, as: Bool.self)
        return rows.contains(true) ? .role : rows.isEmpty ? nil : .login
    }

    private func copyStraight(_ table: SheetTable, as passes: Passes) async throws -> Int {
        if passes == .login { try await transaction.setLocal("role", to: "none") }
        let rows = SheetRows(table: table, numbers: numbers, place: .table(id, instant))
        let count = try await transaction.copyIn(
            """
            copy rapport.sheet (alliance_id, recorded_at, rater, target, day, ratings, success, would_continue)
            from stdin (format binary)
            """, from: rows, deadline: ImportWriter.bulkDeadline)
        if passes == .login { try await transaction.setLocal("role", to: "rapport_batch") }
        return count
    }

    private var additions: SQL {
        """
        insert into rapport.sheet
            (alliance_id, rater, target, day, ratings, success, would_continue, recorded_at)
        select \(id.uuid), rater, target, coalesce(day, '-infinity'), ratings, success, would_continue, \(instant)
        from sheet_import
        """
    }

    private var onConflict: SQL {
        let successTold = !incoming.untold.contains(.sheetSuccess)
        let decisionTold = !incoming.untold.contains(.sheetDecision)
        let ratings: SQL =
            incoming.untoldFactors.isEmpty
            ? "excluded.ratings"
            : """
            array(
                select case
                    when told.position = any(current_setting('rapport.untold_factors')::integer[])
                    then sheet.ratings[told.position] else told.rating end
                from unnest(excluded.ratings) with ordinality as told (rating, position)
                order by told.position)
            """
        let success: SQL = successTold ? "excluded.success" : "sheet.success"
        let decision: SQL = decisionTold ? "excluded.would_continue" : "sheet.would_continue"
        return """
            on conflict (alliance_id, rater, target, day) do update
            set ratings = \(ratings), success = \(success), would_continue = \(decision),
                recorded_at = excluded.recorded_at, by_rater = false
            where (sheet.ratings, sheet.success, sheet.would_continue)
                is distinct from (\(ratings), \(success), \(decision))
            """
    }
}

/// A sheet table as chunks of COPY BINARY, encoded while the server takes them in.
private struct SheetRows: AsyncSequence {
    typealias Element = [UInt8]
    let table: SheetTable
    let numbers: [Int32]
    let place: Place

    /// Where the rows go.
    enum Place {
        /// Columns of `sheet_import`; an unknown day is null.
        case staging
        /// All columns of `rapport.sheet`, those that are the same for every row first.
        case table(AllianceID, Date)
    }

    func makeAsyncIterator() -> Iterator { Iterator(rows: self) }

    struct Iterator: AsyncIteratorProtocol {
        let rows: SheetRows
        private var writer = BinaryCopyWriter()
        private var position = 0
        private var finished = false

        init(rows: SheetRows) {
            self.rows = rows
        }

        /// The next few thousand rows; nil behind the last.
        mutating func next() async -> [UInt8]? {
            guard !finished else { return nil }
            let end = Swift.min(position + 4096, rows.table.count)
            for index in position..<end { rows.encode(index, into: &writer) }
            position = end
            finished = end == rows.table.count
            return finished ? writer.finish() : writer.takeBytes()
        }
    }

    fileprivate func encode(_ index: Int, into writer: inout BinaryCopyWriter) {
        let answers = table.ratings[index * table.factorCount..<(index + 1) * table.factorCount]
        let day = table.days[index]
        let success = table.successes[index]
        let decision = table.decisions[index]
        switch place {
        case .staging:
            writer.beginRow(columnCount: 6)
        case .table(let id, let instant):
            writer.beginRow(columnCount: 8)
            writer.append(id.uuid)
            writer.append(instant)
        }
        writer.append(numbers[Int(table.raters[index])])
        writer.append(numbers[Int(table.targets[index])])
        writer.append(stored(day))
        writer.append(answers.map { $0.isNaN ? nil : $0 })
        writer.append(success.isNaN ? nil : success)
        writer.append(decision == SheetTable.unknownDecision ? nil : decision == 1)
    }

    private func stored(_ day: Int32) -> PostgresDate? {
        guard day == SheetTable.unknownDay else { return PostgresDate(daysSince1970: day) }
        switch place {
        case .staging: return nil
        case .table: return .distantPast
        }
    }
}
