public import Domain

extension Posterior {
    /// The two or three largest reasons why a pair is foretold better or worse than the average pair, for the
    /// eyes of one side: first those that speak for it.
    ///
    /// Rests only on what that side may see: both profiles, shared accounts, whether its person has written a sheet
    /// about the other, and what *its own* people say of the counterpart when at least five of them did. A sheet of
    /// the other side moves no reason but through the weights that all sheets of the alliance share: not even that
    /// it was written shows.
    ///
    /// - Complexity: O(features + profile columns).
    public func explanation(of personA: Int, with personB: Int, for side: Side) -> [Reason] {
        let explaining = Explaining(self, personA, personB, side)
        return explaining.reasons()
    }
}

/// Collects the contributions to one side's index of a pair.
struct Explaining {
    /// Raters of the own side needed before anything is said of a reputation.
    static let fewestRaters = 5
    /// Contributions below so many points of chemistry are not worth a sentence.
    static let fewestPoints = 0.5

    let posterior: Posterior
    let personA: Int
    let personB: Int
    let side: Side
    /// Points of chemistry that one unit of this side's success and log-odds adds.
    let slopes: [Double]

    private var counterpart: Int { side == .a ? personB : personA }

    init(_ posterior: Posterior, _ personA: Int, _ personB: Int, _ side: Side) {
        self.posterior = posterior
        self.personA = personA
        self.personB = personB
        self.side = side
        // Measured at a chemistry of 50: steepness must not reveal what the pair's prediction is made of.
        var slopes = [Double](repeating: 0, count: 4)
        let direction = side == .a ? 0 : 1
        slopes[direction] = 12.5 * Chemistry.successSlope(posterior.instrument.scale)
        slopes[2 + direction] = 12.5 * 0.5
        self.slopes = slopes
    }

    func reasons() -> [Reason] {
        var all = similarityReasons() + profileReasons()
        if let reputation = reputationReason() { all.append(reputation) }
        all = all.filter { abs($0.points) >= Self.fewestPoints }
        all.sort { abs($0.points) > abs($1.points) }
        let largest = all.prefix(3)
        var chosen = largest.filter { $0.points > 0 } + largest.filter { $0.points < 0 }
        if chosen.count < 3, worked { chosen.append(experience()) }
        if chosen.count < 3, ownRaters.isEmpty {
            chosen.append(newcomer())
        }
        return chosen.isEmpty ? [ordinary] : chosen
    }

    private var ordinary: Reason {
        Reason(kind: .ordinary, points: 0, text: "Nothing in the profiles sets this pair apart from others.")
    }

    /// Direction of the answers of this side.
    private var direction: Int { side == .a ? 0 : 1 }

    /// Dyads in which someone of this side rated the counterpart.
    private var ownRaters: [Int] {
        posterior.derived.dyadsOfPerson[counterpart].map { Int($0) }.filter {
            posterior.table.worth[$0 * 2 + direction] > 0
        }
    }

    private var worked: Bool {
        guard let dyad = posterior.derived.dyadOfPair[Posterior.pairKey(personA, personB)] else {
            return false
        }
        return posterior.table.worth[dyad * 2 + direction] > 0
    }

    private func experience() -> Reason {
        Reason(kind: .experience, points: 0, text: "They have already worked together.")
    }

    private func newcomer() -> Reason {
        Reason(
            kind: .newcomer, points: 0,
            text: "None of your colleagues has rated this counterpart yet: expect surprises.")
    }

    /// Points that a vector over channels adds to this side's index.
    private func points(_ channels: [Double]) -> Double {
        let outputs = posterior.link.weights * channels
        return zip(outputs, slopes).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// Contributions of likeness in each attribute and of shared accounts.
    private func similarityReasons() -> [Reason] {
        let features = posterior.features
        var values = [Double](repeating: 0, count: features.count)
        features.write(personA, personB, posterior.profiles, into: &values)
        let names = posterior.encoding.similarityNames
        return (0..<features.similarityCount).compactMap { index in
            if values[index] == 0 { return nil }
            let weights = posterior.derived.featureOutputs.row(index)
            let points = values[index] * zip(weights, slopes).reduce(0) { $0 + $1.0 * $1.1 }
            if index < names.count { return likeness(names[index], index, values[index], points) }
            let shared = DyadFeatures.sharedCount(
                posterior.profiles.accounts[personA], posterior.profiles.accounts[personB])
            return shared == 0 ? nil : accounts(shared, points)
        }
    }

    private func accounts(_ shared: Int, _ points: Double) -> Reason {
        let noun = shared == 1 ? "customer account" : "customer accounts"
        return Reason(
            kind: .sharedAccounts(count: shared), points: points, text: "Both cover \(shared) \(noun).")
    }

    private func likeness(_ name: String, _ index: Int, _ value: Double, _ points: Double) -> Reason {
        // Differences are large when unlike, sameness and overlap when alike.
        let alike = index < posterior.features.numberCount ? value < 0 : value > 0
        let effect = points >= 0 ? "speaks for them" : "speaks against them"
        if alike {
            return Reason(
                kind: .alike(attribute: name), points: points,
                text: "Alike in \(shown(name)), which \(effect).")
        }
        return Reason(
            kind: .different(attribute: name), points: points,
            text: "Different in \(shown(name)), which \(effect).")
    }

    /// What each attribute of the counterpart's profile adds to this side's expectation.
    private func profileReasons() -> [Reason] {
        let weights = posterior.profileWeights(of: side == .a ? 1 : 0)
        var sums: [Int: Double] = [:]
        for (index, column) in posterior.encoding.columns.enumerated() {
            let value = posterior.profiles.rows[counterpart, index]
            if value == 0 { continue }
            sums[column.field, default: 0] += value * points(weights.row(index))
        }
        return sums.keys.sorted().map { field in
            let name = posterior.encoding.fields[field].attribute.name
            let points = sums[field] ?? 0
            let effect = points >= 0 ? "receives well" : "receives with reserve, which speaks against them"
            return Reason(
                kind: .profile(attribute: name), points: points,
                text: "By \(shown(name)), the counterpart is of a kind that your side usually \(effect).")
        }
    }

    /// What the viewer's own side says of the counterpart beyond the profile, from at least five raters.
    private func reputationReason() -> Reason? {
        let raters = ownRaters
        guard raters.count >= Self.fewestRaters else { return nil }
        let points = points(ownRatings(raters))
        let opinion = points >= 0 ? "well" : "with reserve"
        return Reason(
            kind: .reputation(raters: raters.count), points: points,
            text: "\(raters.count) of your colleagues speak \(opinion) of this counterpart.")
    }

    /// Shrunken mean residual of the own side's answers about the counterpart.
    private func ownRatings(_ dyads: [Int]) -> [Double] {
        let width = posterior.channelCount
        let half = width / 2
        let side = posterior.sides[counterpart] == .a ? 0 : 1
        var result = [Double](repeating: 0, count: width)
        for channel in direction * half..<(direction + 1) * half {
            var (sum, count) = (0.0, 0.0)
            for dyad in dyads {
                let kind = posterior.table.classes[Int(posterior.table.classOf[dyad])]
                guard kind.observed.contains(channel) else { continue }
                let a = Int(posterior.table.personA[dyad]), b = Int(posterior.table.personB[dyad])
                let rater = a == counterpart ? b : a
                let answer = Double(posterior.table.answers[dyad * width + channel])
                sum +=
                    answer - posterior.parameters.means[channel]
                    - posterior.derived.habits[rater * width + channel]
                count += 1
            }
            let ratio =
                posterior.parameters.dyad[channel, channel]
                / posterior.parameters.people[side][channel, channel]
            let mean = sum / (count + ratio)
            result[channel] =
                mean - posterior.expected[counterpart * width + channel] * count / (count + ratio)
        }
        return result
    }
}

/// The name of an attribute as people write it: columns are called `working_style`.
private func shown(_ name: String) -> String {
    String(name.map { $0 == "_" ? " " : $0 })
}

extension ProfileEncoding {
    /// Names of the compared attributes in the order of ``DyadFeatures``: numbers, categories, sets.
    var similarityNames: [String] {
        let numbers = fields.filter { $0.attribute.kind == .number && $0.spread > 0 }
        let categories = fields.filter {
            $0.attribute.kind == .category && $0.attribute.name != Self.companyField
        }
        let sets = fields.filter { $0.attribute.kind == .set }
        return (numbers + categories + sets).map(\.attribute.name)
    }
}
