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
    /// Where in a request's body it is, as a JSON pointer (RFC 6901); nil when it is nowhere in particular.
    public var pointer: String?
    /// Words that a program may send instead, where they are few and known; empty when none is left.
    public var allowed: [String]?

    /// Makes a problem text.
    public init(
        kind: ProblemKind, code: String, message: String, hint: String? = nil, pointer: String? = nil,
        allowed: [String]? = nil
    ) {
        self.kind = kind
        self.code = code
        self.message = message
        self.hint = hint
        self.pointer = pointer
        self.allowed = allowed
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
    /// What was to be changed has changed since it was read.
    case outdated
    /// A change does not say which version it is for.
    case unconditional
    /// The thing is there, but not for this method.
    case methodNotAllowed
    /// The body is of a kind that nobody reads here.
    case unsupported
    /// It was there, and is gone for good.
    case gone
    /// Too large a request.
    case limited
    /// Too many requests.
    case throttled
    /// Something this service needs is not there at the moment; trying again later may help.
    case unavailable
    /// A fault of ours.
    case fault
}
