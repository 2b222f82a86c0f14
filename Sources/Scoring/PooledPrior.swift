import Domain

/// What the alliances of an installation taught: where a new alliance starts from.
///
/// Parameters are averaged over alliances with the same questionnaire, each with a weight between 0 and 1 that
/// grows with its dyads, and the fixed prior counts as one alliance more. Weights of profile columns are
/// averaged by attribute and word, so what years of experience taught in one alliance is expected in the next.
public struct PooledPrior: Sendable, Hashable {
    /// Dyads from which on an alliance counts fully.
    static let fullDyads = 200.0

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
        let total = 1 + lessons.reduce(0) { $0 + $1.weight }
        for answer in 0..<result.answerCount {
            let centres = lessons.reduce(result.centres[answer]) { $0 + $1.weight * $1.scale.centres[answer] }
            let spreads = lessons.reduce(result.spreads[answer]) { $0 + $1.weight * $1.scale.spreads[answer] }
            result.centres[answer] = centres / total
            result.spreads[answer] = spreads / total
        }
        return result
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
    /// as if one more alliance had found nothing. Nil when no alliance had this questionnaire.
    func weights(for encoding: ProfileEncoding, _ instrument: Instrument) -> Matrix? {
        let lessons = lessons(for: instrument)
        guard let first = lessons.first else { return nil }
        let width = first.scale.channelCount
        var result = Matrix(encoding.columns.count, width)
        for (index, column) in encoding.columns.enumerated() where column.factor > 0 {
            let known = lessons.compactMap { lesson in
                lesson.weights[encoding.key(of: column)].map { (weight: lesson.weight, values: $0) }
            }
            let total = (1 + known.reduce(0) { $0 + $1.weight }) * encoding.units(of: column)
            for lesson in known {
                for channel in 0..<width {
                    result[index, channel] += lesson.weight * lesson.values[channel] / total
                }
            }
        }
        return result
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
    /// What this alliance teaches others.
    var lesson: PooledPrior.Lesson {
        let own = profileWeights(of: 0)
        let other = profileWeights(of: 1).columnRolesSwapped()
        var weights: [PooledPrior.ProfileKey: [Double]] = [:]
        for (index, column) in encoding.columns.enumerated() where column.factor > 0 {
            // A company is nobody's elsewhere.
            if encoding.fields[column.field].attribute.name == ProfileEncoding.companyField { continue }
            let units = encoding.units(of: column)
            weights[encoding.key(of: column)] = (0..<channelCount).map {
                (own[index, $0] + other[index, $0]) / 2 * units
            }
        }
        return PooledPrior.Lesson(
            instrument: instrument, weight: min(1, Double(table.count) / PooledPrior.fullDyads), scale: scale,
            parameters: parameters, weights: weights)
    }
}
