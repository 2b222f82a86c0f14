import Domain

/// What the alliances of an installation taught: where a new alliance starts from.
///
/// Parameters are averaged over alliances with the same questionnaire, each with a weight between 0 and 1 that
/// grows with its dyads, and the fixed prior counts as one alliance more. Weights of profile columns are
/// averaged by attribute and word, so what years of experience taught in one alliance is expected in the next, and so are
/// those of what two profiles say of a pair.
public struct PooledPrior: Sendable, Hashable {
    /// Dyads from which on an alliance counts fully.
    static let fullDyads = 200.0

    /// Alliances that the fixed prior of centres and spreads counts as: a questionnaire's answers lie about as high in one
    /// alliance as in the next (within some 0.3 of ten points), and anywhere near the middle before any is known (1 point).
    static let weightOfFixedScale = 0.1

    /// Number of alliances behind it.
    public let allianceCount: Int

    /// One alliance's contribution.
    struct Lesson: Sendable, Hashable {
        var instrument: Instrument
        var weight: Double
        var scale: AnswerScale
        var parameters: Hyperparameters
        /// Weight of one raw unit of an attribute's number, or of having a word, in roles.
        var weights: [ProfileKey: [Double]]
        /// How reliable these are, see ``WeightEvidence``.
        var reliability: Double
        /// How two profiles go together.
        var features: FeatureLesson
        /// How decisions follow from predicted answers.
        var link: LinkLesson
    }

    /// An attribute, or one word of it.
    struct ProfileKey: Sendable, Hashable {
        var attribute: String
        var word: String?
    }

    var lessons: [Lesson] = []

    /// Pools posteriors of other alliances; those without sheets teach nothing.
    public init(pooling posteriors: [Posterior]) {
        allianceCount = posteriors.count
        lessons = posteriors.filter { $0.table.count > 0 }.map { $0.lesson }
    }

    private func lessons(for instrument: Instrument) -> [Lesson] {
        lessons.filter {
            $0.instrument.scale == instrument.scale
                && $0.instrument.factors.map(\.key) == instrument.factors.map(\.key)
        }
    }

    /// How many times the weight of the fixed prior this one has: 1 ... 4.
    var trust: Double { min(4, 1 + lessons.reduce(0) { $0 + $1.weight } / 2) }

    /// Centres and spreads of answers, or nil when no alliance had this questionnaire.
    func scale(for instrument: Instrument) -> AnswerScale? {
        let lessons = lessons(for: instrument)
        guard !lessons.isEmpty else { return nil }
        var result = AnswerScale(prior: instrument)
        let own = Self.weightOfFixedScale
        let total = own + lessons.reduce(0) { $0 + $1.weight }
        func pooled(_ fixed: Double, _ part: (AnswerScale) -> Double) -> Double {
            lessons.reduce(own * fixed) { $0 + $1.weight * part($1.scale) } / total
        }
        for answer in 0..<result.answerCount {
            result.centres[answer] = pooled(result.centres[answer]) { $0.centres[answer] }
            result.spreads[answer] = pooled(result.spreads[answer]) { $0.spreads[answer] }
        }
        return result
    }

    /// How decisions follow from predicted answers.
    func link(for instrument: Instrument) -> LinkLesson {
        LinkLesson(pooling: lessons(for: instrument).map { ($0.weight, $0.link) })
    }

    /// Moves a fixed prior towards what was taught.
    func improve(_ prior: inout Hyperparameters, for instrument: Instrument) {
        let lessons = lessons(for: instrument)
        guard !lessons.isEmpty else { return }
        let total = 1 + lessons.reduce(0) { $0 + $1.weight }
        func blend(_ start: Matrix, _ part: (Lesson) -> Matrix) -> Matrix {
            var sum = start
            for lesson in lessons { sum.add(part(lesson), times: lesson.weight) }
            return sum.scaled(by: 1 / total)
        }
        prior.people = [0, 1].map { side in blend(prior.people[side]) { $0.parameters.people[side] } }
        prior.dyad = blend(prior.dyad) { $0.parameters.dyad }
        let stable = lessons.reduce(prior.stableShare) { $0 + $1.weight * $1.parameters.stableShare }
        prior.stableShare = stable / total
        let logarithms = lessons.reduce(Double.logarithm(prior.halfLife)) {
            $0 + $1.weight * Double.logarithm($1.parameters.halfLife)
        }
        prior.halfLife = Double.exponential(logarithms / total)
    }

    /// Weights of profile columns in roles, `columns × channels`; unknown attributes have 0. Each is shrunk
    /// by how much is known of it. Nil when no alliance had this questionnaire.
    func weights(for encoding: ProfileEncoding, _ instrument: Instrument) -> Matrix? {
        let lessons = lessons(for: instrument)
        guard let first = lessons.first else { return nil }
        let width = first.scale.channelCount
        var result = Matrix(encoding.columns.count, width)
        for (index, column) in encoding.columns.enumerated() where column.factor > 0 {
            let known = lessons.compactMap { lesson in
                lesson.weights[encoding.key(of: column)].map {
                    (count: lesson.weight * WeightEvidence.count(reliability: lesson.reliability), values: $0)
                }
            }
            let total = (1 + known.reduce(0) { $0 + $1.count }) * encoding.units(of: column)
            for lesson in known {
                for channel in 0..<width {
                    result[index, channel] += lesson.count * lesson.values[channel] / total
                }
            }
        }
        return result
    }
}

extension PooledPrior {
    /// Weights of the features of dyads, `features × channels`, shrunk by how much is known of them; zero where nothing was
    /// taught.
    func weights(for features: DyadFeatures, _ encoding: ProfileEncoding, _ instrument: Instrument) -> Matrix
    {
        let lessons = lessons(for: instrument)
        let counts = lessons.map { $0.weight * WeightEvidence.count(reliability: $0.features.reliability) }
        let total = 1 + counts.reduce(0, +)
        let width = 2 * (instrument.factors.count + 2)
        return zip(lessons, counts).reduce(into: Matrix(features.count, width)) { sum, known in
            sum.add(known.0.features.weights(for: features, encoding), times: known.1 / total)
        }
    }
}

extension ProfileEncoding {
    /// What a column is called in other alliances.
    func key(of column: Column) -> PooledPrior.ProfileKey {
        let field = fields[column.field]
        return PooledPrior.ProfileKey(
            attribute: field.attribute.name, word: column.word.map { field.words[$0] })
    }

    /// Units of the column that one raw unit of the attribute (or having the word) makes.
    func units(of column: Column) -> Double {
        column.word == nil ? column.factor / fields[column.field].spread : column.factor
    }
}

extension Posterior {
    /// Share of the variance of people's effects beyond the profile that sheets have taken away, 0 to 1. O(people × channels).
    private var knownShareOfEffects: Double {
        let width = channelCount
        var (known, all) = (0.0, 0.0)
        for (person, side) in sides.enumerated() {
            let prior = parameters.people[side == .a ? 0 : 1]
            for channel in 0..<width {
                let left = Double(covariances[(person * width + channel) * width + channel])
                known += max(0, prior[channel, channel] - left)
                all += prior[channel, channel]
            }
        }
        return all > 0 ? known / all : 0
    }

    /// What this alliance teaches others.
    var lesson: PooledPrior.Lesson {
        let reliability = profile.ridge.reliability(parameters.profile, known: knownShareOfEffects)
        let sides = [profile.weights(of: 0), profile.weights(of: 1).columnRolesSwapped()]
        var both = sides[0].scaled(by: 0.5)
        both.add(sides[1], times: 0.5)
        let evidence = WeightEvidence(beginning: pooledWeights, learned: both, reliability: reliability)
        var weights: [PooledPrior.ProfileKey: [Double]] = [:]
        // A company is nobody's elsewhere.
        for (index, column) in encoding.columns.enumerated() where encoding.teaches(index) {
            let units = encoding.units(of: column)
            weights[encoding.key(of: column)] = (0..<channelCount).map {
                evidence.weights[index, $0] * units
            }
        }
        return PooledPrior.Lesson(
            instrument: instrument, weight: min(1, Double(table.count) / PooledPrior.fullDyads), scale: scale,
            parameters: parameters, weights: weights, reliability: evidence.reliability,
            features: FeatureLesson(features, encoding, featureEvidence),
            link: LinkLesson(link, beginning: Link(prior: scale, people: parameters.people), scale))
    }
}
