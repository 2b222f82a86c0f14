internal import Foundation
internal import Matching

/// What `rapport solve` prints, and reads with `--warm-from`.
struct SolveReport: Codable {
    var total: Double
    /// The column of every row, -1 where there is none; the first one if a row takes several.
    var assignment: [Int]
    /// All columns of every row, where capacities are given.
    var columns: [[Int]]?
    /// Wall-clock time of each solve, reading and certificate excluded.
    var solveSeconds: SolveSeconds
    var certified: Bool
    /// Time of the independent check.
    var certificateSeconds: Double
    /// How far the optimum can lie above the total, at most.
    var gap: Double
    /// Whether the solver ran to the end; `false` after a time limit.
    var complete: Bool?
    var worst: Double?
    var rowPrices: [Double]?
    var columnPrices: [Double]?
    /// How much work it was.
    var work: [String: Int]

    init(
        _ solution: Solution, seconds: [Double], certifying: Double, isCertified: Bool, hasCapacities: Bool,
        withPrices: Bool
    ) {
        total = solution.total
        assignment = solution.assignment
        columns = hasCapacities ? solution.columnsByRow : nil
        solveSeconds = SolveSeconds(all: seconds)
        certified = isCertified
        certificateSeconds = certifying
        gap = solution.gap
        complete = solution.isComplete
        worst = solution.worstAllowed
        rowPrices = withPrices ? solution.rowPrices : nil
        columnPrices = withPrices ? solution.columnPrices : nil
        let statistics = solution.statistics
        work = [
            "rowScans": statistics.rowScans, "bids": statistics.bids, "rowSearches": statistics.rowSearches,
            "columnSearches": statistics.columnSearches, "visits": statistics.visits,
        ]
    }

    /// Prices and pairs of an earlier solve.
    var warmStart: WarmStart {
        get throws {
            guard let columnPrices, let rowPrices else {
                throw SolveFault(
                    message: "the file for --warm-from has no prices: make it without --no-prices.")
            }
            let lists = columns ?? assignment.map { $0 < 0 ? [] : [$0] }
            let pairs = lists.enumerated().flatMap { row, columns in
                columns.map { Pair(row: row, column: $0) }
            }
            return WarmStart(rowPrices: rowPrices, columnPrices: columnPrices, pairs: pairs)
        }
    }

    /// The report as one line of JSON with sorted keys.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// Reads a report from a file.
    static func read(_ path: String) throws -> SolveReport {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            return try decoder.decode(SolveReport.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw SolveFault(message: "\(path) cannot be read as the JSON of an earlier solve.")
        }
    }
}

/// Seconds of one solve as a number, of several as a list.
struct SolveSeconds: Codable {
    var all: [Double]

    init(all: [Double]) {
        self.all = all
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        all = try (try? container.decode(Double.self)).map { [$0] } ?? container.decode([Double].self)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if all.count == 1 { try container.encode(all[0]) } else { try container.encode(all) }
    }
}
