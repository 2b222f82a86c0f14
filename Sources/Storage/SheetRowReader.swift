import Domain
import Postgres

/// Takes copied rows of sheets into a table: rater, target, day, ratings, success and whether they would go on.
struct SheetRowReader {
    private let factorCount: Int
    private var rows = BinaryCopyReader()
    private var answers: [Float] = []
    /// The rater of the row before, who has many.
    private var rater: (number: Int32, row: Int?) = (0, nil)

    init(factorCount: Int) { self.factorCount = factorCount }

    mutating func read(
        _ piece: [UInt8], of record: AllianceRecord, into table: inout SheetTable
    ) throws(PostgresError) {
        rows.take(piece)
        while try rows.beginRow(columnCount: 6) {
            let (rater, target) = (try rows.integer() ?? 0, try rows.integer() ?? 0)
            if rater != self.rater.number {
                self.rater = (rater, record.index(ofPersonNumber: Int(rater)))
            }
            let day = Self.day(try rows.integer())
            try rows.reals(into: &answers)
            // A sheet written before a factor was added has fewer answers than the instrument now asks.
            while answers.count < factorCount { answers.append(.nan) }
            let success = try rows.real() ?? .nan
            let decision: Int8 = try rows.flag().map { $0 ? 1 : 0 } ?? SheetTable.unknownDecision
            guard let raterRow = self.rater.row,
                let targetRow = record.index(ofPersonNumber: Int(target))
            else { continue }
            table.append(
                rater: Int32(raterRow), target: Int32(targetRow), day: day,
                answers: answers.prefix(factorCount), success: success, decision: decision)
        }
    }

    /// A day as COPY writes it, from 2000 on; a sheet whose day is unknown is stored under `-infinity`.
    private static func day(_ stored: Int32?) -> Int32 {
        guard let stored, stored != .min else { return SheetTable.unknownDay }
        return PostgresDate(daysSince2000: stored).daysSince1970
    }
}
