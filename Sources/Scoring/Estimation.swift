/// The model in the making: effects of people and weights of profiles, with the parameters behind them.
///
///     y[i] = means + θ[a(i)] + φ[b(i)] + featureWeightsᵀ · z[i] + e[i]      all vectors over channels
///     θ[a] ~ N(profileWeights[0]ᵀ · x[a], people[0]),   φ[b] ~ N(profileWeights[1]ᵀ · x[b], people[1])
///     e[i] ~ N(0, dyad), more noise where sheets are old
///
/// In the channels "a about b", θ[a] is an actor effect and φ[b] a partner effect; in "b about a" the roles
/// are swapped. So one covariance a side holds actor–partner covariance and the likeness of the answers, and
/// `dyad` holds dyadic reciprocity.
///
/// Means are those of the exact posterior at the current parameters once ``run()`` has converged
/// (block Gauss–Seidel); variances are those of each person given the others.
/// Source: Kenny & La Voie 1984, doi:10.1016/S0065-2601(08)60144-6; EM as in Dempster, Laird & Rubin 1977.
struct Estimation {
    private(set) var table: DyadTable
    /// Side of each person: 0 or 1.
    let sides: [Int]
    /// People of side a, then of side b.
    let members: [[Int]]
    /// Profile rows of all people, `people × columns`.
    let rows: Matrix
    /// Features of each dyad of the table, `dyads × features`.
    private(set) var features: [Float]
    private(set) var featureCount: Int
    /// `Zᵀ Z` of the features, `features × features`.
    private(set) var featureGram: Matrix
    /// Weights of the features that other alliances taught, `features × channels`: where this one's begin.
    private(set) var pooledFeatureWeights: Matrix
    let prior: Hyperparameters
    /// What pooled weights of the profile say of each person before this alliance's own are learned:
    /// `people × channels`.
    let baseline: [Double]
    /// How many people (and, thrice, dyads) the prior covariances count as.
    let priorWeight: Double

    var parameters: Hyperparameters
    /// Posterior means of effects, profile part included: `people × channels`.
    var effects: [Double]
    /// What the profile alone says: `people × channels`.
    var expected: [Double]
    /// Posterior covariance of each person's effects given the others: `people × channels × channels`.
    var covariances: [Double]
    /// Regression of effects on profiles.
    var profile: ProfileRegression
    /// How uncertain the profile's expectation of each person is, in each canonical outcome of ``profile``:
    /// `people × channels`. Empty while the weights are held for certain.
    var priorSpreads: [Double] = []
    /// Regression of what effects and the pooled weights leave on the features of dyads.
    var featureRidge: MultivariateRidge
    /// `featureWeightsᵀ · z` of each dyad: `dyads × channels`.
    var offsets: [Float]
    /// Answers less ``offsets``: `dyads × channels`.
    var rests: [Float]
    /// Precision of the answers of each class, zero where unanswered: `classes × channels × channels`.
    var precisions: [Double] = []
    /// Linear term that each person's own prior gives, once the weights of the profile are no longer held for certain:
    /// `people × channels`. Empty before.
    var priorTerms: [Double] = []
    /// The dyads of each person and of each class.
    private(set) var layout: DyadLayout
    /// For each person the first one of the same side of whom as many dyads of every class are known: as long as the
    /// weights of the profile are held for certain, both are known equally well.
    private(set) var twins: [Int32] = []

    /// Channels of a dyad.
    var channelCount: Int { table.channelCount }

    init(
        table: DyadTable, sides: [Int], rows: Matrix, features: [Float], featureCount: Int,
        pooledFeatureWeights: Matrix, prior: Hyperparameters, priorWeight: Double, baseline: [Double]
    ) {
        self.table = table
        self.sides = sides
        self.rows = rows
        self.features = features
        self.featureCount = featureCount
        self.pooledFeatureWeights = pooledFeatureWeights
        self.prior = prior
        self.priorWeight = priorWeight
        self.baseline = baseline
        parameters = prior
        members = [0, 1].map { side in sides.indices.filter { sides[$0] == side } }
        let (people, width) = (sides.count, table.channelCount)
        effects = [Double](repeating: 0, count: people * width)
        expected = baseline
        covariances = [Double](repeating: 0, count: people * width * width)
        profile = ProfileRegression(rows, members: members, outcomes: width)
        featureGram = Self.gram(features, rows: table.count, columns: featureCount)
        featureRidge = MultivariateRidge(gram: featureGram, outcomes: width)
        offsets = [Float](repeating: 0, count: table.count * width)
        rests = offsets
        layout = DyadLayout(table, people: people)
        findTwins()
        updateOffsets()
    }

    /// Rounds after which learning stops though the parameters still move.
    static let mostRounds = 40
    /// Learning stops when no variance moves by more than this share in a round.
    static let parameterTolerance = 0.006
    /// The same where learning goes on later: what sheets and time are worth is read off what a rough fit leaves, too.
    static let roughTolerance = 0.03
    /// Means have settled when no effect moves by more than this, in standard deviations of an answer.
    static let effectTolerance = 1e-4

    /// Learns everything: rounds of expectation and maximisation until the variances stand still, then rounds
    /// in which the means settle at those variances.
    mutating func run() {
        learn(tolerance: Self.parameterTolerance)
        settle()
        marginaliseProfileWeights()
        for round in 0..<2 {
            sweep(side: 0, isAnew: round == 0)
            sweep(side: 1, isAnew: round == 0)
        }
    }

    /// Learns the parameters roughly, to begin ``run()`` near them once more is known of the sheets.
    mutating func runRoughly() { learn(tolerance: Self.roughTolerance) }

    private mutating func learn(tolerance: Double) {
        for round in 0..<Self.mostRounds {
            let before = parameters.variances
            update(learning: true, isAnew: true, withFeatures: round % 2 == 0)
            updateCovariances()
            if zip(before, parameters.variances).allSatisfy({ abs($0 - $1) <= tolerance * $0 }) { break }
        }
    }

    private mutating func settle() {
        var extrapolation = Extrapolation()
        for round in 0..<Self.mostRounds {
            let before = effects
            update(learning: false, isAnew: round == 0, withFeatures: round % 2 == 0)
            let steps = zip(effects, before).map { $0 - $1 }
            if steps.allSatisfy({ abs($0) <= Self.effectTolerance }) { break }
            if let further = extrapolation.factor(after: steps) {
                for place in effects.indices { effects[place] += further * steps[place] }
            }
        }
    }

    /// Learns on with the same dyads counted otherwise, and with what was learned of time, beginning where learning ended.
    ///
    /// - Parameter table: the same dyads in the same order.
    mutating func run(with table: DyadTable, stableShare: Double, halfLife: Double) {
        self.table = table
        layout = DyadLayout(table, people: sides.count)
        findTwins()
        updateOffsets()
        parameters.stableShare = stableShare
        parameters.halfLife = halfLife
        runAgain()
    }

    /// Learns anew without the features of dyads, beginning where learning with them ended.
    mutating func runWithoutFeatures() {
        features = []
        featureCount = 0
        featureGram = Matrix(0, 0)
        pooledFeatureWeights = Matrix(0, channelCount)
        featureRidge = MultivariateRidge(gram: featureGram, outcomes: channelCount)
        updateOffsets()
        runAgain()
    }

    private mutating func runAgain() {
        priorSpreads = []
        priorTerms = []
        run()
    }

    /// One round over people, grand means and the weights of profiles and features.
    ///
    /// - Parameter isAnew: whether parameters have moved since the last round.
    private mutating func update(learning: Bool, isAnew: Bool, withFeatures: Bool) {
        if isAnew { updatePrecisions() }
        sweep(side: 0, isAnew: isAnew)
        sweep(side: 1, isAnew: isAnew)
        centre()
        regressOnProfiles(learning: learning, isAnew: isAnew)
        if withFeatures { regressOnFeatures(learning: learning, isAnew: isAnew) }
    }

    /// Gives each person the prior that the profiles of the *others* make: the same posterior means, and
    /// variances that know how uncertain the weights of the profile are.
    private mutating func marginaliseProfileWeights() {
        let width = channelCount
        priorSpreads = [Double](repeating: 0, count: sides.count * width)
        for person in sides.indices {
            let place = person * width..<(person + 1) * width
            let others = profile.withoutOne(
                rows.row(person), side: sides[person],
                expected: place.map { expected[$0] - baseline[$0] },
                effect: place.map { effects[$0] - baseline[$0] })
            expected.replaceSubrange(place, with: zip(others.expected, baseline[place]).map { $0 + $1 })
            priorSpreads.replaceSubrange(place, with: others.spreads)
        }
    }

    private mutating func findTwins() {
        twins = sides.indices.map { Int32($0) }
        for side in 0...1 {
            var first: [[Int]: Int32] = [:]
            for person in members[side] {
                let known = layout.runs[layout.runs(of: person)].flatMap { [$0.kind, $0.places.count] }
                twins[person] = first[known, default: Int32(person)]
                first[known] = twins[person]
            }
        }
    }

    private static func gram(_ features: [Float], rows: Int, columns: Int) -> Matrix {
        var result = Matrix(columns, columns)
        if columns == 0 { return result }
        let block = 256 * columns
        for start in stride(from: 0, to: rows * columns, by: block) {
            result.addScatter(ofRows: features[start..<min(start + block, features.count)].map { Double($0) })
        }
        return result
    }
}

/// Goes on along steps that shrink evenly, as those of a linear iteration do in the end (Aitken 1926).
///
/// Where people met in groups, groups settle slowly against each other, and every round goes a little of the same way.
private struct Extrapolation {
    private var last: [Double] = []

    /// How many times the last step is still to go, where two steps in a row tell.
    mutating func factor(after steps: [Double]) -> Double? {
        guard !last.isEmpty else {
            last = steps
            return nil
        }
        let (products, squares) = zip(steps, last).reduce((0.0, 0.0)) {
            ($0.0 + $1.0 * $1.1, $0.1 + $1.1 * $1.1)
        }
        let ratio = squares > 0 ? products / squares : 0
        guard ratio > 0.2, ratio < 0.95 else {
            last = steps
            return nil
        }
        last = []
        return ratio / (1 - ratio)
    }
}

extension Matrix {
    /// Sum of the outer products of the given rows.
    func gram(of selected: [Int]) -> Matrix {
        var result = Matrix(columns, columns)
        for index in selected { result.addOuterProduct(row(index)) }
        return result
    }
}
