import CScoringKernels

extension Estimation {
    /// Recomputes the precision of the answers of every class.
    mutating func updatePrecisions() {
        precisions = table.classes.flatMap {
            $0.precision(parameters.dyad, stableShare: parameters.stableShare).values
        }
    }

    /// Precision of the answers of one class.
    func precision(ofClass kind: Int) -> Matrix {
        let size = channelCount * channelCount
        return Matrix(
            channelCount, channelCount, values: Array(precisions[kind * size..<(kind + 1) * size]))
    }

    /// Updates all people of one side, given everybody on the other side.
    /// O(dyads × channels + people × channels² + people who differ in how much is known of them × channels³).
    ///
    /// - Parameter isAnew: whether parameters have moved since the last sweep; if not, people are known as well as then.
    mutating func sweep(side: Int, isAnew: Bool = true) {
        let width = channelCount
        let prior = parameters.people[side].inverted().inverse
        if isAnew { updateCovariances(side: side, prior) }
        var linear = [Double](repeating: 0, count: width)
        var residual = linear
        for person in members[side] {
            let base = person * width
            for channel in 0..<width { linear[channel] = priorTerms.isEmpty ? 0 : priorTerms[base + channel] }
            if priorTerms.isEmpty {
                scoring_add_row_product(&linear, 0, expected, Int64(person), prior.values, 0, Int64(width))
            }
            gather(person, &residual, &linear)
            for channel in 0..<width { effects[base + channel] = 0 }
            // Symmetric: a row times the matrix is the matrix times a column.
            scoring_add_row_product(
                &effects, Int64(person), linear, 0, covariances, Int64(person), Int64(width))
        }
    }

    /// Adds what each dyad says to the linear term of one person's effects.
    private func gather(_ person: Int, _ residual: inout [Double], _ linear: inout [Double]) {
        let width = channelCount
        for place in layout.runs(of: person) {
            let run = layout.runs[place]
            let count = Double(run.places.count)
            for channel in 0..<width { residual[channel] = -count * parameters.means[channel] }
            scoring_add_rests(
                &residual, layout.dyads, layout.others, Int64(run.places.lowerBound), Int64(run.places.count),
                rests, effects, Int64(width))
            scoring_add_row_product(&linear, 0, residual, 0, precisions, Int64(run.kind), Int64(width))
        }
    }

    /// Moves what all effects of a side have in common into the means, which changes no prediction.
    mutating func centre() {
        let width = channelCount
        for side in 0...1 {
            let count = Double(members[side].count)
            if count == 0 { continue }
            var shift = [Double](repeating: 0, count: width)
            for person in members[side] {
                let base = person * width
                for channel in 0..<width {
                    shift[channel] += effects[base + channel] - expected[base + channel]
                }
            }
            for channel in 0..<width { shift[channel] /= count + priorWeight }
            for person in members[side] {
                let base = person * width
                for channel in 0..<width { effects[base + channel] -= shift[channel] }
            }
            for channel in 0..<width { parameters.means[channel] += shift[channel] }
        }
    }
}

extension Estimation {
    /// People whose covariances are computed at once, so that what is worked on stays near.
    private static let block = 64

    /// Recomputes how unsure the effects of each person of a side are, given everybody else.
    ///
    /// - Parameter prior: precision of effects beyond the profile.
    mutating func updateCovariances(side: Int, _ prior: Matrix) {
        let size = channelCount * channelCount
        if !priorSpreads.isEmpty, priorTerms.isEmpty {
            priorTerms = [Double](repeating: 0, count: expected.count)
        }
        let own = priorSpreads.isEmpty ? members[side].filter { Int(twins[$0]) == $0 } : members[side]
        for start in stride(from: 0, to: own.count, by: Self.block) {
            updateCovariances(of: own[start..<min(start + Self.block, own.count)], side, prior)
        }
        guard priorSpreads.isEmpty else { return }
        covariances.withUnsafeMutableBufferPointer { covariance in
            for person in members[side] where Int(twins[person]) < person {
                let (place, twin) = (person * size, Int(twins[person]) * size)
                for offset in 0..<size { covariance[place + offset] = covariance[twin + offset] }
            }
        }
    }

    private mutating func updateCovariances(of people: ArraySlice<Int>, _ side: Int, _ prior: Matrix) {
        let (width, size) = (channelCount, channelCount * channelCount)
        var block: [Double] = []
        block.reserveCapacity(people.count * size)
        if priorSpreads.isEmpty {
            for _ in people { block += prior.values }
        } else {
            block = priorPrecisions(of: people, side)
            for (place, person) in people.enumerated() {
                for channel in 0..<width { priorTerms[person * width + channel] = 0 }
                scoring_add_row_product(
                    &priorTerms, Int64(person), expected, Int64(person), block, Int64(place), Int64(width))
            }
        }
        for (place, person) in people.enumerated() {
            for number in layout.runs(of: person) {
                let run = layout.runs[number]
                scoring_add_multiple(
                    &block, Int64(place), Double(run.places.count), precisions, Int64(run.kind), Int64(size))
            }
        }
        block.invertMatrices(width: width)
        for (place, person) in people.enumerated() {
            covariances.replaceSubrange(
                person * size..<(person + 1) * size, with: block[place * size..<(place + 1) * size])
        }
    }

    /// Precisions of people's effects before any sheet, once the weights of the profile are no longer held for certain.
    private func priorPrecisions(of people: ArraySlice<Int>, _ side: Int) -> [Double] {
        let width = channelCount
        var block: [Double] = []
        block.reserveCapacity(people.count * width * width)
        for person in people {
            var covariance = parameters.people[side]
            profile.addSpread(
                priorSpreads[person * width..<(person + 1) * width], side: side, to: &covariance)
            block += covariance.values
        }
        block.invertMatrices(width: width)
        return block
    }
}
