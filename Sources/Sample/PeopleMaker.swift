import Domain

/// A salesperson of the sample, with what the rest of the generator needs to know of them.
struct SamplePerson {
    var salesperson: Salesperson
    var side: Side
    /// Their profile as it truly is, also where the snapshot has an unknown cell.
    var profile: Profile
}

/// Makes the salespeople of both companies, in the order of their keys.
struct PeopleMaker {
    let options: SampleOptions
    var dice: Dice
    private var uses: [String: Int] = [:]

    init(options: SampleOptions, dice: Dice) {
        self.options = options
        self.dice = dice
    }

    consuming func make() -> [SamplePerson] {
        var people: [SamplePerson] = []
        people.reserveCapacity(options.people)
        let countA = max(2, min(options.people - 2, options.people * 2 / 5))
        for number in 0..<options.people { people.append(makePerson(number < countA ? .a : .b)) }
        return people.sorted { $0.salesperson.key < $1.salesperson.key }
    }

    private mutating func makePerson(_ side: Side) -> SamplePerson {
        let region = dice.below(Words.regions.count)
        let (first, last) = makeName(Words.regions[region])
        let key = uniqueKey(first, last)
        let company = side == .a ? "halden" : "merivale"
        let profile = ProfileMaker.make(side: side, region: region, dice: &dice)
        let salesperson = Salesperson(
            key: key, company: side == .a ? 0 : 1, name: "\(first) \(last)",
            email: dice.chance(0.97) ? "\(key)@\(company).example" : nil, capacity: makeCapacity(side),
            active: dice.chance(0.96), attributes: ProfileMaker.values(of: profile, dice: &dice))
        return SamplePerson(salesperson: salesperson, side: side, profile: profile)
    }

    /// Most names come from the region, the others from anywhere.
    private mutating func makeName(_ region: Region) -> (first: String, last: String) {
        let origin = dice.chance(0.7) ? Words.origins[region.origin] : dice.pick(Words.origins)
        let other = dice.chance(0.85) ? origin : dice.pick(Words.origins)
        return (dice.pick(other.first), dice.pick(origin.last))
    }

    private mutating func uniqueKey(_ first: String, _ last: String) -> String {
        let base = "\(Words.plain(first)).\(Words.plain(last))"
        let use = uses[base, default: 0] + 1
        uses[base] = use
        return use == 1 ? base : "\(base).\(use)"
    }

    /// The smaller company's people carry more counterparts each.
    private mutating func makeCapacity(_ side: Side) -> Int {
        let draw = dice.uniform()
        let (one, two) = side == .a ? (0.66, 0.91) : (0.86, 0.97)
        return draw < one ? 1 : draw < two ? 2 : 3
    }
}
