extension Estimation {
    /// Bayesian ridge of the effects of one side on their profiles, all channels with one prior variance as a
    /// multiple of the covariance of effects; `learning` also updates that variance. O(columns³ + people).
    mutating func regressOnProfiles(_ side: Int, learning: Bool) {
        let (width, columns) = (channelCount, rows.columns)
        guard columns > 0, !members[side].isEmpty else { return }
        var system = profileGram[side]
        for index in 0..<columns { system[index, index] += 1 / parameters.profile[side] }
        let covariance = system.inverted().inverse
        var right = Matrix(columns, width)
        for person in members[side] {
            for column in 0..<columns {
                let factor = rows[person, column]
                if factor == 0 { continue }
                for channel in 0..<width {
                    right[column, channel] += factor * effects[person * width + channel]
                }
            }
        }
        let weights = covariance * right
        profileWeights[side] = weights
        profileCovariance[side] = covariance
        for person in members[side] {
            let row = rows.row(person)
            leverages[person] = min(0.95, covariance.quadraticForm(row))
            let expectation = weights.transposed * row
            expected.replaceSubrange(person * width..<(person + 1) * width, with: expectation)
        }
        if learning {
            let size = Self.sizes(weights, covariance, parameters.people[side])
            let start = prior.profile[side]
            let pseudo = 6.0
            let sum = size.reduce(0, +)
            parameters.profile[side] = (sum + pseudo * start) / (Double(columns) + pseudo)
        }
    }

    /// Expected squared weight of each row, as a multiple of `scale`, averaged over the channels.
    static func sizes(_ weights: Matrix, _ covariance: Matrix, _ scale: Matrix) -> [Double] {
        let inverse = scale.inverted().inverse
        return (0..<weights.rows).map { row in
            inverse.quadraticForm(weights.row(row)) / Double(weights.columns) + covariance[row, row]
        }
    }

    /// Bayesian ridge of what people's effects leave on the features of dyads.
    mutating func regressOnFeatures(learning: Bool) {
        let (width, count) = (channelCount, featureCount)
        guard count > 0, table.count > 0 else { return }
        var system = featureGram
        for index in 0..<count {
            system[index, index] += 1 / parameters.features[index < similarityCount ? 0 : 1]
        }
        featureCovariance = system.inverted().inverse
        featureWeights = featureCovariance * featureProducts()
        updateOffsets()
        guard learning else { return }
        let size = Self.sizes(featureWeights, featureCovariance, parameters.dyad)
        for group in 0...1 {
            let part = group == 0 ? size[..<similarityCount] : size[similarityCount...]
            if part.isEmpty { continue }
            let pseudo = 6.0
            parameters.features[group] =
                (part.reduce(0, +) + pseudo * prior.features[group]) / (Double(part.count) + pseudo)
        }
        _ = width
    }

    /// `Zᵀ ·` (answers less means and effects); unanswered channels are filled with what the answered ones
    /// of the dyad make likely.
    private func featureProducts() -> Matrix {
        let (width, count) = (channelCount, featureCount)
        var result = Matrix(count, width)
        let fills = table.classes.map { fill(of: $0) }
        var target = [Double](repeating: 0, count: width)
        var residual = target
        result.values.withUnsafeMutableBufferPointer { out in
            features.withUnsafeBufferPointer { z in
                for dyad in 0..<table.count {
                    let kind = Int(table.classOf[dyad])
                    self.residual(dyad, table.classes[kind], &residual)
                    fills[kind].multiply(residual, into: &target)
                    for channel in 0..<width { target[channel] += Double(offsets[dyad * width + channel]) }
                    for index in 0..<count {
                        let factor = Double(z[dyad * count + index])
                        if factor == 0 { continue }
                        for channel in 0..<width { out[index * width + channel] += factor * target[channel] }
                    }
                }
            }
        }
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

    private mutating func updateOffsets() {
        let (width, count) = (channelCount, featureCount)
        let weights = featureWeights.values.map { Float($0) }
        for place in offsets.indices { offsets[place] = 0 }
        offsets.withUnsafeMutableBufferPointer { out in
            features.withUnsafeBufferPointer { z in
                weights.withUnsafeBufferPointer { w in
                    for dyad in 0..<table.count {
                        for index in 0..<count {
                            let factor = z[dyad * count + index]
                            if factor == 0 { continue }
                            for channel in 0..<width {
                                out[dyad * width + channel] += factor * w[index * width + channel]
                            }
                        }
                    }
                }
            }
        }
    }
}

extension Matrix {
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
