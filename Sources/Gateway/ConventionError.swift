public import Domain

/// How a request breaks the conventions that all requests keep, whatever they ask for.
public enum ConventionError: Problem, Hashable {
    /// The body cannot be read.
    case unreadable(String, pointer: String)
    /// The body is read, but holds what PostgreSQL cannot store.
    case unstorable(String, pointer: String)
    /// The body has a field that nobody reads.
    case unknownField(pointer: String)
    /// The body is no JSON by its own account.
    case notJSON
    /// The body is packed, with this Content-Encoding.
    case packedBody(String)
    /// The path takes other methods.
    case methodNotAllowed(method: String, allowed: [String])
    /// A POST has no `Idempotency-Key`, or one that cannot be one.
    case noIdempotencyKey
    /// A change does not say which version it is for.
    case noVersion
    /// `If-Match` cannot be read.
    case unreadableVersion
    /// A cursor was not made by this list.
    case badCursor
    /// A list's entries have no such field.
    case noSuchField(String, known: [String])

    /// What to show.
    public var problem: ProblemText {
        switch self {
        case .unreadable(let why, let pointer):
            ProblemText(
                kind: .malformed, code: "gateway.unreadable", message: why, hint: "See /openapi.yaml.",
                pointer: pointer)
        case .unstorable(let why, let pointer):
            ProblemText(
                kind: .invalid, code: "gateway.unstorable", message: why, hint: "Leave the character out.",
                pointer: pointer)
        case .unknownField(let pointer):
            ProblemText(
                kind: .invalid, code: "gateway.unknown-field", message: "There is no field at \(pointer).",
                hint: "See /openapi.yaml for the fields that there are.", pointer: pointer)
        case .notJSON:
            ProblemText(
                kind: .unsupported, code: "gateway.not-json", message: "The body is not JSON.",
                hint: "Send it with the header Content-Type: application/json.")
        case .packedBody(let coding):
            ProblemText(
                kind: .unsupported, code: "gateway.packed-body",
                message: "The body is packed (\(coding)), which is not taken here.",
                hint: "Send it as it is, without Content-Encoding.")
        case .methodNotAllowed(let method, let allowed):
            ProblemText(
                kind: .methodNotAllowed, code: "gateway.method-not-allowed",
                message: "\(method) does nothing here.",
                hint: "Use \(allowed.joined(separator: ", ")).")
        case .noIdempotencyKey:
            ProblemText(
                kind: .malformed, code: "gateway.no-idempotency-key",
                message: "This needs an Idempotency-Key of 1 to 255 visible ASCII characters.",
                hint: "Send a new UUID with every new request, and the same one when trying again.")
        case .noVersion:
            ProblemText(
                kind: .unconditional, code: "gateway.no-version",
                message: "A change must say which version it is for.",
                hint: "Send the ETag of what you read in the header If-Match.")
        case .unreadableVersion:
            ProblemText(
                kind: .malformed, code: "gateway.unreadable-version", message: "If-Match cannot be read.",
                hint: "Send the ETag as you got it, such as \"7\", or * for any version.")
        case .badCursor:
            ProblemText(
                kind: .invalid, code: "gateway.bad-cursor",
                message: "The cursor was not made by this list.",
                hint: "Take it from the header Link, or leave it out to begin anew.")
        case .noSuchField(let name, let known):
            ProblemText(
                kind: .invalid, code: "gateway.no-such-field",
                message: "The entries of this list have no field \"\(name)\".",
                hint: "The fields are \(known.joined(separator: ", ")).")
        }
    }
}
