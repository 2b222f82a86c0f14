public import Domain

/// Why a round cannot be planned.
public enum PlanningError: Problem {
    /// The model was fitted to other people than the snapshot holds.
    case modelOfOtherPeople
    /// The solver refused the problem: a fault of ours, since rules that clash are told as warnings.
    case unsolvable(String)
    /// The independent certificate found the solution wrong: a fault of ours. Nothing is published.
    case uncertified(String)

    /// What to show.
    public var problem: ProblemText {
        switch self {
        case .modelOfOtherPeople:
            ProblemText(
                kind: .conflict, code: "planning.model-of-other-people",
                message: "The model was fitted to other people than the alliance has now.",
                hint: "Fit first: rapport fit.")
        case .unsolvable(let why):
            ProblemText(
                kind: .fault, code: "planning.unsolvable", message: "The plan could not be computed: \(why).",
                hint: "Please report it with the alliance's folder.")
        case .uncertified(let why):
            ProblemText(
                kind: .fault, code: "planning.uncertified", message: "The plan failed its own check: \(why).",
                hint: "Nothing was published. Please report it with the alliance's folder.")
        }
    }
}
