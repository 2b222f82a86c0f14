import struct Domain.SplitMix64
import Matching
import Testing

/// Whatever changed since, and however often: a warm start ends where a cold one does.
struct WarmStartTests {
    @Test(arguments: 0..<12)
    func `after any sequence of changes a warm start equals a cold one`(seed: Int) throws {
        var generator = SplitMix64(seed: UInt64(seed) + 900)
        let rows = Int.random(in: 20...150, using: &generator)
        let columns = seed % 2 == 0 ? rows : Int.random(in: 20...150, using: &generator)
        var values = Classes.chemistry(rows: rows, columns: columns, using: &generator).map(Float.init)
        var problem = MatchingProblem(
            scores: .matrix(ScoreMatrix(rowCount: rows, columnCount: columns, elements: .float(values))))
        if seed % 3 == 1 { problem.unmatched = .allowed(below: 0) }
        if seed % 4 == 3 { problem.rowCapacities = [Int32](repeating: 2, count: rows) }
        var earlier = try solve(problem)
        for night in 0..<8 {
            change(
                &values, rows: rows, columns: columns, share: [0.01, 0.05, 0.5][night % 3], using: &generator)
            problem.scores = .matrix(
                ScoreMatrix(rowCount: rows, columnCount: columns, elements: .float(values)))
            problem.warmStart = nil
            let cold = try solve(problem)
            problem.warmStart = WarmStart(earlier)
            let warm = try solve(problem)
            #expect(violations(of: warm, in: problem).isEmpty)
            #expect(abs(warm.total - cold.total) <= 1e-6 || problem.unmatched != .asFewAsPossible)
            #expect(abs(warm.utility - cold.utility) <= 1e-6)
            earlier = warm
        }
    }

    @Test(arguments: [2, 3, 5])
    func `rows for which only one column is left end where a cold start does`(crowd: Int) throws {
        var generator = SplitMix64(seed: 41)
        let count = 200
        var values = Classes.chemistry(rows: count, columns: count, using: &generator)
        func problem() -> MatchingProblem {
            MatchingProblem(
                scores: .matrix(ScoreMatrix(rowCount: count, columnCount: count, elements: .double(values))))
        }
        let earlier = try solve(problem())
        for row in 0..<crowd {
            for column in 1..<count { values[row * count + column] = -.infinity }
        }
        var tonight = problem()
        let cold = try solve(tonight)
        tonight.warmStart = WarmStart(earlier)
        let warm = try solve(tonight)
        #expect(violations(of: warm, in: tonight).isEmpty)
        #expect(warm.pairs.count == count - crowd + 1)
        #expect(abs(warm.total - cold.total) <= 1e-6)
    }

    @Test(arguments: 0..<12)
    func `lists of candidates, too, end where a cold start does`(seed: Int) throws {
        var generator = SplitMix64(seed: UInt64(seed) + 700)
        let count = 60 + 40 * seed
        var rowStarts = [0]
        var columns: [Int32] = []
        for row in 0..<count {
            // Its own number is among them: everybody can be placed.
            var chosen = Set([Int32(row)])
            while chosen.count < 12 { chosen.insert(Int32.random(in: 0..<Int32(count), using: &generator)) }
            columns += chosen.sorted()
            rowStarts.append(columns.count)
        }
        var values = columns.map { _ in Float(generator.normal()) }
        var earlier: Solution?
        for _ in 0..<5 {
            for position in values.indices where generator.uniform() < 0.02 {
                values[position] = Float(generator.normal())
            }
            // Two of last night's pairs are forbidden from now on.
            for pair in earlier?.pairs.shuffled(using: &generator).prefix(2) ?? [] {
                let position = (rowStarts[pair.row]..<rowStarts[pair.row + 1]).first {
                    columns[$0] == pair.column
                }
                if let position { values[position] = -.infinity }
            }
            let scores = CandidateScores(
                columnCount: count, rowStarts: rowStarts, columns: columns, elements: .float(values))
            var problem = MatchingProblem(scores: .candidates(scores))
            let cold = try solve(problem)
            problem.warmStart = WarmStart(earlier ?? cold)
            let warm = try solve(problem)
            #expect(violations(of: warm, in: problem).isEmpty)
            #expect(abs(warm.utility - cold.utility) <= 1e-6)
            earlier = warm
        }
    }

    /// So few are loose that they are searched from both sides, in every kind of number.
    @Test(arguments: 0..<6)
    func `a few changed rows and columns end where a cold start does`(seed: Int) throws {
        var generator = SplitMix64(seed: UInt64(seed) + 400)
        let count = 180 + 40 * seed
        var values = Classes.chemistry(rows: count, columns: count, using: &generator)
        func elements() -> ScoreElements {
            switch seed % 3 {
            case 0: .float(values.map(Float.init))
            case 1: .double(values)
            default: .integer(values.map { $0 == -.infinity ? .min : Int32(($0 * 1000).rounded()) })
            }
        }
        func problem(_ start: WarmStart?) -> MatchingProblem {
            MatchingProblem(
                scores: .matrix(ScoreMatrix(rowCount: count, columnCount: count, elements: elements())),
                warmStart: start)
        }
        var earlier = try solve(problem(nil))
        for night in 0..<5 {
            for _ in 0..<3 {
                let (row, column) = (
                    Int.random(in: 0..<count, using: &generator), Int.random(in: 0..<count, using: &generator)
                )
                for other in 0..<count {
                    values[row * count + other] = 2 * generator.normal()
                    values[other * count + column] = 2 * generator.normal()
                }
            }
            // Now and then a pair of last night is forbidden, or nearly everything to a row.
            if night == 2 { values[3 * count + earlier.assignment[3]] = -.infinity }
            if night == 3 { for column in 5..<count { values[9 * count + column] = -.infinity } }
            let cold = try solve(problem(nil))
            let warm = try solve(problem(WarmStart(earlier)))
            #expect(violations(of: warm, in: problem(nil)).isEmpty)
            #expect(abs(warm.utility - cold.utility) <= warm.gap + cold.gap)
            earlier = warm
        }
    }

    /// From one side alone, a search may visit nearly all rows.
    @Test func `searches from both sides stay in the neighbourhood`() throws {
        var generator = SplitMix64(seed: 17)
        let count = 500
        var values = Classes.chemistry(rows: count, columns: count, using: &generator).map(Float.init)
        func problem(_ start: WarmStart?) -> MatchingProblem {
            MatchingProblem(
                scores: .matrix(ScoreMatrix(rowCount: count, columnCount: count, elements: .float(values))),
                warmStart: start)
        }
        let earlier = try solve(problem(nil))
        for index in 0..<5 {
            for other in 0..<count {
                values[(index * 97 + 11) * count + other] = Float(generator.normal())
                values[other * count + index * 89 + 5] = Float(generator.normal())
            }
        }
        let warm = try solve(problem(WarmStart(earlier)))
        #expect(violations(of: warm, in: problem(nil)).isEmpty)
        #expect(warm.statistics.bids == 0)
        #expect(warm.statistics.visits <= 8 * count, "\(warm.statistics)")
        #expect(warm.statistics.rowScans <= 3 * count, "\(warm.statistics)")
    }

    @Test func `a watch that says no ends a warm start, too`() throws {
        var generator = SplitMix64(seed: 18)
        let count = 1100
        var values = [Float](repeating: 0, count: count * count)
        for position in values.indices { values[position] = Float(generator.uniform()) }
        let scores = { ScoreMatrix(rowCount: count, columnCount: count, elements: .float(values)) }
        let earlier = try solve(MatchingProblem(scores: .matrix(scores())))
        for row in 0..<66 {
            for column in 0..<count { values[row * 16 * count + column] = Float(generator.uniform()) }
        }
        let problem = MatchingProblem(scores: .matrix(scores()), warmStart: WarmStart(earlier))
        let stopped = try solve(problem) { _ in false }
        #expect(!stopped.isComplete)
        #expect(violations(of: stopped, in: problem).isEmpty)
    }

    @Test(arguments: [1e6, 0x1p60, 0x1p200, 0x1p959])
    func `prices that no night has left behind do not mislead`(size: Double) throws {
        var generator = SplitMix64(seed: 5)
        for (rows, columns) in [(260, 260), (300, 80), (40, 40)] {
            let values = Classes.chemistry(rows: rows, columns: columns, using: &generator).map(Float.init)
            var problem = MatchingProblem(
                scores: .matrix(ScoreMatrix(rowCount: rows, columnCount: columns, elements: .float(values))))
            for capacity in [Int32(1), 2] {
                problem.columnCapacities = [Int32](repeating: capacity, count: columns)
                problem.warmStart = nil
                let cold = try solve(problem)
                problem.warmStart = WarmStart(
                    rowPrices: (0..<rows).map { _ in -size * generator.uniform() },
                    columnPrices: (0..<columns).map { _ in size * generator.uniform() },
                    pairs: (0..<min(rows, columns)).map { Pair(row: $0, column: $0) })
                let warm = try solve(problem)
                #expect(violations(of: warm, in: problem).isEmpty)
                #expect(abs(warm.utility - cold.utility) <= 1e-6)
            }
        }
    }

    @Test(arguments: [1e-200, 1e37, 1e200, 0x1p940])
    func `scores beyond single precision start warm, too`(scale: Double) throws {
        var generator = SplitMix64(seed: 6)
        var values = Classes.chemistry(rows: 60, columns: 60, using: &generator).map { scale * $0 }
        func problem(_ start: WarmStart?) -> MatchingProblem {
            MatchingProblem(
                scores: .matrix(ScoreMatrix(rowCount: 60, columnCount: 60, elements: .double(values))),
                warmStart: start)
        }
        for _ in 0..<8 {
            let earlier = try solve(problem(nil))
            for column in 0..<60 { values[7 * 60 + column] = scale * generator.normal() }
            for row in 0..<60 { values[row * 60 + 21] = scale * generator.normal() }
            let warm = try solve(problem(WarmStart(earlier)))
            #expect(violations(of: warm, in: problem(nil)).isEmpty)
            let cold = try solve(problem(nil))
            #expect(abs(warm.utility - cold.utility) <= warm.gap + cold.gap)
        }
    }

    /// Both sides full, prices may be shifted against each other: a pin, whose places are closed, must not keep some below 0.
    @Test(arguments: [-7.0, 7])
    func `shifted prices prove a solution with pins, too`(shift: Double) throws {
        var generator = SplitMix64(seed: 9)
        let values = Classes.chemistry(rows: 50, columns: 50, using: &generator)
        var problem = MatchingProblem(
            scores: .matrix(ScoreMatrix(rowCount: 50, columnCount: 50, elements: .double(values))),
            pins: [Pair(row: 13, column: 29), Pair(row: 4, column: 4)])
        let cold = try solve(problem)
        problem.warmStart = WarmStart(
            rowPrices: cold.rowPrices.map { $0 - shift }, columnPrices: cold.columnPrices.map { $0 + shift },
            pairs: cold.pairs)
        let warm = try solve(problem)
        #expect(violations(of: warm, in: problem).isEmpty)
        #expect(warm.pairs == cold.pairs)
    }

    private func change(
        _ values: inout [Float], rows: Int, columns: Int, share: Double,
        using generator: inout SplitMix64
    ) {
        for row in 0..<rows where generator.uniform() < share {
            for column in 0..<columns { values[row * columns + column] = Float(generator.normal()) }
        }
        for column in 0..<columns where generator.uniform() < share {
            for row in 0..<rows { values[row * columns + column] += Float(generator.normal()) }
        }
        values[Int.random(in: 0..<values.count, using: &generator)] = -.infinity
    }
}
