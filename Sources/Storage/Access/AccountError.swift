public import Domain

/// What cannot be done with users and teams.
public enum AccountError: Problem, Hashable {
    /// The alliance has no such user.
    case noUser(String)
    /// A role is none, or of nobody.
    case badRole(String)
    /// Somebody changes their own role, or keeps themselves out.
    case ownAccount
    /// The alliance has no such key.
    case noKey(String)
    /// Somebody revokes the key with which they ask for it.
    case ownKey
    /// Somebody gives themselves a new password without showing the present one.
    case ownPassword
    /// The company has no such team.
    case noTeam(String)
    /// Somebody who is to be in a team is not in its company.
    case notOfThisCompany(person: String)

    /// What to show.
    public var problem: ProblemText {
        switch self {
        case .noUser(let id):
            ProblemText(
                kind: .missing, code: "account.no-such-user", message: "There is no user \(id).",
                hint: "GET /v1/users lists them.")
        case .badRole(let why):
            ProblemText(
                kind: .invalid, code: "account.bad-role", message: "The role cannot be given: \(why)",
                hint: """
                    admin and auditor stand alone; company-admin and manager need company, a manager may have team; \
                    salesperson needs person.
                    """)
        case .ownAccount:
            ProblemText(
                kind: .conflict, code: "account.own-account",
                message: "Nobody changes their own role or keeps themselves out.",
                hint: "Ask another admin.")
        case .noKey(let id):
            ProblemText(
                kind: .missing, code: "account.no-such-key", message: "There is no key \(id).",
                hint: "GET /v1/keys lists them.")
        case .ownKey:
            ProblemText(
                kind: .conflict, code: "account.own-key",
                message: "Nobody revokes the key that they are signed in with.",
                hint: "Make another one first, and revoke this one with it.")
        case .ownPassword:
            ProblemText(
                kind: .conflict, code: "account.own-password",
                message: "Your own new password needs the present one.",
                hint: "Change it in the console, under your account.")
        case .noTeam(let key):
            ProblemText(
                kind: .missing, code: "account.no-such-team", message: "There is no team \"\(key)\" here.",
                hint: "GET /v1/teams lists them.")
        case .notOfThisCompany(let person):
            ProblemText(
                kind: .invalid, code: "account.not-of-this-company",
                message: "\"\(person)\" is no salesperson of the company.",
                hint: "GET /v1/salespeople lists them.", pointer: "/members")
        }
    }
}
