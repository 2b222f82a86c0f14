import Domain

/// What everyone truly thinks of everyone: the effects from which sheets are made.
struct Chemistry {
    /// Mean of each factor, in scale points: half way between medium and great success.
    let means: [Double]
    private let people: [SamplePerson]
    /// Effects of each person on each factor, `person * factorCount + factor`, in scale points.
    private let actor: [Double]
    private let partner: [Double]
    /// Hidden tastes: two numbers for each person; their product over a pair is the low-rank part.
    private let tastes: [(Double, Double)]
    private let seed: UInt64

    init(people: [SamplePerson], factors: [Factor], dice: Dice) {
        var dice = dice
        means = factors.map { ($0.reference.map { $0.medium + $0.great } ?? 8) / 2 }
        self.people = people
        let actorProfile = people.map { Double($0.profile.seniority) / 12 + Self.warmth[$0.profile.style] }
        let partnerProfile = people.map {
            0.4 * Double($0.profile.industries.count) + Self.welcome[$0.profile.style]
                + ($0.profile.segment == 0 ? 0.5 : 0)
        }
        actor = Self.effects(
            people, factors.count, actorProfile, VarianceShares.actorProfile, VarianceShares.actorRest, &dice)
        partner = Self.effects(
            people, factors.count, partnerProfile, VarianceShares.partnerProfile, VarianceShares.partnerRest,
            &dice)
        tastes = people.map { _ in (dice.normal(), dice.normal()) }
        seed = dice.next()
    }

    /// How kindly each working style rates, and how well it is rated: consultant, coordinator, farmer, hunter.
    ///
    /// The two are uncorrelated: who rates kindly is not for that reason rated well, and what two people think
    /// of each other is alike by their chemistry alone.
    private static let warmth = [0.2, 0.6, 0.9, -0.6]
    private static let welcome = [0.9, -0.3, 0.25, 0]

    private static func effects(
        _ people: [SamplePerson], _ factorCount: Int, _ profile: [Double], _ profileShare: Double,
        _ restShare: Double, _ dice: inout Dice
    ) -> [Double] {
        let common = VarianceShares.personCommon
        let fromProfile = standardised(profile, people)
        let shared = standardised(people.map { _ in dice.normal() }, people)
        var effects: [Double] = []
        effects.reserveCapacity(people.count * factorCount)
        for person in people.indices {
            let base =
                VarianceShares.deviation(profileShare) * fromProfile[person]
                + VarianceShares.deviation(restShare * common) * shared[person]
            for _ in 0..<factorCount {
                effects.append(base + VarianceShares.deviation(restShare * (1 - common)) * dice.normal())
            }
        }
        return effects
    }

    /// The values with mean 0 and variance 1 on each side, so that small samples have the right shares, too.
    private static func standardised(_ values: [Double], _ people: [SamplePerson]) -> [Double] {
        var result = values
        for side in Side.allCases {
            let members = people.indices.filter { people[$0].side == side }
            let mean = members.reduce(0) { $0 + values[$1] } / Double(members.count)
            let squares = members.reduce(0) { $0 + (values[$1] - mean) * (values[$1] - mean) }
            let deviation = (squares / Double(members.count)).squareRoot()
            for member in members { result[member] = deviation > 0 ? (values[member] - mean) / deviation : 0 }
        }
        return result
    }
}

// One direction of one pair.
extension Chemistry {
    /// What `rater` thinks of `target` on each factor, in scale points, before an occasion adds to it.
    ///
    /// A pure function of the pair: asking again gives the same numbers.
    func opinion(of rater: Int, about target: Int) -> [Double] {
        let (low, high) = rater < target ? (rater, target) : (target, rater)
        var mutual = Dice(seed: seed ^ UInt64(low) << 32 ^ UInt64(high))
        let both =
            mutualEffect(low, high) + VarianceShares.deviation(VarianceShares.mutualRest) * mutual.normal()
        var own = rater < target ? mutual.fork() : Dice(seed: mutual.next() ^ 0x5bf0_3635_d1d2_4a1b)
        let felt = both + VarianceShares.deviation(VarianceShares.ownCommon) * own.normal()
        return means.indices.map { factor in
            means[factor] + actor[rater * means.count + factor] + partner[target * means.count + factor]
                + felt
                + VarianceShares.deviation(VarianceShares.ownFactor) * own.normal()
        }
    }

    private func mutualEffect(_ one: Int, _ other: Int) -> Double {
        let (left, right) = (tastes[one], tastes[other])
        let taste = (left.0 * right.0 + left.1 * right.1) / 2.0.squareRoot()
        return VarianceShares.deviation(VarianceShares.mutualTaste) * taste
            + VarianceShares.deviation(VarianceShares.mutualProfile) * likeness(one, other)
    }

    /// How much two profiles have in common, with mean about 0 and variance about 1.
    private func likeness(_ one: Int, _ other: Int) -> Double {
        let (left, right) = (people[one].profile, people[other].profile)
        let industries = left.industries.count { right.industries.contains($0) }
        let years = abs(left.seniority - right.seniority)
        let score =
            0.9 * Double(min(industries, 2)) + (left.style == right.style ? 0.8 : 0) - Double(min(years, 20))
            / 12
        return score + 0.15
    }
}
