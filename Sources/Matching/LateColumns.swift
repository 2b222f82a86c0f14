internal import CMatchingKernels

/// Columns that nobody has when an earlier solution is taken up, and their scores, rounded to floats: they are copied during the
/// one pass over the matrix, because reading a column later would mean another.
final class LateColumns {
    let columns: [Int32]
    let rowCount: Int
    /// A run of ``count`` scores for each row.
    let byRow: UnsafeMutablePointer<Float>
    /// A run of ``rowCount`` scores for each late column, where few columns are late.
    let byColumn: UnsafeMutablePointer<Float>?

    private let memory: [Arena<Float>]

    /// How many are late.
    var count: Int { columns.count }

    /// Room for their scores, by row and perhaps also by column.
    init(_ columns: [Int32], rowCount: Int, byColumn isByColumn: Bool) {
        self.columns = columns
        self.rowCount = rowCount
        memory = (0..<(isByColumn ? 2 : 1)).map { _ in Arena(uninitialised: rowCount * columns.count + 8) }
        byRow = memory[0].start
        byColumn = isByColumn ? memory[1].start : nil
    }

    /// Has their scores copied by all scans within `body`.
    func copied<Result>(
        by work: UnsafeMutablePointer<matching_rows>, during body: () -> Result
    ) -> Result {
        columns.withUnsafeBufferPointer { columns in
            work.pointee.late_columns = columns.baseAddress
            work.pointee.late_count = Int32(columns.count)
            work.pointee.late_scores = byRow
            work.pointee.late_by_column = byColumn
            work.pointee.late_stride = Int64(rowCount)
            defer { work.pointee.late_count = 0 }
            return body()
        }
    }

    /// The scores of a row with all of them.
    func scores(ofRow row: Int) -> UnsafePointer<Float> { UnsafePointer(byRow + row &* count) }

    /// The scores of all rows with one of them.
    func scores(at place: Int) -> UnsafePointer<Float>? {
        byColumn.map { UnsafePointer($0 + place &* rowCount) }
    }
}
