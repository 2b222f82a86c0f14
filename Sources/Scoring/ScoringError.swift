public import Domain

/// Why an alliance cannot be fitted, or a stored posterior not be read.
public enum ScoringError: Error, Sendable, Hashable {
    /// The instrument has more factors than a sheet can be modelled with.
    case tooManyFactors(count: Int, limit: Int)
    /// The bytes are no posterior, or are cut short.
    case unreadablePosterior
    /// The bytes were written by a version that this one does not read.
    case unknownVersion(Int)
}

extension ScoringError: Problem {
    /// What to show.
    public var problem: ProblemText {
        switch self {
        case .tooManyFactors(let count, let limit):
            ProblemText(
                kind: .invalid, code: "scoring.too-many-factors",
                message: "The instrument has \(count) factors; at most \(limit) can be learned from.",
                hint: "Ask fewer questions: six to twelve are usual.")
        case .unreadablePosterior:
            ProblemText(
                kind: .fault, code: "scoring.unreadable-posterior",
                message: "The stored model of this alliance cannot be read.",
                hint: "Run `rapport fit` for the alliance to make it anew.")
        case .unknownVersion(let version):
            ProblemText(
                kind: .fault, code: "scoring.unknown-version",
                message: "The stored model of this alliance has format \(version), which is not known here.",
                hint: "Run `rapport fit` for the alliance to make it anew.")
        }
    }
}
