public import Domain

/// Makes up a believable alliance: two companies of different size, their salespeople and customers, and two
/// years in which these were paired, rated each other, and went on or parted.
///
///     let snapshot = makeSample(SampleOptions(today: Day("2026-11-23")!))
///
/// Ratings are on the study's six-factor sheet; their variance has the shares found in real two-sided ratings
/// (``VarianceShares``), and their means lie between the study's medium and great success. Some cells are
/// unknown. Nobody has more open pairings than their capacity.
///
/// Pure: only whole numbers, the four operations and square roots of doubles are used, which are exact or
/// correctly rounded everywhere, so every digit is the same on every machine.
///
/// - Returns: a snapshot in the canonical order of an export: companies and people by key, sheets by rater,
///   target and day, pairings, rules and accounts by their people.
/// - Complexity: O(people · log people); some 14 sheets a person.
public func makeSample(_ options: SampleOptions) -> Snapshot {
    let alliance = Alliance(
        key: "halden-merivale", name: "Halden Instruments and Merivale Software",
        attributes: ProfileMaker.attributes)
    var dice = Dice(seed: options.seed)
    let people = PeopleMaker(options: options, dice: dice.fork()).make()
    let accounts = AccountMaker(people: people, dice: dice.fork()).make()
    let chemistry = Chemistry(people: people, factors: alliance.instrument.factors, dice: dice.fork())
    var history = History(people: people, chemistry: chemistry, today: options.today, dice: dice.fork())
    history.run()
    let rules = RuleMaker(people: people, history: history, dice: dice.fork()).make()
    return Snapshot(
        alliance: alliance, companies: CompanyMaker.companies(of: options.people),
        people: people.map(\.salesperson), sheets: history.sortedSheets(), pairings: history.sortedPairings(),
        rules: rules, coverage: accounts)
}

/// The two companies: a small instrument maker and a software house ten times its size. The larger one has
/// more levels and pays later, which is where the study found friction.
enum CompanyMaker {
    static func companies(of people: Int) -> [Company] {
        [
            Company(
                key: "halden", name: "Halden Instruments", side: .a, employees: people * 14 / 5,
                salesLevels: 2,
                paymentDays: 30, country: "Norway"),
            Company(
                key: "merivale", name: "Merivale Software", side: .b, employees: people * 28, salesLevels: 5,
                paymentDays: 90, country: "Ireland"),
        ]
    }
}
