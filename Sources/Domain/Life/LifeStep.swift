/// What one side can do to a pairing.
public enum LifeStep: Sendable, Hashable {
    /// Yes to the pairing and its terms.
    case accept
    /// No, before a trial has started.
    case decline(reason: String?, neverAgain: Bool)
    /// Other terms, which the other side has yet to accept.
    case plan(TrialTerms)
    /// The trial begins on a day.
    case start(Day)
    /// Go: it shall last.
    case confirm
    /// The trial needs more time.
    case extend
    /// No-go, or the end of a confirmed pairing.
    case end(reason: String, neverAgain: Bool)

    /// A step without its particulars.
    public enum Name: String, Sendable, Hashable, CaseIterable, Codable {
        case accept
        case decline
        case plan
        case start
        case confirm
        case extend
        case end
    }

    /// Which step it is.
    public var name: Name {
        switch self {
        case .accept: .accept
        case .decline: .decline
        case .plan: .plan
        case .start: .start
        case .confirm: .confirm
        case .extend: .extend
        case .end: .end
        }
    }
}

/// Why a step was not taken.
public enum LifeError: Problem, Hashable {
    /// The pairing is not where this step begins; these steps are.
    case notAllowed(LifeStep.Name, PairingStatus, allowed: [LifeStep.Name])
    /// Something stands in the way that people can remove.
    case hindered(LifeStep.Name, by: [Hindrance])
    /// Terms that no trial can have; one sentence.
    case impossibleTerms(String)
    /// A start that is neither about today nor later than the end of anything.
    case startOutOfReach(Day, today: Day)

    /// What to show.
    public var problem: ProblemText {
        switch self {
        case .notAllowed(let step, let status, let allowed):
            ProblemText(
                kind: .conflict, code: "life.step-not-allowed",
                message:
                    "A pairing that is \(status.words) cannot take the step \"\(step.rawValue)\" of your side now.",
                hint: allowed.isEmpty
                    ? "It is over: no step is left."
                    : "Allowed now: \(allowed.map(\.rawValue).joined(separator: ", ")).",
                allowed: allowed.map(\.rawValue))
        case .hindered(let step, let hindrances):
            ProblemText(
                kind: .conflict, code: "life.step-hindered",
                message:
                    "The step \"\(step.rawValue)\" waits: \(hindrances.map(\.text).joined(separator: "; ")).",
                hint: hindrances.first?.remedy)
        case .impossibleTerms(let sentence):
            ProblemText(
                kind: .invalid, code: "life.impossible-terms", message: sentence,
                hint: "A trial lasts 7 to 365 days, chemistry is 0 to 100, and meetings are 0 to 1000.")
        case .startOutOfReach(let day, let today):
            ProblemText(
                kind: .invalid, code: "life.start-out-of-reach",
                message: "A trial cannot start on \(day) when it is \(today).",
                hint: "Start it on the day it starts, or up to 30 days later with that day.")
        }
    }
}

extension PairingStatus {
    /// The status within a sentence.
    public var words: String { self == .trial ? "on trial" : rawValue }
}
