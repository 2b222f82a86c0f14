public import Domain

extension Policy {
    /// Every way in which the policy cannot be followed, in words; empty for one that can.
    public var faults: [String] {
        let checks: [(isKept: Bool, rule: String)] = [
            (changeCost.isFinite && changeCost >= 0, "changeCost must be 0 or more points"),
            (leastUtility.isFinite, "leastUtility must be a number of points"),
            ((changesPerNight ?? 0) >= 0, "changesPerNight must be 0 or more, or null for any number"),
            ((changesPerPerson ?? 0) >= 0, "changesPerPerson must be 0 or more, or null for any number"),
            (
                sharedAccountBonus.isFinite && sharedAccountBonus >= 0,
                "sharedAccountBonus must be 0 or more points"
            ),
            (
                sharedAccountLimit.isFinite && sharedAccountLimit >= 0,
                "sharedAccountLimit must be 0 or more points"
            ),
            (
                preferenceWeight.isFinite && preferenceWeight >= 0,
                "preferenceWeight must be 0 or more points"
            ),
            (explorationWeight.isFinite && explorationWeight >= 0, "explorationWeight must be 0 or more"),
            (
                explorationHorizon.isFinite && explorationHorizon >= 0,
                "explorationHorizon must be 0 or more trials"
            ),
            ((0...1).contains(explorationShare), "explorationShare must be 0 to 1"),
            ((0...1).contains(explorationChance), "explorationChance must be 0 to 1"),
            ((0...36_500).contains(coolDownDays), "coolDownDays must be 0 to 36500"),
            ((1...1000).contains(candidatesPerPerson), "candidatesPerPerson must be 1 to 1000"),
            ((0...250_000_000).contains(denseLimit), "denseLimit must be 0 to 250000000 pairs"),
        ]
        return checks.filter { !$0.isKept }.map(\.rule)
    }
}

/// A policy that no night can follow.
public struct UnusablePolicy: Problem, Hashable {
    /// What is wrong with it, in words.
    public let faults: [String]

    /// Names what is wrong.
    public init(faults: [String]) { self.faults = faults }

    /// What to show.
    public var problem: ProblemText {
        ProblemText(
            kind: .invalid, code: "planning.unusable-policy",
            message: "The policy cannot be followed: " + faults.joined(separator: "; ") + ".",
            hint: "rapport policy ALLIANCE shows every field with its value.")
    }
}
