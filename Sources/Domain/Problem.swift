/// Anything that went wrong and that a person can meet: API, console and command line render the same one.
public protocol Problem: Error, Sendable {
    /// What to show.
    var problem: ProblemText { get }
}

/// The parts of a problem that people and programs read.
public struct ProblemText: Sendable, Hashable {
    /// Which family it belongs to; decides HTTP status and exit code.
    public var kind: ProblemKind
    /// Permanent code `area.condition-in-words`, never reused.
    public var code: String
    /// What happened, one sentence.
    public var message: String
    /// What to change, one sentence.
    public var hint: String?

    /// Makes a problem text.
    public init(kind: ProblemKind, code: String, message: String, hint: String? = nil) {
        self.kind = kind
        self.code = code
        self.message = message
        self.hint = hint
    }
}

/// The family of a problem.
public enum ProblemKind: String, Sendable, Hashable, CaseIterable {
    /// The request cannot be read.
    case malformed
    /// The request can be read but its content breaks a rule.
    case invalid
    /// Nobody is signed in, or the key is not known.
    case unauthenticated
    /// The viewer may not do this.
    case forbidden
    /// There is no such thing, or the viewer may not know that there is.
    case missing
    /// It clashes with what is there now.
    case conflict
    /// Too many requests or too large a request.
    case limited
    /// Something this service needs is not there at the moment; trying again later may help.
    case unavailable
    /// A fault of ours.
    case fault
}
