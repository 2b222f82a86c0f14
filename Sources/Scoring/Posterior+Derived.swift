import Domain

extension Posterior {
    /// Everything that pairs are computed from, in the form that makes a pair cheap.
    struct Derived: Sendable {
        /// Row of each person's key.
        var rowOfKey: [String: Int] = [:]
        /// Row of the dyad table for each pair with a sheet: key `a << 32 | b`.
        var dyadOfPair: [UInt64: Int] = [:]
        /// Contribution of each person to the four outputs: `people × 4`.
        var outputs: [Double] = []
        /// Covariance of that contribution: `people × 16`.
        var outputCovariances: [Double] = []
        /// Constants of the four outputs, grand means included.
        var constants: [Double] = []
        /// Weights of the dyad features for the four outputs: `features × 4`.
        var featureOutputs = Matrix(0, 4)
        /// Whether any feature says anything.
        var hasFeatureWeights = false
        /// Covariance of the four outputs that one dyad's stable relationship adds.
        var relationship = Matrix(4, 4)
        /// The same of relationship and noise of one occasion together.
        var dyad = Matrix(4, 4)
        /// Covariance of the four outputs between strangers of average profile, a side.
        var people: [Matrix] = []
        /// Weights of the features for the two indices of chemistry, their factors included.
        var indexWeights: [(Float, Float)] = []
        /// Constants of the two indices, and the covariance every pair without sheets has.
        var indexConstants = IndexContribution()
        /// How the four outputs make the two indices: of success, of log-odds.
        var indexSlopes = (0.0, 0.5)
        /// Everybody of side a and of side b, laid out for comparing.
        var grids: [PairGrid] = []
        /// Covariance of the four outputs that the grand means have.
        var grand = Matrix(4, 4)
        /// How each person usually answers, from their own sheets alone: shrunken mean less the grand mean,
        /// `people × channels`. Effects know more, but from sheets that the person's side may not see.
        var habits: [Double] = []
        /// Dyads of each person, as rows of the table.
        var dyadsOfPerson: [[Int32]] = []
        /// How levels of success are read; nil where the instrument has no reference means.
        var levels: LevelReading?
        /// Precision of the answers of each class of dyads.
        var precisions: [Matrix] = []
        /// What a dyad of each class says of its own relationship.
        var knownRelationships: [KnownRelationship] = []
    }

    /// What the sheets of a dyad say of the four outputs beyond what people and features do.
    struct KnownRelationship: Sendable {
        /// Of the residuals, `4 × channels`.
        var gain: Matrix
        /// What stays unknown of the stable relationship.
        var covariance: Matrix
    }

    /// A part of the two indices of chemistry: means, and variances with covariance (00, 01, 11).
    struct IndexContribution: Sendable {
        var means: (Float, Float) = (0, 0)
        var spreads: (Float, Float, Float) = (0, 0, 0)
    }

    /// Makes ``derived`` anew. O(people × channels² + dyads).
    mutating func derive() {
        derived = Derived()
        for (row, key) in personKeys.enumerated() { derived.rowOfKey[key] = row }
        deriveDyads()
        let product = link.weights * parameters.means
        derived.constants = (0..<4).map { product[$0] + link.constants[$0] }
        derived.featureOutputs = featureWeights * link.weights.transposed
        derived.hasFeatureWeights = featureWeights.values.contains { $0 != 0 }
        derived.dyad = link.weights * parameters.dyad * link.weights.transposed
        derived.relationship = derived.dyad.scaled(by: parameters.stableShare)
        derived.knownRelationships = derived.precisions.map { knownRelationship($0) }
        derived.people = parameters.people.map { link.weights * $0 * link.weights.transposed }
        derived.grand = grandCovariance()
        derived.outputs = [Double](repeating: 0, count: personCount * 4)
        derived.outputCovariances = [Double](repeating: 0, count: personCount * 16)
        derived.habits = [Double](repeating: 0, count: personCount * channelCount)
        deriveIndices()
        let reading = LevelReading(instrument, scale, parameters, dyads: table.count)
        derived.levels = reading.map { $0.with(levelCurve ?? $0.curve) }
        for person in 0..<personCount { derivePerson(person) }
        derived.grids = [Side.a, .b].map { side in
            PairGrid(self, sides.indices.filter { sides[$0] == side })
        }
    }

    private mutating func deriveIndices() {
        let scale = instrument.scale
        derived.indexSlopes = (Chemistry.successSlope(scale), 0.5)
        let constants = (0...1).map {
            Chemistry.index(success: derived.constants[$0], logOdds: derived.constants[2 + $0], scale)
        }
        var covariance = derived.relationship
        covariance.add(derived.grand)
        derived.indexConstants = IndexContribution(
            means: (Float(constants[0]), Float(constants[1])),
            spreads: derived.indexSpreads(covariance.values[...]))
        derived.indexWeights = (0..<features.count).map { feature in
            let factor =
                feature < features.similarityCount
                ? features.factors[feature]
                : feature < features.companyStart ? features.productFactor : features.companyFactor
            let weights = derived.indexMeans(derived.featureOutputs.row(feature)[...])
            return (weights.0 * Float(factor), weights.1 * Float(factor))
        }
    }

    private mutating func deriveDyads() {
        derived.dyadsOfPerson = [[Int32]](repeating: [], count: personCount)
        for dyad in 0..<table.count {
            let (a, b) = (Int(table.personA[dyad]), Int(table.personB[dyad]))
            derived.dyadOfPair[Self.pairKey(a, b)] = dyad
            derived.dyadsOfPerson[a].append(Int32(dyad))
            derived.dyadsOfPerson[b].append(Int32(dyad))
        }
        derived.precisions = table.classes.map {
            $0.precision(parameters.dyad, stableShare: parameters.stableShare)
        }
    }

    /// What a dyad's own sheets say of its relationship, by their precision.
    func knownRelationship(_ precision: Matrix) -> KnownRelationship {
        let stable = parameters.dyad.scaled(by: parameters.stableShare)
        let gain = link.weights * stable * precision
        var covariance = derived.relationship
        covariance.add(gain * stable * link.weights.transposed, times: -1)
        return KnownRelationship(gain: gain, covariance: covariance)
    }

    /// Variance of the grand means: that of an average over the people who were rated, and that of one more
    /// person, so that an alliance without sheets is unsure of its own average.
    private func grandCovariance() -> Matrix {
        var result = Matrix(4, 4)
        for side in 0...1 {
            let rated = sides.indices.filter {
                (sides[$0] == .a ? 0 : 1) == side && !derived.dyadsOfPerson[$0].isEmpty
            }
            result.add(derived.people[side], times: 1 / Double(rated.count + 1))
        }
        return result
    }

    /// Refreshes what is derived of one person. O(channels²).
    mutating func derivePerson(_ person: Int) {
        let width = channelCount
        let effect = Array(effects[person * width..<(person + 1) * width])
        let output = link.weights * effect
        for index in 0..<4 { derived.outputs[person * 4 + index] = output[index] }
        let covariance = covariance(of: person)
        let projected = link.weights * covariance * link.weights.transposed
        for index in 0..<16 { derived.outputCovariances[person * 16 + index] = projected.values[index] }
        deriveHabit(person)
        for index in derived.grids.indices { derived.grids[index].refresh(person, self) }
    }

    private mutating func deriveHabit(_ person: Int) {
        let (width, half) = (channelCount, channelCount / 2)
        let direction = sides[person] == .a ? 0 : 1
        var (sums, counts) = ([Double](repeating: 0, count: width), [Double](repeating: 0, count: width))
        for entry in derived.dyadsOfPerson[person] {
            let dyad = Int(entry)
            for channel in table.classes[Int(table.classOf[dyad])].observed where channel / half == direction
            {
                sums[channel] += Double(table.answers[dyad * width + channel]) - parameters.means[channel]
                counts[channel] += 1
            }
        }
        for channel in 0..<width {
            let ratio = parameters.dyad[channel, channel] / parameters.people[direction][channel, channel]
            derived.habits[person * width + channel] = sums[channel] / (counts[channel] + ratio)
        }
    }

    /// Posterior covariance of one person's effects, channels × channels.
    func covariance(of person: Int) -> Matrix {
        let size = channelCount * channelCount
        return Matrix(
            channelCount, channelCount,
            values: covariances[person * size..<(person + 1) * size].map { Double($0) })
    }

    static func pairKey(_ a: Int, _ b: Int) -> UInt64 {
        UInt64(UInt32(truncatingIfNeeded: a)) << 32 | UInt64(UInt32(truncatingIfNeeded: b))
    }
}

extension Posterior.Derived {
    /// What a person adds to the two indices of each of their pairs.
    func indexContribution(of person: Int) -> Posterior.IndexContribution {
        Posterior.IndexContribution(
            means: indexMeans(outputs[person * 4..<person * 4 + 4]),
            spreads: indexSpreads(outputCovariances[person * 16..<person * 16 + 16]))
    }

    /// The two indices of four outputs.
    func indexMeans(_ outputs: ArraySlice<Double>) -> (Float, Float) {
        let start = outputs.startIndex
        return (
            Float(indexSlopes.0 * outputs[start] + indexSlopes.1 * outputs[start + 2]),
            Float(indexSlopes.0 * outputs[start + 1] + indexSlopes.1 * outputs[start + 3])
        )
    }

    /// Variances and covariance (00, 01, 11) of the two indices, of a covariance of the four outputs.
    func indexSpreads(_ covariance: ArraySlice<Double>) -> (Float, Float, Float) {
        let start = covariance.startIndex
        func entry(_ row: Int, _ column: Int) -> Double { covariance[start + row * 4 + column] }
        func blend(_ one: Int, _ two: Int) -> Double {
            let (s, d) = indexSlopes
            return s * s * entry(one, two) + s * d * (entry(one, two + 2) + entry(one + 2, two))
                + d * d * entry(one + 2, two + 2)
        }
        return (Float(blend(0, 0)), Float(blend(0, 1)), Float(blend(1, 1)))
    }
}
