public import Domain
public import Foundation

/// A request that may be sent twice and must have its effect once.
public struct Submission: Sendable, Hashable {
    /// What its sender calls it (`Idempotency-Key`).
    public var key: String
    /// What it asks for, in a form that differs whenever method, path or body do.
    public var fingerprint: [UInt8]
    /// When it came.
    public var instant: Date

    /// Names a request.
    public init(key: String, fingerprint: [UInt8], at instant: Date) {
        self.key = key
        self.fingerprint = fingerprint
        self.instant = instant
    }

    /// For how long an answer is kept, in seconds: a day.
    public static let lifetime: TimeInterval = 86_400
}

/// The answer to a submission, kept so that it can be given again byte for byte; without its secret, where it shows one.
public struct Receipt: Sendable, Hashable {
    /// HTTP status.
    public var status: Int
    /// Headers that belong to the answer: name, value, name, value …
    public var headers: [String]
    /// The body.
    public var body: [UInt8]
    /// What is kept instead of a body that shows a secret, and given again; nil where all of it is kept.
    public var keptBody: [UInt8]?

    /// Takes an answer.
    public init(status: Int, headers: [String], body: [UInt8], keptBody: [UInt8]? = nil) {
        self.status = status
        self.headers = headers
        self.body = body
        self.keptBody = keptBody
    }
}

/// Why a submission has no effect and no receipt.
public enum SubmissionError: Problem, Hashable {
    /// The first one with this key is under way.
    case inFlight
    /// The key belongs to another request.
    case usedDifferently
    /// The answer was erased with somebody's personal data.
    case answerErased

    /// What to show.
    public var problem: ProblemText {
        switch self {
        case .inFlight:
            ProblemText(
                kind: .conflict, code: "storage.key-in-flight",
                message: "The first request with this Idempotency-Key is still under way.",
                hint: "Try again in a moment, with the same key.")
        case .usedDifferently:
            ProblemText(
                kind: .invalid, code: "storage.key-used-differently",
                message: "This Idempotency-Key belongs to another request.",
                hint: "Send a new key with a new request.")
        case .answerErased:
            ProblemText(
                kind: .gone, code: "storage.answer-erased",
                message: "The request was carried out; its answer was erased with personal data since.",
                hint: "Read what you need anew.")
        }
    }
}
