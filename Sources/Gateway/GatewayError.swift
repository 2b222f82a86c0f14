public import Domain
public import Foundation

/// Why a request is turned away before it reaches what it asks for.
public enum GatewayError: Problem, Hashable {
    /// There is no key with the request.
    case notSignedIn
    /// The key is not known, or is no longer good.
    case unknownKey
    /// The name or the password is wrong, or the user may not sign in.
    case wrongPassword
    /// Too many wrong passwords, or too many sign-ins at once.
    case tooManySignIns(retryAfter: Int)
    /// The key or user has asked too often.
    case tooManyRequests(retryAfter: Int)
    /// A form was sent from another site, or does not say from where.
    case otherSite
    /// An invitation is none, or has ended, or a newer one has taken its place.
    case noInvitation
    /// Somebody has used the invitation before.
    case usedInvitation(Date)
    /// The new password breaks a rule, in words that follow "The password".
    case weakPassword(String)
    /// The viewer's role does not include this.
    case roleMayNot(role: String, action: String)
    /// There is no such person, or the viewer may not know that there is.
    case noPerson(String)
    /// The body or query cannot be read.
    case unreadable(String)
    /// A field breaks a rule.
    case badField(name: String, message: String, hint: String)
    /// No model has been fitted for the alliance yet.
    case notFittedYet
    /// Nothing answers at this path.
    case noSuchPath(String)

    /// After how many seconds trying again makes sense; nil when it does not matter.
    public var retryAfter: Int? {
        switch self {
        case .tooManySignIns(let seconds), .tooManyRequests(let seconds): seconds
        default: nil
        }
    }

    /// What to show.
    public var problem: ProblemText {
        switch self {
        case .notSignedIn:
            ProblemText(
                kind: .unauthenticated, code: "gateway.not-signed-in", message: "This needs a key.",
                hint:
                    "Send the header Authorization: Bearer KEY; an operator makes keys with rapport keys create."
            )
        case .unknownKey:
            ProblemText(
                kind: .unauthenticated, code: "gateway.unknown-key",
                message: "The key is not known, has expired or was revoked.",
                hint: "Make a new one in the console under your account, or ask an admin or an operator.")
        case .wrongPassword:
            ProblemText(
                kind: .unauthenticated, code: "gateway.wrong-password",
                message: "The alliance, the name or the password is wrong.",
                hint: "Ask an operator for an invitation to choose a new one: rapport users invite.")
        case .tooManySignIns(let seconds):
            ProblemText(
                kind: .throttled, code: "gateway.too-many-sign-ins",
                message: "There were too many tries to sign in.", hint: "Try again in \(seconds) seconds.")
        case .tooManyRequests(let seconds):
            ProblemText(
                kind: .throttled, code: "gateway.too-many-requests",
                message: "There were too many requests with this key.",
                hint: "Try again in \(seconds) seconds.")
        case .otherSite:
            ProblemText(
                kind: .forbidden, code: "gateway.sent-from-another-site",
                message: "The form was sent from another site.",
                hint: "Open the page here, and send it from there.")
        case .noInvitation:
            ProblemText(
                kind: .missing, code: "gateway.no-such-invitation",
                message: "The invitation is not known, has ended, or was replaced by a newer one.",
                hint: "Ask whoever invited you for a new one.")
        case .usedInvitation(let instant):
            ProblemText(
                kind: .gone, code: "gateway.invitation-used",
                message: "The invitation was used on \(instant.formatted(.iso8601)), and works once.",
                hint: """
                    If that was not you, somebody else speaks for you: tell whoever runs the service, and nobody who \
                    could have seen the invitation.
                    """)
        case .weakPassword(let fault):
            ProblemText(
                kind: .invalid, code: "gateway.weak-password", message: "The password \(fault)",
                hint: "Take a sentence of several words.")
        case .roleMayNot(let role, let action):
            ProblemText(
                kind: .forbidden, code: "gateway.role-may-not",
                message: "The role \(role) may not \(action).",
                hint: "Use a key with another role.")
        case .noPerson(let key):
            ProblemText(
                kind: .missing, code: "gateway.no-such-person",
                message: "There is no salesperson \"\(key)\" that you may see.",
                hint: "GET /v1/salespeople lists whom you may see.")
        case .unreadable(let why):
            ProblemText(
                kind: .malformed, code: "gateway.unreadable", message: why, hint: "See /openapi.yaml.")
        case .badField(let name, let message, let hint):
            ProblemText(kind: .invalid, code: "gateway.bad-field", message: "\(name): \(message)", hint: hint)
        case .notFittedYet:
            ProblemText(
                kind: .unavailable, code: "gateway.not-fitted-yet",
                message: "This alliance has not been learned from yet.",
                hint: "Try again in a few seconds, or run rapport fit.")
        case .noSuchPath(let path):
            ProblemText(
                kind: .missing, code: "gateway.no-such-path", message: "Nothing answers at \(path).",
                hint: "See /openapi.yaml.")
        }
    }
}
