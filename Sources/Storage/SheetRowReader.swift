import Domain
import Postgres

/// Takes copied rows of sheets into a table: a row for each rater, and in it targets, days, ratings, successes and whether they
/// would go on.
struct SheetRowReader {
    private let factorCount: Int
    private var rows = BinaryCopyReader()
    private var targets: [Int32] = []
    private var days: [Int32] = []
    private var answers: [Float] = []
    private var successes: [Float] = []
    private var decisions: [Bool?] = []

    init(factorCount: Int) { self.factorCount = factorCount }

    mutating func read(
        _ piece: [UInt8], of record: AllianceRecord, into table: inout SheetTable
    ) throws(PostgresError) {
        rows.take(piece)
        while try rows.beginRow(columnCount: 6) {
            let rater = try rows.integer() ?? 0
            try rows.integers(into: &targets)
            try rows.integers(into: &days)
            // A sheet written before a factor was added has fewer answers than the instrument now asks.
            try rows.strungReals(factorCount, into: &answers)
            try rows.reals(into: &successes)
            try rows.flags(into: &decisions)
            guard let raterRow = record.index(ofPersonNumber: Int(rater)) else { continue }
            for (sheet, target) in targets.enumerated() {
                guard let targetRow = record.index(ofPersonNumber: Int(target)) else { continue }
                table.append(
                    rater: Int32(raterRow), target: Int32(targetRow), day: Self.day(days[sheet]),
                    answers: answers[sheet * factorCount..<(sheet + 1) * factorCount],
                    success: successes[sheet],
                    decision: decisions[sheet].map { $0 ? 1 : 0 } ?? SheetTable.unknownDecision)
            }
        }
    }

    /// A day as COPY writes it, from 2000 on; a sheet whose day is unknown is stored under `-infinity`.
    private static func day(_ stored: Int32) -> Int32 {
        guard stored != .min else { return SheetTable.unknownDay }
        return PostgresDate(daysSince2000: stored).daysSince1970
    }
}
