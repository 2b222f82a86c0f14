import Domain
import Testing

@testable import Scoring

/// What alliances teach one another, where the truth is known.
@Suite struct PoolingTests {
    /// An alliance in which people suit each other whose years multiply to much and whose region is the same. Attributes
    /// stand in another order in every second alliance, and so do their spreads.
    private static func alliance(_ seed: UInt64, sheets: Bool, level: Double = 4) -> Snapshot {
        var numbers = SplitMix64(seed: seed)
        let (turned, stretch) = (seed % 2 == 0, 4 + Double(seed % 3))
        let attributes = [
            Attribute(name: "years", kind: .number), Attribute(name: "region", kind: .category),
        ]
        var snapshot = SampleAlliance.make(24, 24, factors: 1, share: 0, seed: seed)
        snapshot.alliance.attributes = turned ? attributes.reversed() : attributes
        for person in snapshot.people.indices {
            let values: [AttributeValue?] = [
                .number(10 + stretch * numbers.normal()),
                .category(["east", "west", "mid"][Int(numbers.uniform() * 3)]),
            ]
            snapshot.people[person].attributes = turned ? values.reversed() : values
        }
        guard sheets else { return snapshot }
        for a in 0..<24 {
            for b in 24..<48 {
                let truth = suit(a, b, in: snapshot)
                for (rater, target) in [(a, b), (b, a)] {
                    let value = level + truth + 0.6 * numbers.normal()
                    snapshot.sheets.append(
                        Sheet(
                            rater: rater, target: target, ratings: [value], success: value,
                            wouldContinue: value > 4.5))
                }
            }
        }
        return snapshot
    }

    private static func years(_ person: Int, in snapshot: Snapshot) -> Double {
        for value in snapshot.people[person].attributes {
            if case .number(let years)? = value { return years }
        }
        return 10
    }

    /// How well two suit each other, in points.
    private static func suit(_ a: Int, _ b: Int, in snapshot: Snapshot) -> Double {
        func region(_ person: Int) -> AttributeValue? {
            snapshot.people[person].attributes.compactMap(\.self).first {
                if case .category = $0 { true } else { false }
            }
        }
        let product = (years(a, in: snapshot) - 10) * (years(b, in: snapshot) - 10) / 36
        return 0.35 * product + (region(a) == region(b) ? 0.5 : 0)
    }

    /// Correlation of foretold success with what is true, over all pairs.
    private static func correlation(_ posterior: Posterior, _ snapshot: Snapshot) -> Double {
        let pairs = (0..<24).flatMap { a in (24..<48).map { (a, $0) } }
        let foretold = pairs.map { posterior.prediction(of: $0.0, with: $0.1).successA }
        let truth = pairs.map { suit($0.0, $0.1, in: snapshot) }
        func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }
        func covariance(_ one: [Double], _ two: [Double]) -> Double {
            mean(zip(one, two).map { ($0 - mean(one)) * ($1 - mean(two)) })
        }
        let spread = (covariance(foretold, foretold) * covariance(truth, truth)).squareRoot()
        return spread < 1e-12 ? 0 : covariance(foretold, truth) / spread
    }

    @Test func `a new alliance is told who suits whom by what others found, whatever their order and spread`()
        throws
    {
        let taught = try (1...4).map {
            try fit(Self.alliance(UInt64($0), sheets: true), on: SampleAlliance.today)
        }
        let new = Self.alliance(9, sheets: false)
        let told = try fit(new, on: SampleAlliance.today, from: PooledPrior(pooling: taught))
        #expect(Self.correlation(told, new) > 0.8)
        #expect(abs(Self.correlation(try fit(new, on: SampleAlliance.today), new)) < 0.1)
        // What is stored teaches the same.
        let stored = try #require(PooledPrior(beginnings: taught.map { $0.encoded() }))
        let again = try fit(new, on: SampleAlliance.today, from: stored)
        #expect(again.prediction(of: 0, with: 30) == told.prediction(of: 0, with: 30))
    }

    @Test func `an alliance without sheets hands nothing on of what it was told`() throws {
        let taught = try fit(Self.alliance(1, sheets: true), on: SampleAlliance.today)
        let prior = PooledPrior(pooling: [taught])
        let told = try fit(Self.alliance(2, sheets: false), on: SampleAlliance.today, from: prior)
        #expect(taught.lesson.reliability > 0.1 && taught.lesson.features.reliability > 0.1)
        #expect(told.lesson.reliability == 0 && told.lesson.features.reliability == 0)
    }

    @Test func `evidence is what the sheets alone say, wherever learning began`() {
        let truth = Matrix(2, 2, values: [0.4, -0.2, 0.1, 0.3])
        for reliability in [0.1, 0.5, 0.9] {
            for start in [0.0, 0.25, 1.0] {
                let beginning = truth.scaled(by: start)
                // A regression goes this share of the way from where it begins to what the sheets say.
                let learned = truth.scaled(by: (1 - start) * reliability)
                let evidence = WeightEvidence(
                    beginning: beginning, learned: learned, reliability: reliability)
                for (one, two) in zip(evidence.weights.values, truth.values) {
                    #expect(abs(one - two) < 1e-12)
                }
            }
        }
        let counts = [0, 0.2, 0.5, 0.9, 1].map { WeightEvidence.count(reliability: $0) }
        #expect(counts[0] == 0)
        #expect(zip(counts, counts.dropFirst()).allSatisfy { $0 < $1 })
    }

    @Test func `a regression's reliability is 0 before it has learned and near 1 when it knows the weights`()
    {
        var numbers = SplitMix64(seed: 4)
        let prior = Matrix.diagonal([0.5, 0.5])
        func ridge(_ rows: Int) -> MultivariateRidge {
            let inputs = Matrix(rows, 3, values: (0..<rows * 3).map { _ in numbers.normal() })
            var ridge = MultivariateRidge(gram: inputs.transposed * inputs, outcomes: 2)
            _ = ridge.solve(products: Matrix(3, 2), noise: .diagonal([1, 1]), prior: prior)
            return ridge
        }
        #expect(ridge(0).reliability(prior) == 0)
        let (few, many) = (ridge(4).reliability(prior), ridge(2000).reliability(prior))
        #expect(few > 0.2 && few < 0.9)
        #expect(many > 0.99)
    }

    @Test func `where others' answers lie high, a new alliance's are expected there before any is given`()
        throws
    {
        let taught = try (1...3).map {
            try fit(Self.alliance(UInt64($0), sheets: true, level: 5), on: SampleAlliance.today)
        }
        let new = Self.alliance(8, sheets: false)
        let told = try fit(new, on: SampleAlliance.today, from: PooledPrior(pooling: taught))
        let pairs = (0..<24).flatMap { a in (24..<48).map { told.prediction(of: a, with: $0) } }
        let mean = pairs.reduce(0) { $0 + $1.successA } / Double(pairs.count)
        #expect(abs(mean - 5.15) < 0.2, "\(mean)")
        let alone = try fit(new, on: SampleAlliance.today).prediction(of: 0, with: 30)
        #expect(abs(alone.successA - 4) < 0.05)
    }

    @Test func `how two decisions hang together is handed on`() {
        let scale = AnswerScale(prior: SampleAlliance.instrument(1))
        let people = [Matrix](repeating: .diagonal([0.2, 0.2, 0.2, 0.2, 0.2, 0.2]), count: 2)
        let beginning = Link(prior: scale, people: people)
        var learned = beginning
        for direction in 0...1 {
            learned.constants[2 + direction] += 0.3
            learned.weights[2 + direction, scale.channel(scale.decision, direction: direction)] *= 1.5
        }
        learned.dependence = 0.25
        let lesson = LinkLesson(learned, beginning: beginning, scale)
        var told = beginning
        told.begin(from: lesson, scale)
        #expect(told.dependence == 0.25)
        for (one, two) in zip(
            told.weights.values + told.constants, learned.weights.values + learned.constants)
        {
            #expect(abs(one - two) < 1e-12)
        }
        let pooled = LinkLesson(pooling: [(1, lesson), (1, lesson)])
        #expect(abs(pooled.dependence - (0.5 + Link.usualDependence) / 3) < 1e-12)
    }
}
