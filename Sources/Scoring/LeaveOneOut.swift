import CScoringKernels

/// What the model would have foretold of each dyad had it not seen that dyad: in closed form, no refit.
///
/// Removes a dyad's own answers from the two people's effects, and each person from the regression on
/// profiles that centres them. What is left in is of second order: other people's effects saw the dyad.
struct LeaveOneOut {
    /// Predicted standardised answers, `dyads × channels`.
    var predictions: [Double]
    /// Variance of each prediction that comes from not knowing the two people, `dyads × channels`.
    var variances: [Double]
    /// Predictions of what two strangers with these profiles would answer, `dyads × channels`.
    var strangers: [Double]
    /// By how much the features of dyads lower the mean squared error of all answers: below 0, they do harm.
    var featureGain = 0.0
    /// The dyads predicted, as rows of the table.
    var dyads: [Int]

    /// Predicts at most `limit` dyads, evenly spread. O(limit × channels² + people × classes × channels³).
    init(_ estimation: Estimation, limit: Int = 20_000) {
        let (count, width) = (estimation.table.count, estimation.channelCount)
        let step = max(1, (count + limit - 1) / limit)
        dyads = Array(stride(from: 0, to: count, by: step))
        var cavities = Cavities(estimation, dyads: dyads, step: step)
        cavities.find()
        variances = cavities.variances
        predictions = cavities.means
        strangers = [Double](repeating: 0, count: dyads.count * width)
        let offsets = Self.offsets(estimation, step: step)
        for (index, dyad) in dyads.enumerated() {
            let a = Int(estimation.table.personA[dyad]) * width
            let b = Int(estimation.table.personB[dyad]) * width
            let place = index * width
            for channel in estimation.table.classes[Int(estimation.table.classOf[dyad])].observed {
                let without =
                    Double(estimation.table.answers[dyad * width + channel])
                    - estimation.parameters.means[channel] - predictions[place + channel]
                let with = without - offsets[place + channel]
                featureGain += without * without - with * with
            }
            for channel in 0..<width {
                let fixed = estimation.parameters.means[channel] + offsets[place + channel]
                predictions[place + channel] += fixed
                strangers[place + channel] =
                    fixed + estimation.expected[a + channel] + estimation.expected[b + channel]
            }
        }
    }

    /// What the features say of every `step`th dyad, with the weights as they would be without it.
    private static func offsets(_ estimation: Estimation, step: Int) -> [Double] {
        let (width, count) = (estimation.channelCount, (estimation.table.count + step - 1) / step)
        var offsets = [Double](repeating: 0, count: count * width)
        for index in 0..<count {
            for channel in 0..<width {
                offsets[index * width + channel] = Double(estimation.offsets[index * step * width + channel])
            }
        }
        if estimation.featureCount == 0 { return offsets }
        for kind in estimation.table.classes.indices {
            let wanted = estimation.layout.byClass[estimation.layout.places(ofClass: kind)].filter {
                Int($0) % step == 0
            }
            wanted.withUnsafeBufferPointer { wanted in
                for start in stride(from: 0, to: wanted.count, by: 256) {
                    let block = UnsafeBufferPointer(
                        rebasing: wanted[start..<min(start + 256, wanted.count)])
                    let removed = estimation.ownShare(of: block, kind)
                    for (place, dyad) in block.enumerated() {
                        for channel in 0..<width {
                            offsets[Int(dyad) / step * width + channel] -= removed[place, channel]
                        }
                    }
                }
            }
        }
        return offsets
    }
}

extension Estimation {
    /// What dyads of one class themselves have added to what the features say of them, `dyads × channels`.
    fileprivate func ownShare(of dyads: UnsafeBufferPointer<Int32>, _ kind: Int) -> Matrix {
        let rows = Matrix(
            dyads.count, featureCount,
            values: dyads.flatMap { dyad in
                features[Int(dyad) * featureCount..<(Int(dyad) + 1) * featureCount].lazy.map { Double($0) }
            })
        var along = rows * featureRidge.basis
        for place in along.values.indices { along.values[place] *= along.values[place] }
        let leverages = along * featureRidge.variances
        let residuals = Matrix(dyads.count, channelCount, values: residuals(of: dyads, kind))
        var canonical = residuals * (fill(of: table.classes[kind]).transposed * featureRidge.transform)
        for (place, leverage) in leverages.values.enumerated() {
            let held = min(0.95, leverage)
            canonical.values[place] *= held / (1 - held)
        }
        return canonical * featureRidge.inverseTransform
    }
}

/// Effects of people without one of their dyads.
private struct Cavities {
    private let estimation: Estimation
    private let dyads: [Int]
    private let step: Int
    private let width: Int
    /// Sums over both people of each dyad, `dyads × channels`.
    private(set) var means: [Double]
    private(set) var variances: [Double]

    init(_ estimation: Estimation, dyads: [Int], step: Int) {
        self.estimation = estimation
        self.dyads = dyads
        self.step = step
        width = estimation.channelCount
        means = [Double](repeating: 0, count: dyads.count * width)
        variances = means
    }

    /// Goes through all people: whichever dyad of a class a person is without, they are known equally well.
    mutating func find() {
        for person in estimation.sides.indices {
            let runs = estimation.layout.runs[estimation.layout.runs(of: person)].filter { run in
                run.places.contains { Int(estimation.layout.dyads[$0]) % step == 0 }
            }
            if !runs.isEmpty { find(person, runs) }
        }
    }

    private mutating func find(_ person: Int, _ runs: [DyadLayout.Run]) {
        let size = width * width
        var precision = Array(estimation.covariances[person * size..<(person + 1) * size])
        precision.invertMatrices(width: width)
        var cavities: [Double] = []
        cavities.reserveCapacity(runs.count * size)
        for (number, run) in runs.enumerated() {
            cavities += precision
            scoring_add_multiple(
                &cavities, Int64(number), -1, estimation.precisions, Int64(run.kind), Int64(size))
        }
        cavities.invertMatrices(width: width)
        // The precision times the effects: what all dyads and the prior say together.
        var told = [Double](repeating: 0, count: width)
        scoring_add_row_product(&told, 0, estimation.effects, Int64(person), precision, 0, Int64(width))
        for (number, run) in runs.enumerated() {
            let dyads = estimation.layout.dyads[run.places].filter { Int($0) % step == 0 }
            add(dyads, person, run.kind, told, Array(cavities[number * size..<(number + 1) * size]))
        }
    }

    /// Adds the effects of a person without each of some dyads of one class, and how unsure they are.
    private mutating func add(
        _ dyads: [Int32], _ person: Int, _ kind: Int, _ told: [Double], _ cavity: [Double]
    ) {
        let size = width * width
        var residuals = dyads.withUnsafeBufferPointer { estimation.residuals(of: $0, kind) }
        for channel in estimation.table.classes[kind].observed {
            let effect = estimation.effects[person * width + channel]
            for place in dyads.indices { residuals[place * width + channel] += effect }
        }
        let precision = Array(estimation.precisions[kind * size..<(kind + 1) * size])
        var linear = products(residuals, precision)
        for place in linear.indices { linear[place] = told[place % width] - linear[place] }
        let effects = products(linear, cavity)
        for (place, dyad) in dyads.enumerated() {
            let row = Int(dyad) / step * width
            for channel in 0..<width {
                means[row + channel] += effects[place * width + channel]
                variances[row + channel] += cavity[channel * width + channel]
            }
        }
    }

    /// Rows times a matrix.
    private func products(_ rows: [Double], _ matrix: [Double]) -> [Double] {
        var result = [Double](repeating: 0, count: rows.count)
        scoring_add_product(
            &result, rows, matrix, Int64(rows.count / width), Int64(width), Int64(width))
        return result
    }
}
