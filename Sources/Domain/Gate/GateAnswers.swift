/// What a company says before its first trial with another one, on 1 (does not apply at all) to 7 (applies completely).
///
/// The five factors of business level of the study, and what it costs to get anything done.
public struct GateAnswers: Sendable, Hashable, Codable {
    /// "They are the right company for us to sell with."
    public var choice: Int?
    /// "Now is the right time for it."
    public var timing: Int?
    /// "The conditions we negotiated are fair to both."
    public var conditions: Int?
    /// "We do things in the same way."
    public var culture: Int?
    /// "Sensitive information is in good hands with them."
    public var information: Int?
    /// How many approvals an ordinary joint offer needs in the own house; nil when unknown.
    public var approvals: Int?

    /// Makes answers.
    public init(
        choice: Int? = nil, timing: Int? = nil, conditions: Int? = nil, culture: Int? = nil,
        information: Int? = nil,
        approvals: Int? = nil
    ) {
        self.choice = choice
        self.timing = timing
        self.conditions = conditions
        self.culture = culture
        self.information = information
        self.approvals = approvals
    }

    /// The scale of the five.
    public static let scale = 1...7
    /// How many approvals can be told.
    public static let approvalRange = 0...100
}
