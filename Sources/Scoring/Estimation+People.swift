extension Estimation {
    /// Recomputes the precision of the answers of every class.
    mutating func updatePrecisions() {
        precisions = table.classes.map {
            $0.precision(parameters.dyad, stableShare: parameters.stableShare)
        }
    }

    /// Updates all people of one side, given everybody on the other side.
    /// O(dyads × channels + people × channels³).
    mutating func sweep(side: Int) {
        let inverse = parameters.people[side].inverted().inverse
        let width = channelCount
        var precision = [Double](repeating: 0, count: width * width)
        var linear = [Double](repeating: 0, count: width)
        for person in members[side] {
            gather(person, inverse, &precision, &linear)
            precision.withUnsafeMutableBufferPointer { _ = Matrix.invert($0.baseAddress!, width) }
            let base = person * width
            precision.withUnsafeBufferPointer { covariance in
                for row in 0..<width {
                    var sum = 0.0
                    for column in 0..<width { sum += covariance[row * width + column] * linear[column] }
                    effects[base + row] = sum
                }
            }
            covariances.replaceSubrange(base * width..<(base + width) * width, with: precision)
        }
    }

    /// Precision and linear term of one person's effects: the prior, then what each dyad adds.
    private func gather(
        _ person: Int, _ inverse: Matrix, _ precision: inout [Double], _ linear: inout [Double]
    ) {
        let width = channelCount
        let own =
            priorSpreads.isEmpty
            ? inverse
            : profile.priorPrecision(
                parameters.people[sides[person]], side: sides[person],
                spreads: Array(priorSpreads[person * width..<(person + 1) * width]))
        precision = own.values
        linear = own * Array(expected[person * width..<(person + 1) * width])
        var residual = [Double](repeating: 0, count: width)
        var place = starts[person]
        let end = starts[person + 1]
        while place < end {
            let kind = table.classOf[Int(incidence[place])]
            var last = place
            while last < end, table.classOf[Int(incidence[last])] == kind { last += 1 }
            sumResiduals(person, place..<last, &residual)
            let weight = precisions[Int(kind)]
            let times = Double(last - place)
            weight.values.withUnsafeBufferPointer { w in
                precision.withUnsafeMutableBufferPointer { p in
                    for row in 0..<width {
                        var sum = 0.0
                        for column in 0..<width {
                            let entry = w[row * width + column]
                            sum += entry * residual[column]
                            p[row * width + column] += times * entry
                        }
                        linear[row] += sum
                    }
                }
            }
            place = last
        }
    }

    /// Sums answers less everything but the effects of `person` over some of their dyads.
    private func sumResiduals(_ person: Int, _ places: Range<Int>, _ residual: inout [Double]) {
        let width = channelCount
        let mine = Int32(truncatingIfNeeded: person)
        residual.withUnsafeMutableBufferPointer { out in
            for channel in 0..<width { out[channel] = -Double(places.count) * parameters.means[channel] }
            table.answers.withUnsafeBufferPointer { y in
                offsets.withUnsafeBufferPointer { offset in
                    effects.withUnsafeBufferPointer { effect in
                        for place in places {
                            let dyad = Int(incidence[place])
                            let a = table.personA[dyad]
                            let other = Int(a == mine ? table.personB[dyad] : a) * width
                            let base = dyad * width
                            for channel in 0..<width {
                                out[channel] +=
                                    Double(y[base + channel] - offset[base + channel])
                                    - effect[other + channel]
                            }
                        }
                    }
                }
            }
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
