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
    /// Somebody invites themselves instead of showing their present password.
    case ownPassword
    /// Somebody is invited who has a password, and whose account the sender of the invitation could take over.
    case hasPassword
    /// Somebody makes a key that speaks for a salesperson who is not them.
    case keyOfSalesperson
    /// Somebody says by whose word of an identity provider a salesperson is known.
    case identityOfSalesperson
    /// A salesperson who has a user is given another.
    case personHasUser(person: String)
    /// A user for a salesperson has another address than the salesperson.
    case otherAddress(person: String)
    /// A user is to speak for a salesperson for whom they did not speak before.
    case speaksForAnother
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
        case .hasPassword:
            ProblemText(
                kind: .conflict, code: "account.has-password",
                message:
                    "The user has a password, and whoever sees an invitation could take the account over.",
                hint: "Whoever has forgotten theirs asks an operator: rapport users invite.")
        case .keyOfSalesperson:
            ProblemText(
                kind: .invalid, code: "account.key-of-a-salesperson",
                message: "A key that speaks for a salesperson is made by that salesperson.",
                hint: "They make it in the console, under their account; operators: rapport keys create.",
                pointer: "/role")
        case .identityOfSalesperson:
            ProblemText(
                kind: .invalid, code: "account.identity-of-a-salesperson",
                message: "Salespeople are known to the identity provider by their address.",
                hint: "Leave identity out, or ask an operator: rapport users create --subject.",
                pointer: "/identity")
        case .personHasUser(let person):
            ProblemText(
                kind: .conflict, code: "account.person-has-user",
                message: "There is a user for \"\(person)\" already.",
                hint: "GET /v1/users lists them; an operator can make another: rapport users create.")
        case .otherAddress(let person):
            ProblemText(
                kind: .invalid, code: "account.other-address",
                message: "The profile of \"\(person)\" has another address.",
                hint: "Take the address of the profile.", pointer: "/email")
        case .speaksForAnother:
            ProblemText(
                kind: .conflict, code: "account.speaks-for-another",
                message: "No user comes to speak for a salesperson for whom they did not speak before.",
                hint: "Make a user for the salesperson, and invite them.")
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
