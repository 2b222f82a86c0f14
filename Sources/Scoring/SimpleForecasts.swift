import Domain

/// What a forecast says of a pair: success and decision of a about b and of b about a, and both going on.
struct PairForecast {
    var successes: [Double]
    var decisions: [Double]
    var both: Double
}

/// Foretells pairs: the model, and what it is compared with.
protocol Forecaster {
    /// Of someone of side a and someone of side b.
    func forecast(_ a: Int, _ b: Int) -> PairForecast
}

extension Posterior: Forecaster {
    func forecast(_ a: Int, _ b: Int) -> PairForecast {
        let prediction = prediction(of: a, with: b)
        return PairForecast(
            successes: [prediction.successA, prediction.successB],
            decisions: [prediction.continueA, prediction.continueB], both: prediction.continueBoth)
    }
}

/// Everybody gets the average answer of the rater's side.
struct BaseRate: Forecaster {
    private let average: PairForecast

    init(_ snapshot: Snapshot) {
        var sums = [[(sum: Double, count: Double)]](repeating: [(0, 0), (0, 0)], count: 2)
        for index in 0..<snapshot.sheets.count {
            let sheet = snapshot.sheets[index]
            let side = snapshot.side(of: sheet.rater) == .a ? 0 : 1
            let answers = [sheet.success, sheet.wouldContinue.map { $0 ? 1 : 0 }]
            for (answer, value) in answers.enumerated() {
                guard let value else { continue }
                sums[side][answer].sum += value
                sums[side][answer].count += 1
            }
        }
        let scale = snapshot.alliance.instrument.scale
        let starts = [(scale.min + scale.max) / 2, 0.5]
        func mean(_ side: Int, _ answer: Int) -> Double {
            (sums[side][answer].sum + starts[answer]) / (sums[side][answer].count + 1)
        }
        average = PairForecast(
            successes: [mean(0, 0), mean(1, 0)], decisions: [mean(0, 1), mean(1, 1)],
            both: Self.both(snapshot) ?? mean(0, 1) * mean(1, 1))
    }

    /// Share of the pairs with both decisions that would both go on.
    private static func both(_ snapshot: Snapshot) -> Double? {
        var decided: [UInt64: Bool] = [:]
        var (hits, count) = (0.0, 0.0)
        for index in 0..<snapshot.sheets.count {
            let sheet = snapshot.sheets[index]
            guard let decision = sheet.wouldContinue else { continue }
            decided[Posterior.pairKey(sheet.rater, sheet.target)] = decision
            if let other = decided[Posterior.pairKey(sheet.target, sheet.rater)] {
                hits += other && decision ? 1 : 0
                count += 1
            }
        }
        return count > 0 ? hits / count : nil
    }

    func forecast(_ a: Int, _ b: Int) -> PairForecast { average }
}

/// Means of each rater and each target, shrunk as if four more answers were average: hard to beat for its size.
struct PersonMeans: Forecaster {
    private static let shrinkage = 4.0
    private var means = [0.0, 0.0]
    /// Effects of each person, as a rater and as a target, for success and decision.
    private var raters: [[Double]]
    private var targets: [[Double]]

    init(_ snapshot: Snapshot) {
        let zeros = [[Double]](repeating: [0, 0], count: snapshot.people.count)
        (raters, targets) = (zeros, zeros)
        for answer in 0...1 { learn(answer, snapshot) }
    }

    private mutating func learn(_ answer: Int, _ snapshot: Snapshot) {
        let rows = (0..<snapshot.sheets.count).compactMap {
            index -> (rater: Int, target: Int, value: Double)? in
            let sheet = snapshot.sheets[index]
            let value = answer == 0 ? sheet.success : sheet.wouldContinue.map { $0 ? 1 : 0 }
            return value.map { (sheet.rater, sheet.target, $0) }
        }
        guard !rows.isEmpty else { return }
        means[answer] = rows.reduce(0) { $0 + $1.value } / Double(rows.count)
        for _ in 0..<20 {
            shrink(
                answer, rows.map { ($0.rater, $0.value - means[answer] - targets[$0.target][answer]) },
                \.raters)
            shrink(
                answer, rows.map { ($0.target, $0.value - means[answer] - raters[$0.rater][answer]) },
                \.targets)
        }
    }

    private mutating func shrink(
        _ answer: Int, _ rows: [(person: Int, rest: Double)],
        _ effects: WritableKeyPath<PersonMeans, [[Double]]>
    ) {
        var sums = [(sum: Double, count: Double)](repeating: (0, 0), count: self[keyPath: effects].count)
        for row in rows {
            sums[row.person].sum += row.rest
            sums[row.person].count += 1
        }
        for (person, part) in sums.enumerated() {
            self[keyPath: effects][person][answer] = part.sum / (part.count + Self.shrinkage)
        }
    }

    func forecast(_ a: Int, _ b: Int) -> PairForecast {
        func value(_ answer: Int, _ rater: Int, _ target: Int) -> Double {
            means[answer] + raters[rater][answer] + targets[target][answer]
        }
        let decisions = [value(1, a, b), value(1, b, a)].map { min(0.97, max(0.03, $0)) }
        return PairForecast(
            successes: [value(0, a, b), value(0, b, a)], decisions: decisions,
            both: decisions[0] * decisions[1])
    }
}
