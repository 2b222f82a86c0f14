import Domain

/// What a salesperson is like; numbers are places in the lists of ``Words``.
struct Profile {
    var region: Int
    var languages: [String]
    var industries: [Int]
    var products: [String]
    /// Years in field sales.
    var seniority: Int
    var segment: Int
    var style: Int
}

/// Makes profiles, and the cells that the alliance records of them.
enum ProfileMaker {
    /// The attributes of the alliance, in column order.
    static let attributes = [
        Attribute(name: "region", kind: .category), Attribute(name: "languages", kind: .set),
        Attribute(name: "industries", kind: .set), Attribute(name: "products", kind: .set),
        Attribute(name: "seniority", kind: .number), Attribute(name: "segment", kind: .category),
        Attribute(name: "working_style", kind: .category),
    ]

    static func make(side: Side, region: Int, dice: inout Dice) -> Profile {
        var languages = Set(Words.regions[region].languages)
        if dice.chance(0.85) { languages.insert("en") }
        if dice.chance(0.25) {
            languages.insert(dice.pick(Words.regions[dice.below(Words.regions.count)].languages))
        }
        let products = side == .a ? Words.instruments : Words.programs
        return Profile(
            region: region, languages: languages.sorted(),
            industries: some(of: Array(Words.industries.indices), 1 + dice.below(3), &dice),
            products: some(of: products, 2 + dice.below(3), &dice),
            seniority: makeSeniority(&dice), segment: dice.below(Words.segments.count),
            style: dice.below(Words.styles.count))
    }

    /// More people have few years than many.
    private static func makeSeniority(_ dice: inout Dice) -> Int {
        let draw = dice.uniform()
        return Int(draw * (2 + 32 * draw))
    }

    private static func some<Choice: Comparable>(
        of choices: [Choice], _ count: Int, _ dice: inout Dice
    ) -> [Choice] {
        var rest = choices
        dice.shuffle(&rest)
        return rest.prefix(count).sorted()
    }

    /// The cells of a profile; a few of each are unknown.
    static func values(of profile: Profile, dice: inout Dice) -> [AttributeValue?] {
        let values: [AttributeValue] = [
            .category(Words.regions[profile.region].name), .set(profile.languages),
            .set(profile.industries.map { Words.industries[$0] }.sorted()), .set(profile.products),
            .number(Double(profile.seniority)), .category(Words.segments[profile.segment]),
            .category(Words.styles[profile.style]),
        ]
        let unknown = [0.01, 0.03, 0.04, 0.06, 0.05, 0.05, 0.15]
        return zip(values, unknown).map { value, share in dice.chance(share) ? nil : value }
    }
}
