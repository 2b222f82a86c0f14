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
        /// Covariance of the four outputs that one dyad's stable relationship adds.
        var relationship = Matrix(4, 4)
        /// The same of relationship and noise of one occasion together.
        var dyad = Matrix(4, 4)
        /// Covariance of the four outputs between strangers of average profile, a side.
        var people: [Matrix] = []
        /// Covariance of the four outputs that the grand means have.
        var grand = Matrix(4, 4)
        /// Dyads of each person, as rows of the table.
        var dyadsOfPerson: [[Int32]] = []
        /// Precision of the answers of each class of dyads.
        var precisions: [Matrix] = []
    }

    /// Makes ``derived`` anew. O(people × channels² + dyads).
    mutating func derive() {
        derived = Derived()
        for (row, key) in personKeys.enumerated() { derived.rowOfKey[key] = row }
        deriveDyads()
        let product = link.weights * parameters.means
        derived.constants = (0..<4).map { product[$0] + link.constants[$0] }
        derived.featureOutputs = featureWeights * link.weights.transposed
        derived.dyad = link.weights * parameters.dyad * link.weights.transposed
        derived.relationship = derived.dyad.scaled(by: parameters.stableShare)
        derived.people = parameters.people.map { link.weights * $0 * link.weights.transposed }
        derived.grand = grandCovariance()
        derived.outputs = [Double](repeating: 0, count: personCount * 4)
        derived.outputCovariances = [Double](repeating: 0, count: personCount * 16)
        for person in 0..<personCount { derivePerson(person) }
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
