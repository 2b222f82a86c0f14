import Domain

/// Makes the customers and who covers them.
///
/// A customer lies in a region and an industry, and either company may know it: so accounts are shared where
/// people of both sides work the same region and industry.
struct AccountMaker {
    private let people: [SamplePerson]
    private var dice: Dice
    /// People by side and region.
    private var local: [[Int]]
    private var uses: [String: Int] = [:]
    private var coverage: [AccountCoverage] = []

    init(people: [SamplePerson], dice: Dice) {
        self.people = people
        self.dice = dice
        local = Array(repeating: [], count: Words.regions.count * 2)
        for (index, person) in people.enumerated() {
            local[Self.place(person.side, person.profile.region)].append(index)
        }
    }

    /// Three customers for every two people; rows by account and person.
    consuming func make() -> [AccountCoverage] {
        for _ in 0..<(people.count * 3 / 2) { addCustomer() }
        return coverage.sorted { ($0.account, $0.person) < ($1.account, $1.person) }
    }

    private static func place(_ side: Side, _ region: Int) -> Int { region * 2 + (side == .a ? 0 : 1) }

    private mutating func addCustomer() {
        let region = dice.below(Words.regions.count)
        let industry = dice.below(Words.industries.count)
        let name =
            dice.pick(Words.customerFirst) + dice.pick(Words.customerSecond) + " " + Words.trades[industry]
        let key = uniqueKey(name)
        // How well each side knows it: most customers are known to one or both.
        for side in Side.allCases where dice.chance(0.72) {
            let sideName = side == .b && dice.chance(0.2) ? name + " Group" : name
            cover(key, sideName, side, region, industry)
        }
    }

    private mutating func cover(_ key: String, _ name: String, _ side: Side, _ region: Int, _ industry: Int) {
        let candidates = local[Self.place(side, region)]
        guard !candidates.isEmpty else { return }
        let owner = choose(candidates, industry)
        add(key, name, owner, .owner)
        guard dice.chance(0.35) else { return }
        let member = choose(candidates, industry)
        if member != owner { add(key, name, member, .team) }
    }

    /// The first of a few who knows the industry, or else the last of them.
    private mutating func choose(_ candidates: [Int], _ industry: Int) -> Int {
        var chosen = dice.pick(candidates)
        for _ in 0..<4 where !people[chosen].profile.industries.contains(industry) {
            chosen = dice.pick(candidates)
        }
        return chosen
    }

    private mutating func add(_ key: String, _ name: String, _ person: Int, _ role: AccountCoverage.Role) {
        let draw = dice.uniform()
        let revenue = 1000 * Double(Int(5 + 900 * draw * draw * draw))
        coverage.append(
            AccountCoverage(
                account: key, name: name, person: person, role: dice.chance(0.95) ? role : nil,
                revenue: role == .owner && dice.chance(0.9) ? revenue : nil))
    }

    private mutating func uniqueKey(_ name: String) -> String {
        let base = name.lowercased().split(separator: " ").joined(separator: "-")
        let use = uses[base, default: 0] + 1
        uses[base] = use
        return use == 1 ? base : "\(base)-\(use)"
    }
}
