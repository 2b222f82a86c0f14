import CScoringKernels
import Domain

extension Posterior {
    /// What is foretold of a pair: chemistry, both sides' success and decisions, and where it comes from.
    ///
    /// - Parameters:
    ///   - personA: row of a person on side a (a precondition).
    ///   - personB: row of a person on side b (a precondition).
    /// - Complexity: O(features + channels²) for a pair with sheets, O(features) for any other.
    public func prediction(of personA: Int, with personB: Int) -> Prediction {
        precondition(
            sides[personA] == .a && sides[personB] == .b, "a pair is someone of side a and of side b")
        let outlook = outlook(personA, personB)
        let chemistry = Chemistry(outlook.means, outlook.covariance, scale: instrument.scale)
        let one = Link.probability(outlook.means[2], variance: outlook.people[2, 2])
        let two = Link.probability(outlook.means[3], variance: outlook.people[3, 3])
        return Prediction(
            chemistry: chemistry.mean, chemistrySD: chemistry.variance.squareRoot(),
            successA: held(outlook.means[0]), successB: held(outlook.means[1]),
            successSDA: max(0, outlook.covariance[0, 0] + outlook.noise[0, 0]).squareRoot(),
            successSDB: max(0, outlook.covariance[1, 1] + outlook.noise[1, 1]).squareRoot(),
            continueA: one, continueB: two,
            continueBoth: link.both(one, two, covariance: outlook.people[2, 3]),
            levels: levels(personA, personB), evidence: outlook.evidence)
    }

    private func levels(_ a: Int, _ b: Int) -> LevelProbabilities? {
        guard let reading = derived.levels else { return nil }
        var buffer = [Double](repeating: 0, count: features.count)
        features.write(a, b, profiles, into: &buffer)
        var answers = featureWeights.transposed * buffer
        let width = channelCount
        for channel in 0..<width {
            answers[channel] += parameters.means[channel]
            answers[channel] += effects[a * width + channel] + effects[b * width + channel]
        }
        var covariance = parameters.dyad.scaled(by: parameters.stableShare)
        if let dyad = derived.dyadOfPair[Self.pairKey(a, b)] {
            let gain = covariance * derived.precisions[Int(table.classOf[dyad])]
            let known = gain * residual(dyad, buffer)
            for channel in 0..<width { answers[channel] += known[channel] }
            covariance.add(gain * covariance, times: -1)
        }
        // The outcome is that of one occasion, with its noise.
        covariance.add(parameters.dyad, times: 1 - parameters.stableShare)
        covariance.add(self.covariance(of: a))
        covariance.add(self.covariance(of: b))
        return reading.probabilities(answers, covariance)
    }

    private func held(_ success: Double) -> Double {
        max(instrument.scale.min, min(instrument.scale.max, success))
    }

    /// The four outputs of a pair: posterior means, covariance, and the noise one answer has on top.
    struct Outlook {
        var means: [Double]
        var covariance: Matrix
        /// The part of ``covariance`` that comes from not knowing the two people.
        var people: Matrix
        var noise: Matrix
        var evidence: Evidence
    }

    func outlook(_ a: Int, _ b: Int) -> Outlook {
        let outputs = outputs(a, b)
        var (people, covariance) = (outputs.people, outputs.relationship)
        let evidence = evidence(people, covariance)
        let noise = derived.dyad.scaled(by: 1 - parameters.stableShare)
        people.add(derived.grand)
        covariance.add(people)
        return Outlook(
            means: outputs.means, covariance: covariance, people: people, noise: noise, evidence: evidence)
    }

    /// The four outputs of a pair: means, and the covariances of what people and what the relationship make of them.
    func outputs(_ a: Int, _ b: Int) -> (means: [Double], people: Matrix, relationship: Matrix) {
        var means = derived.constants
        var buffer = [Double](repeating: 0, count: features.count)
        features.write(a, b, profiles, into: &buffer)
        for index in 0..<4 {
            means[index] += derived.outputs[a * 4 + index] + derived.outputs[b * 4 + index]
        }
        scoring_add_product(&means, buffer, derived.featureOutputs.values, 1, Int64(buffer.count), 4)
        var people = Matrix(4, 4)
        for index in 0..<16 {
            people.values[index] =
                derived.outputCovariances[a * 16 + index] + derived.outputCovariances[b * 16 + index]
        }
        guard let dyad = derived.dyadOfPair[Self.pairKey(a, b)] else {
            return (means, people, derived.relationship)
        }
        let known = derived.knownRelationships[Int(table.classOf[dyad])]
        let moved = known.gain * residual(dyad, buffer)
        for index in 0..<4 { means[index] += moved[index] }
        return (means, people, known.covariance)
    }

    /// Answers of a dyad less what people and features explain; 0 where unanswered.
    private func residual(_ dyad: Int, _ features: [Double]) -> [Double] {
        let width = channelCount
        let (a, b) = (Int(table.personA[dyad]), Int(table.personB[dyad]))
        let offset = features * featureWeights
        var residual = [Double](repeating: 0, count: width)
        for channel in table.classes[Int(table.classOf[dyad])].observed {
            residual[channel] =
                Double(table.answers[dyad * width + channel]) - parameters.means[channel]
                - effects[a * width + channel] - effects[b * width + channel] - offset[channel]
        }
        return residual
    }

    /// Shares of variance between pairs that people's sheets and the pair's own sheets have removed.
    private func evidence(_ people: Matrix, _ relationship: Matrix) -> Evidence {
        func total(_ matrix: Matrix) -> Double { max(0, matrix[2, 2]) + max(0, matrix[3, 3]) }
        let before = total(derived.people[0]) + total(derived.people[1])
        let all = max(1e-12, before + total(derived.relationship))
        let byPeople = min(1, max(0, (before - total(people)) / all))
        let byPair = min(1 - byPeople, max(0, (total(derived.relationship) - total(relationship)) / all))
        return Evidence(prior: 1 - byPeople - byPair, people: byPeople, pair: byPair)
    }
}
