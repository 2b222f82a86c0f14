import CScoringKernels
import Domain

/// Pairs that have sheets of their own.
extension Posterior {
    /// Room for what one pair is computed in, reused from pair to pair.
    struct PairRoom {
        fileprivate var means: [Double] = []
        fileprivate var features: [Double] = []
        fileprivate var offset: [Double] = []
        fileprivate var residual: [Double] = []
        fileprivate var covariance = Matrix(4, 4)

        /// A pair of this posterior can be computed in it.
        fileprivate mutating func prepare(_ posterior: Posterior) {
            if residual.count == posterior.channelCount, features.count == posterior.features.count { return }
            features = [Double](repeating: 0, count: posterior.features.count)
            residual = [Double](repeating: 0, count: posterior.channelCount)
            offset = residual
        }
    }

    /// Mutual chemistry of the two people of a dyad: as ``outputs(_:_:)`` has it, to the bit, and for a third of the time.
    func chemistry(ofKnown dyad: Int, _ room: inout PairRoom) -> Chemistry {
        room.prepare(self)
        let (a, b) = (Int(table.personA[dyad]), Int(table.personB[dyad]))
        room.means = derived.constants
        for index in 0..<4 {
            room.means[index] += derived.outputs[a * 4 + index] + derived.outputs[b * 4 + index]
        }
        for channel in 0..<channelCount { room.offset[channel] = 0 }
        if derived.hasFeatureWeights {
            let count = Int64(features.count)
            features.write(a, b, profiles, into: &room.features)
            scoring_add_product(&room.means, room.features, derived.featureOutputs.values, 1, count, 4)
            scoring_add_product(
                &room.offset, room.features, featureWeights.values, 1, count, Int64(channelCount))
        }
        let known = derived.knownRelationships[Int(table.classOf[dyad])]
        writeResidual(of: dyad, a, b, &room)
        for index in 0..<4 {
            var moved = 0.0
            for channel in 0..<channelCount { moved += known.gain[index, channel] * room.residual[channel] }
            room.means[index] += moved
        }
        for index in 0..<16 {
            let people = derived.outputCovariances[a * 16 + index] + derived.outputCovariances[b * 16 + index]
            room.covariance.values[index] =
                known.covariance.values[index] + people + derived.grand.values[index]
        }
        return Chemistry(room.means, room.covariance, scale: instrument.scale)
    }

    /// Answers less what people and features explain; 0 where unanswered.
    private func writeResidual(of dyad: Int, _ a: Int, _ b: Int, _ room: inout PairRoom) {
        let width = channelCount
        for channel in 0..<width { room.residual[channel] = 0 }
        for channel in table.classes[Int(table.classOf[dyad])].observed {
            room.residual[channel] =
                Double(table.answers[dyad * width + channel]) - parameters.means[channel]
                - effects[a * width + channel] - effects[b * width + channel] - room.offset[channel]
        }
    }
}
