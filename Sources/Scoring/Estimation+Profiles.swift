import CScoringKernels

extension Estimation {
    /// Pseudo-count of the prior covariance of weights, in columns.
    static let weightPrior = 3.0

    /// Regresses the effects of all people on their profiles; `learning` also updates how much profiles may
    /// explain. O(columns² × channels + people × columns × channels).
    mutating func regressOnProfiles(learning: Bool, isAnew: Bool) {
        let width = channelCount
        guard rows.columns > 0 else { return }
        let counts = members.map { Double($0.count) }
        var noise = parameters.people[0].scaled(by: counts[0] / (counts[0] + counts[1]))
        noise.add(parameters.people[1].rolesSwapped(), times: counts[1] / (counts[0] + counts[1]))
        let squares = profile.solve(
            rows, members: members, effects: zip(effects, baseline).map { $0 - $1 }, noise: noise,
            prior: parameters.profile, isAnew: isAnew)
        expected = baseline
        for side in 0...1 {
            let weights = profile.weights(of: side)
            expected.withUnsafeMutableBufferPointer { out in
                rows.values.withUnsafeBufferPointer { rows in
                    for person in members[side] {
                        scoring_add_product(
                            out.baseAddress! + person * width,
                            rows.baseAddress! + person * weights.rows, weights.values, 1,
                            Int64(weights.rows), Int64(width))
                    }
                }
            }
        }
        if learning {
            parameters.profile = Self.covariance(squares, profile.inputCount, prior.profile)
        }
    }

    /// Covariance of weights from their expected sum of squares and the prior.
    private static func covariance(_ squares: Matrix, _ count: Int, _ prior: Matrix) -> Matrix {
        var sum = squares
        sum.add(prior, times: weightPrior)
        return sum.scaled(by: 1 / (Double(count) + weightPrior)).symmetrised()
    }

    /// Weights of the features of dyads: what other alliances taught and what this one adds.
    var featureWeights: Matrix {
        var weights = pooledFeatureWeights
        weights.add(featureRidge.weights)
        return weights
    }

    /// What this alliance alone says of the weights of the features.
    var featureEvidence: WeightEvidence {
        WeightEvidence(
            beginning: pooledFeatureWeights, learned: featureRidge.weights,
            reliability: featureRidge.reliability(parameters.features))
    }

    /// Regresses what people's effects and the pooled weights leave on the features of dyads.
    mutating func regressOnFeatures(learning: Bool, isAnew: Bool) {
        guard featureCount > 0, table.count > 0 else { return }
        let squares = featureRidge.solve(
            products: featureProducts(), noise: parameters.dyad, prior: parameters.features, isAnew: isAnew)
        updateOffsets()
        if learning { parameters.features = Self.covariance(squares, featureCount, prior.features) }
    }

    /// `Zᵀ ·` (answers less means and effects); unanswered channels are filled with what the answered ones
    /// of the dyad make likely.
    private func featureProducts() -> Matrix {
        let (width, count) = (channelCount, featureCount)
        var sums = table.classes.map { _ in Matrix(count, width) }
        eachResidualBlock { kind, dyads, residuals in
            sums[kind].values.withUnsafeMutableBufferPointer { out in
                scoring_add_products(
                    out.baseAddress, features, dyads.baseAddress, residuals, Int64(dyads.count),
                    Int64(count), Int64(width))
            }
        }
        // What this alliance's own weights say now was taken out of the residuals.
        var result = featureGram * featureRidge.weights
        for (kind, sum) in zip(table.classes, sums) { result.add(sum * fill(of: kind).transposed) }
        return result
    }

    /// Maps the residual of the answered channels to the expected residual of all.
    func fill(of kind: NoiseClass) -> Matrix {
        var result = parameters.dyad * kind.unscaledPrecision(parameters.dyad)
        let scales = kind.scales(stableShare: parameters.stableShare, channels: channelCount)
        for row in 0..<channelCount {
            for column in 0..<channelCount { result[row, column] *= scales[row] / scales[column] }
        }
        return result
    }

    /// Answers of a dyad less everything the model says of them; 0 where unanswered.
    func residual(_ dyad: Int, _ kind: NoiseClass, _ out: inout [Double]) {
        let width = channelCount
        let (a, b) = (Int(table.personA[dyad]) * width, Int(table.personB[dyad]) * width)
        for channel in 0..<width { out[channel] = 0 }
        for channel in kind.observed {
            let place = dyad * width + channel
            let known = parameters.means[channel] + effects[a + channel] + effects[b + channel]
            out[channel] = Double(table.answers[place]) - known - Double(offsets[place])
        }
    }

    /// Residuals as ``residual(_:_:_:)`` gives them, in blocks of dyads of one class.
    func eachResidualBlock(_ body: (Int, UnsafeBufferPointer<Int32>, [Double]) -> Void) {
        let block = 1024
        for kind in table.classes.indices {
            let places = layout.places(ofClass: kind)
            layout.byClass.withUnsafeBufferPointer { dyads in
                for start in stride(from: places.lowerBound, to: places.upperBound, by: block) {
                    let dyads = UnsafeBufferPointer(
                        rebasing: dyads[start..<min(start + block, places.upperBound)])
                    body(kind, dyads, residuals(of: dyads, kind))
                }
            }
        }
    }

    /// Residuals of some dyads of one class, `dyads × channels`.
    func residuals(of dyads: UnsafeBufferPointer<Int32>, _ kind: Int) -> [Double] {
        let (width, count) = (channelCount, dyads.count)
        var mask = [Double](repeating: 0, count: width)
        for channel in table.classes[kind].observed { mask[channel] = 1 }
        return [Double](unsafeUninitializedCapacity: count * width) { out, filled in
            scoring_write_residuals(
                out.baseAddress, dyads.baseAddress, Int64(count), rests, table.personA, table.personB,
                effects, parameters.means, mask, Int64(width))
            filled = count * width
        }
    }

    mutating func updateOffsets() {
        let weights = featureWeights.values.map { Float($0) }
        let (dyads, count, width) = (Int64(table.count), Int64(featureCount), Int64(channelCount))
        offsets.withUnsafeMutableBufferPointer { out in
            rests.withUnsafeMutableBufferPointer { rests in
                scoring_write_offsets(
                    out.baseAddress, rests.baseAddress, table.answers, features, weights, dyads, count, width)
            }
        }
    }
}

extension Matrix {
    /// The mean of the matrix and its transpose.
    func symmetrised() -> Matrix {
        var result = scaled(by: 0.5)
        result.add(transposed, times: 0.5)
        return result
    }

    /// Matrix times vector into room that is already there.
    func multiply(_ vector: [Double], into out: inout [Double]) {
        let width = columns
        values.withUnsafeBufferPointer { m in
            for row in 0..<rows {
                var sum = 0.0
                for column in 0..<width { sum += m[row * width + column] * vector[column] }
                out[row] = sum
            }
        }
    }
}
