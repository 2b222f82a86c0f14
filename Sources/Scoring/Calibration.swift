/// Fits the ``Link`` on predictions of dyads that the model had not seen.
struct Calibration {
    /// Pseudo-count of the prior constant, in answers.
    static let constantWeight = 20.0
    /// Pseudo-count of the prior slope, in answers. Large, because where few dyads are known the others'
    /// effects have seen more of the dyad that is left out, and a slope learned there is too steep.
    static let slopeWeight = 300.0

    /// Learns the log-odds of both directions (a straight line each) and the dependence of the decisions.
    static func link(
        _ estimation: Estimation, _ unseen: LeaveOneOut, scale: AnswerScale,
        from lesson: LinkLesson = .nothing
    ) -> Link {
        var link = Link(prior: scale, people: estimation.parameters.people)
        link.begin(from: lesson, scale)
        let width = scale.channelCount
        for direction in 0...1 {
            let channel = scale.channel(scale.decision, direction: direction)
            let row = 2 + direction
            var (inputs, variances, outcomes): ([Double], [Double], [Double]) = ([], [], [])
            for (index, dyad) in unseen.dyads.enumerated() {
                let kind = estimation.table.classes[Int(estimation.table.classOf[dyad])]
                guard kind.observed.contains(channel) else { continue }
                inputs.append(unseen.predictions[index * width + channel])
                variances.append(unseen.variances[index * width + channel])
                outcomes.append(probability(estimation, dyad, channel, scale))
            }
            let line = logisticLine(
                inputs, variances, outcomes, constant: link.constants[row], slope: link.weights[row, channel])
            link.constants[row] = line.constant
            link.weights[row, channel] = line.slope
        }
        link.dependence = dependence(estimation, unseen, link, scale)
        return link
    }

    /// The decision of a channel of a dyad, back as 0 ... 1.
    static func probability(
        _ estimation: Estimation, _ dyad: Int, _ channel: Int, _ scale: AnswerScale
    ) -> Double {
        let answer = Double(estimation.table.answers[dyad * scale.channelCount + channel])
        return min(1, max(0, answer * scale.spreads[scale.decision] + scale.centres[scale.decision]))
    }

    /// Logistic regression on one input that is itself uncertain, by Newton's method, held near a prior line.
    ///
    /// The probability is that of ``Link/probability(_:variance:)``, so that the line is the one for people
    /// who are fully known.
    static func logisticLine(
        _ inputs: [Double], _ variances: [Double], _ outcomes: [Double], constant: Double, slope: Double
    ) -> (constant: Double, slope: Double) {
        var (c, s) = (constant, slope)
        // Information of an answer about the constant, and about the slope at inputs of usual variance.
        let (ofConstant, ofSlope) = (constantWeight * 0.2, slopeWeight * 0.2 * 0.25)
        for _ in 0..<60 {
            let steepness = s
            var (g0, g1) = (ofConstant * (constant - c), ofSlope * (slope - s))
            var (h00, h01, h11) = (ofConstant, 0.0, ofSlope)
            for index in inputs.indices {
                let damping = Link.damping(variance: steepness * steepness * variances[index])
                let (one, input) = (damping, damping * inputs[index])
                let p = Double.logistic(c * one + s * input)
                let weight = max(1e-9, p * (1 - p))
                g0 += (outcomes[index] - p) * one
                g1 += (outcomes[index] - p) * input
                h00 += weight * one * one
                h01 += weight * one * input
                h11 += weight * input * input
            }
            let determinant = h00 * h11 - h01 * h01
            let (stepC, stepS) = ((h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant)
            c += stepC
            s += stepS
            if abs(stepC) + abs(stepS) < 1e-9 { break }
        }
        return (c, s)
    }

    private static func dependence(
        _ estimation: Estimation, _ unseen: LeaveOneOut, _ link: Link, _ scale: AnswerScale
    ) -> Double {
        let width = scale.channelCount
        let channels = [0, 1].map { scale.channel(scale.decision, direction: $0) }
        var (sum, count) = (link.dependence * 100, 100.0)
        let outputs = link.outputs(ofRows: unseen.predictions)
        for (index, dyad) in unseen.dyads.enumerated() {
            let kind = estimation.table.classes[Int(estimation.table.classOf[dyad])]
            guard channels.allSatisfy({ kind.observed.contains($0) }) else { continue }
            let residuals = [0, 1].map { direction -> Double in
                let slope = link.weights[2 + direction, channels[direction]]
                let variance = slope * slope * unseen.variances[index * width + channels[direction]]
                let p = Link.probability(outputs[index, 2 + direction], variance: variance)
                let outcome = probability(estimation, dyad, channels[direction], scale)
                return (outcome - p) / max(1e-6, p * (1 - p)).squareRoot()
            }
            // A single surprise may not count more than nine usual ones.
            sum += max(-9, min(9, residuals[0] * residuals[1]))
            count += 1
        }
        return sum / count
    }
}
