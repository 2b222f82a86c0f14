import CScoringKernels

extension Estimation {
    /// Maximises over the covariances of people's effects and of dyads, given the current posterior.
    mutating func updateCovariances() {
        for side in 0...1 { updatePeople(side) }
        updateDyad()
    }

    /// Covariance of effects: scatter around the profile's expectation, uncertainty, and the prior.
    private mutating func updatePeople(_ side: Int) {
        let width = channelCount
        var sum = prior.people[side].scaled(by: priorWeight)
        sum.values.withUnsafeMutableBufferPointer { out in
            var distance = [Double](repeating: 0, count: width)
            for person in members[side] {
                let base = person * width
                for channel in 0..<width {
                    distance[channel] = effects[base + channel] - expected[base + channel]
                }
                for row in 0..<width {
                    for column in 0..<width {
                        out[row * width + column] +=
                            distance[row] * distance[column] + covariances[(base + row) * width + column]
                    }
                }
            }
        }
        if rows.columns > 0 { sum.add(profile.uncertainty(of: side)) }
        parameters.people[side] = sum.scaled(by: 1 / (priorWeight + Double(members[side].count)))
            .symmetrised()
    }

    /// Covariance of dyads: for each class the filled-in residuals, their uncertainty, and what no answer
    /// told. O(dyads × channels²).
    private mutating func updateDyad() {
        let weight = 3 * priorWeight
        var sum = prior.dyad.scaled(by: weight)
        let scatters = classScatters()
        for (kind, scatter) in zip(table.classes, scatters) {
            let part = parameters.dyad * kind.unscaledPrecision(parameters.dyad)
            sum.add(part * scatter.sum * part.transposed)
            sum.add(parameters.dyad, times: scatter.count)
            sum.add(part * parameters.dyad, times: -scatter.count)
        }
        if featureCount > 0 { sum.add(featureRidge.uncertainty()) }
        parameters.dyad = sum.scaled(by: 1 / (weight + Double(table.count))).symmetrised()
    }

    /// Scatter of the residuals of each class in unit scales, with the uncertainty of people's effects.
    private func classScatters() -> [(sum: Matrix, count: Double)] {
        let width = channelCount
        var sums = table.classes.map { _ in Matrix(width, width) }
        var counts = [Double](repeating: 0, count: table.classes.count)
        for kind in table.classOf { counts[Int(kind)] += 1 }
        addResiduals(to: &sums)
        for person in sides.indices {
            for place in layout.runs(of: person) {
                let run = layout.runs[place]
                scoring_add_multiple(
                    &sums[run.kind].values, 0, Double(run.places.count), covariances, Int64(person),
                    Int64(width * width))
            }
        }
        for (index, kind) in table.classes.enumerated() {
            let scales = kind.scales(stableShare: parameters.stableShare, channels: width)
            var mask = [Double](repeating: 0, count: width)
            for channel in kind.observed { mask[channel] = 1 / scales[channel] }
            for row in 0..<width {
                for column in 0..<width { sums[index][row, column] *= mask[row] * mask[column] }
            }
        }
        return Array(zip(sums, counts)).map { (sum: $0.0, count: $0.1) }
    }

    /// Adds the outer product of each dyad's residual to the matrix of its class.
    private func addResiduals(to sums: inout [Matrix]) {
        eachResidualBlock { kind, _, residuals in sums[kind].addScatter(ofRows: residuals) }
    }
}
