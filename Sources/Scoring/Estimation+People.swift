extension Estimation {
    /// Recomputes the precision of the answers of every class.
    mutating func updatePrecisions() {
        precisions = table.classes.map {
            $0.precision(parameters.dyad, stableShare: parameters.stableShare)
        }
    }

    /// Updates all people of one side, given everybody on the other side.
    /// O(dyads × channels + people × channels² + people who differ in how much is known of them × channels³).
    mutating func sweep(side: Int) {
        let inverse = parameters.people[side].inverted().inverse
        let width = channelCount
        var prior = inverse
        var linear = [Double](repeating: 0, count: width)
        for person in members[side] {
            let place = person * width * width..<(person + 1) * width * width
            if !priorSpreads.isEmpty { prior = priorPrecision(person) }
            let twin = Int(twins[person])
            if priorSpreads.isEmpty, twin < person {
                for offset in 0..<width * width {
                    covariances[place.lowerBound + offset] = covariances[twin * width * width + offset]
                }
            } else {
                covariances.replaceSubrange(place, with: precision(person, prior).inverted().inverse.values)
            }
            gather(person, prior, &linear)
            covariances.withUnsafeBufferPointer { covariance in
                for row in 0..<width {
                    var sum = 0.0
                    for column in 0..<width {
                        sum += covariance[place.lowerBound + row * width + column] * linear[column]
                    }
                    effects[person * width + row] = sum
                }
            }
        }
    }

    /// Precision of one person's effects before any sheet, once the weights of the profile are no longer held for certain.
    private func priorPrecision(_ person: Int) -> Matrix {
        profile.priorPrecision(
            parameters.people[sides[person]], side: sides[person],
            spreads: Array(priorSpreads[person * channelCount..<(person + 1) * channelCount]))
    }

    /// Precision of one person's effects given everybody else: the prior, and what each dyad adds.
    private func precision(_ person: Int, _ prior: Matrix) -> Matrix {
        var result = prior
        for (kind, places) in classRuns(of: person) {
            result.add(precisions[kind], times: Double(places.count))
        }
        return result
    }

    /// Linear term of one person's effects: the prior, then what each dyad adds.
    private func gather(_ person: Int, _ prior: Matrix, _ linear: inout [Double]) {
        let width = channelCount
        linear = Array(expected[person * width..<(person + 1) * width]) * prior
        var residual = [Double](repeating: 0, count: width)
        for (kind, places) in classRuns(of: person) {
            sumResiduals(person, places, &residual)
            let told = residual * precisions[kind]
            for channel in 0..<width { linear[channel] += told[channel] }
        }
    }

    /// The dyads of a person class by class, as places in ``incidence``.
    func classRuns(of person: Int) -> [(kind: Int, places: Range<Int>)] {
        var runs: [(kind: Int, places: Range<Int>)] = []
        var place = starts[person]
        let end = starts[person + 1]
        while place < end {
            let kind = table.classOf[Int(incidence[place])]
            var last = place
            while last < end, table.classOf[Int(incidence[last])] == kind { last += 1 }
            runs.append((Int(kind), place..<last))
            place = last
        }
        return runs
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
