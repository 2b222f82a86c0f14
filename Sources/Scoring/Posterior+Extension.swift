public import Domain

extension Posterior {
    /// The posterior for the people of a newer snapshot: who is new gets what their profile says and the wide
    /// interval of a newcomer, who left is forgotten, everybody else stays as known.
    ///
    /// Profiles are read anew, by the encoding that was learned; sheets are not (see ``record(_:)``).
    /// - Complexity: O(people × profile columns + dyads).
    public func extended(to snapshot: Snapshot) -> Posterior {
        var result = self
        result.personKeys = snapshot.people.map(\.key)
        result.sides = snapshot.people.indices.map { snapshot.side(of: $0) }
        result.profiles = PersonProfiles(snapshot, by: encoding)
        let old = snapshot.people.indices.map { row -> Int? in
            guard let known = derived.rowOfKey[snapshot.people[row].key] else { return nil }
            return sides[known] == result.sides[row] ? known : nil
        }
        result.takeOver(from: self, old)
        result.derive()
        return result
    }

    private mutating func takeOver(from before: Posterior, _ old: [Int?]) {
        let width = channelCount
        effects = []
        expected = []
        priorSpreads = []
        covariances = []
        trust.raters = old.map { known in known.map { before.trust.raters[$0] } ?? 1 }
        for (row, known) in old.enumerated() {
            if let known {
                effects += before.effects[known * width..<(known + 1) * width]
                expected += before.expected[known * width..<(known + 1) * width]
                priorSpreads += before.priorSpreads[known * width..<(known + 1) * width]
                covariances += before.covariances[known * width * width..<(known + 1) * width * width]
            } else {
                appendNewcomer(row)
            }
        }
        var new = [Int32](repeating: -1, count: before.personCount)
        for (row, known) in old.enumerated() { if let known { new[known] = Int32(row) } }
        table = before.table.renumbered(new)
    }

    /// Weights of the profile columns for one side, pooled and own, `columns × channels`.
    func profileWeights(of side: Int) -> Matrix {
        var weights = profile.weights(of: side)
        weights.add(side == 0 ? pooledWeights : pooledWeights.columnRolesSwapped())
        return weights
    }

    private mutating func appendNewcomer(_ row: Int) {
        let side = sides[row] == .a ? 0 : 1
        let input = profiles.rows.row(row)
        let expectation = profileWeights(of: side).transposed * input
        let spreads = profile.spreads(input, side: side)
        let precision = profile.priorPrecision(parameters.people[side], side: side, spreads: spreads)
        effects += expectation
        expected += expectation
        priorSpreads += spreads
        covariances += precision.inverted().inverse.symmetrised().values.map { Float($0) }
    }
}

extension DyadTable {
    /// The dyads of people who stay, with their new rows (−1: gone).
    func renumbered(_ rows: [Int32]) -> DyadTable {
        var result = DyadTable(channelCount: channelCount)
        result.classes = classes
        for dyad in 0..<count {
            let (a, b) = (rows[Int(personA[dyad])], rows[Int(personB[dyad])])
            if a < 0 || b < 0 { continue }
            result.personA.append(a)
            result.personB.append(b)
            result.answers += answers[dyad * channelCount..<(dyad + 1) * channelCount]
            result.worth += worth[dyad * 2..<(dyad + 1) * 2]
            result.classOf.append(classOf[dyad])
        }
        return result
    }
}
