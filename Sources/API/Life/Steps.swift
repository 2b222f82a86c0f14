/// Figures of the model as people may read them.
///
/// A first sheet moves the chemistry of its pair by some eight points for each point of its mean, by one or two for a single
/// answer. Told to the decimal, a counterpart could read off before and after which answer about them it was; told in
/// steps like these, the tone of the sheet, which a ranking cannot hide that follows it.
///
/// Of a pair one figure alone follows the answers: its chemistry. Which of a sheet's answers was a point higher moves it by less
/// than a step, so that all such sheets are told as one of two figures at most. What it rests on follows from how many sheets
/// there are, not from what they say; how sure it is, and what goes with it, follow from both in ``ChemistryTable``.
enum Steps {
    /// Of chemistry: twice as wide as the widest that which one answer was a point higher has moved it.
    static let chemistry = 10.0
    /// Of other points: of deviations and of utility.
    static let points = 5.0
    /// Of a round's sum of utilities.
    static let sums = 50.0
    /// Of chances.
    static let chances = 0.05
    /// Of the shares of evidence.
    static let shares = 0.1
    /// Of the probabilities of levels, which move the most.
    static let levels = 0.25
}

extension Double {
    /// The nearest multiple of a step.
    func inSteps(of step: Double, _ rule: FloatingPointRoundingRule = .toNearestOrAwayFromZero) -> Double {
        // Multiplied and divided by whole numbers, so that 0.3 is the 0.3 that is written.
        let parts = (1 / step).rounded()
        return step < 1 ? (self * parts).rounded(rule) / parts : (self / step).rounded(rule) * step
    }
}

extension RecommendationList {
    /// The list as people may read it who are no operators: in the same order, its figures in steps.
    ///
    /// - Parameter table: what goes with a chemistry.
    func inSteps(by table: ChemistryTable) -> RecommendationList {
        var list = self
        for index in list.recommendations.indices { list.recommendations[index].takeSteps(by: table) }
        return list
    }
}

extension RecommendationList.Recommendation {
    fileprivate mutating func takeSteps(by table: ChemistryTable) {
        chemistry = chemistry.inSteps(of: Steps.chemistry)
        // Rounded one by one they would not add up to 1.
        let people = evidence.people.inSteps(of: Steps.shares)
        let pair = min(evidence.pair, 1 - people).inSteps(of: Steps.shares)
        evidence = RecommendationList.EvidenceShares(
            prior: (1 - people - pair).inSteps(of: Steps.shares), people: people, pair: pair)
        guard let known = table[chemistry] else { preconditionFailure("a pair is of an alliance with pairs") }
        chemistrySD = max(
            Steps.points, (known.deviation * evidence.prior.squareRoot()).inSteps(of: Steps.points))
        // Of what is told already, or its ends would tell more.
        let half = 1.2816 * chemistrySD
        chemistryInterval = [
            max(0, (chemistry - half).inSteps(of: Steps.points, .down)),
            min(100, (chemistry + half).inSteps(of: Steps.points, .up)),
        ]
        continueBoth = known.continueBoth.inSteps(of: Steps.chances)
        levels = known.levels.map { levels in
            RecommendationList.Levels(
                slight: levels.slight.inSteps(of: Steps.levels),
                medium: levels.medium.inSteps(of: Steps.levels),
                great: levels.great.inSteps(of: Steps.levels))
        }
    }
}
