/// What two sides agree on before a trial: how long it lasts and by what it will be judged.
///
/// Fixed before the trial starts: both sides say yes to a pairing and to its terms at once, and whoever changes the terms
/// needs the other side's yes anew.
public struct TrialTerms: Sendable, Hashable, Codable {
    /// How many days the trial lasts, ``dayRange``.
    public var days: Int
    /// The chemistry (0 to 100) from which the trial counts as passed; nil when the sides go by other things.
    public var leastChemistry: Double?
    /// How many customer calls the two make together at least; nil when nobody counts them.
    public var leastMeetings: Int?
    /// What else is to be seen by the end, in the people's words.
    public var criterion: String?
    /// What happens when nobody has decided ``graceDays`` after the planned end.
    public var ifUndecided: Default

    /// Makes terms; six weeks and four joint customer calls unless something else is said.
    public init(
        days: Int = 42, leastChemistry: Double? = nil, leastMeetings: Int? = 4, criterion: String? = nil,
        ifUndecided: Default = .end
    ) {
        self.days = days
        self.leastChemistry = leastChemistry
        self.leastMeetings = leastMeetings
        self.criterion = criterion
        self.ifUndecided = ifUndecided
    }

    /// What silence means.
    public enum Default: String, Sendable, Hashable, CaseIterable, Codable {
        /// The pairing ends.
        case end
        /// The trial is extended once, and then ends.
        case extend
    }

    /// How long a trial may last, in days.
    public static let dayRange = 7...365
    /// How long after the planned end people may still decide, in days.
    public static let graceDays = 14
}

/// What the terms say of a trial so far. It informs people; they decide.
public enum TrialReading: String, Sendable, Hashable, CaseIterable, Codable {
    /// All that was agreed is reached.
    case passed
    /// Something is not reached yet, and the trial runs on.
    case tooEarly = "too-early"
    /// Something is not reached, and the planned end has come.
    case missed
    /// Nothing that can be counted was agreed.
    case byJudgement = "by-judgement"
}

extension TrialTerms {
    /// Reads the terms against what is known.
    ///
    /// - Parameters:
    ///   - chemistry: posterior mean of the pair, 0 to 100; nil when there is no model.
    ///   - meetings: joint customer calls that both have reported.
    ///   - isOver: whether the planned end has come.
    public func reading(chemistry: Double?, meetings: Int, isOver: Bool) -> TrialReading {
        guard leastChemistry != nil || leastMeetings != nil else { return .byJudgement }
        let isWarm = leastChemistry.map { least in chemistry.map { $0 >= least } ?? false } ?? true
        let haveMet = leastMeetings.map { meetings >= $0 } ?? true
        if isWarm, haveMet { return .passed }
        return isOver ? .missed : .tooEarly
    }
}
