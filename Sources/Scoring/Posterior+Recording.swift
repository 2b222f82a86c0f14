public import Domain

extension Posterior {
    /// Takes in one more sheet at once: the exact conditional update of the rater, the target and their pair,
    /// everybody else and all parameters standing still. The nightly refit lets it reach the others too.
    ///
    /// - Parameter sheet: rater and target are rows of this posterior on opposite sides (a precondition);
    ///   its ratings must be as many as the instrument has factors (a precondition).
    /// - Complexity: O(dyads of the two people × features + channels³).
    public mutating func record(_ sheet: Sheet) {
        precondition(sides[sheet.rater] != sides[sheet.target], "a sheet is about someone of the other side")
        precondition(sheet.ratings.count == scale.factorCount, "a sheet needs one answer for each factor")
        let direction = sides[sheet.rater] == .a ? 0 : 1
        let (a, b) = direction == 0 ? (sheet.rater, sheet.target) : (sheet.target, sheet.rater)
        let answers = sheet.ratings + [sheet.success, sheet.wouldContinue.map { $0 ? 1 : 0 }]
        guard answers.contains(where: { $0 != nil }) else { return }
        let age = sheet.day?.daysSince1970 ?? SheetTable.unknownDay
        let weight = DyadGathering.weight(day: age, today: day.daysSince1970, halfLife: parameters.halfLife)
        merge(answers, direction, weight, into: dyad(a, b))
        updatePeople(a, b)
    }

    /// Row of the table for a pair, made when there is none.
    private mutating func dyad(_ a: Int, _ b: Int) -> Int {
        let key = Self.pairKey(a, b)
        if let known = derived.dyadOfPair[key] { return known }
        let dyad = table.count
        table.personA.append(Int32(a))
        table.personB.append(Int32(b))
        table.answers += [Float](repeating: 0, count: channelCount)
        table.worth += [0, 0]
        table.classOf.append(-1)
        derived.dyadOfPair[key] = dyad
        derived.dyadsOfPerson[a].append(Int32(dyad))
        derived.dyadsOfPerson[b].append(Int32(dyad))
        return dyad
    }

    /// Averages new answers into a dyad's row and gives it the class that fits.
    private mutating func merge(_ answers: [Double?], _ direction: Int, _ weight: Double, into dyad: Int) {
        let before = table.classOf[dyad] < 0 ? [] : table.classes[Int(table.classOf[dyad])].observed
        var observed = Set(before)
        let old = Double(table.worth[dyad * 2 + direction])
        for (answer, value) in answers.enumerated() {
            guard let value else { continue }
            let channel = scale.channel(answer, direction: direction)
            let place = dyad * channelCount + channel
            let standard = (value - scale.centres[answer]) / scale.spreads[answer]
            let known = observed.contains(channel) ? old : 0
            table.answers[place] = Float(
                (known * Double(table.answers[place]) + weight * standard) / (known + weight))
            observed.insert(channel)
        }
        table.worth[dyad * 2 + direction] = Float(old + weight)
        let kind = table.kind(of: dyad, observed: observed.sorted(), trust, scale)
        if let known = table.classes.firstIndex(of: kind) {
            table.classOf[dyad] = Int32(known)
        } else {
            table.classOf[dyad] = Int32(table.classes.count)
            table.classes.append(kind)
            let precision = kind.precision(parameters.dyad, stableShare: parameters.stableShare)
            derived.precisions.append(precision)
            derived.knownRelationships.append(knownRelationship(precision))
        }
    }

    /// Brings the effects of two people to their joint optimum, given everybody else.
    private mutating func updatePeople(_ a: Int, _ b: Int) {
        let people = [a, b].map { LocalPerson(self, $0) }
        for _ in 0..<50 {
            var moved = 0.0
            for person in people { moved = max(moved, settle(person)) }
            if moved < 1e-10 { break }
        }
        for person in people {
            let size = channelCount * channelCount
            covariances.replaceSubrange(
                person.row * size..<(person.row + 1) * size, with: person.covariance.values.map { Float($0) })
            derivePerson(person.row)
        }
    }

    /// Best effects of one person given the others; returns by how much they moved.
    private mutating func settle(_ person: LocalPerson) -> Double {
        let width = channelCount
        var linear = person.linear
        for (dyad, other) in person.dyads {
            let weight = derived.precisions[Int(table.classOf[dyad])]
            let known = weight * Array(effects[other * width..<(other + 1) * width])
            for channel in 0..<width { linear[channel] -= known[channel] }
        }
        let effect = person.covariance * linear
        var moved = 0.0
        for channel in 0..<width {
            moved = max(moved, abs(effects[person.row * width + channel] - effect[channel]))
            effects[person.row * width + channel] = effect[channel]
        }
        return moved
    }
}

/// One person's part of an online update: what does not change while the other settles.
private struct LocalPerson {
    let row: Int
    /// Posterior covariance given the others.
    let covariance: Matrix
    /// Linear term, the counterparts' effects left out.
    var linear: [Double]
    /// The person's dyads, with the counterpart of each.
    var dyads: [(dyad: Int, other: Int)] = []

    init(_ posterior: Posterior, _ row: Int) {
        self.row = row
        let width = posterior.channelCount
        let side = posterior.sides[row] == .a ? 0 : 1
        var precision = posterior.profile.priorPrecision(
            posterior.parameters.people[side], side: side,
            spreads: Array(posterior.priorSpreads[row * width..<(row + 1) * width]))
        linear = precision * Array(posterior.expected[row * width..<(row + 1) * width])
        var buffer = [Double](repeating: 0, count: posterior.features.count)
        var residual = [Double](repeating: 0, count: width)
        let weights = posterior.featureWeights.transposed
        for entry in posterior.derived.dyadsOfPerson[row] {
            let dyad = Int(entry)
            let (a, b) = (Int(posterior.table.personA[dyad]), Int(posterior.table.personB[dyad]))
            let weight = posterior.derived.precisions[Int(posterior.table.classOf[dyad])]
            posterior.features.write(a, b, posterior.profiles, into: &buffer)
            weights.multiply(buffer, into: &residual)
            for channel in 0..<width {
                let answer = Double(posterior.table.answers[dyad * width + channel])
                residual[channel] = answer - posterior.parameters.means[channel] - residual[channel]
            }
            let told = weight * residual
            for channel in 0..<width { linear[channel] += told[channel] }
            precision.add(weight)
            dyads.append((dyad, a == row ? b : a))
        }
        covariance = precision.inverted().inverse
    }
}
