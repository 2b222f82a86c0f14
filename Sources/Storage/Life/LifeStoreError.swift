public import Domain
public import Foundation

/// What a store call about pairings, rounds and occasions cannot do, for a reason that a person can act upon.
public enum LifeStoreError: Problem, Hashable {
    /// There is no such pairing, or the viewer may not know that there is.
    case noPairing(String)
    /// The two have an open pairing already.
    case openAlready(String, String)
    /// The pairing would be another one's double: same people, first day and status.
    case sameAsEarlier(PairingStatus)
    /// There is no such round.
    case noRound(String)
    /// The round has no such change that the viewer may decide.
    case noChange(Int)
    /// The side has decided already.
    case decidedAlready(Int)
    /// The change rests on something that is no longer so; one sentence.
    case overtaken(Int, String)
    /// Nobody asks this rater for a pulse.
    case noPulseAsked(target: String)
    /// What was answered has been released and is fixed.
    case fixed
    /// There is no such agreement.
    case noAgreement(String)
    /// The customer has an agreement, or a proposal of one, already.
    case agreedAlready(account: String)
    /// The agreement is no longer to be signed.
    case notToBeSigned(ControlAgreement.State)
    /// Not both sides cover this customer, or the viewer may not know.
    case notShared(account: String)
    /// The conflict is open already.
    case conflictOpen(account: String)

    /// What to show.
    public var problem: ProblemText {
        switch self {
        case .noPairing(let id):
            ProblemText(
                kind: .missing, code: "life.no-such-pairing",
                message: "There is no pairing \"\(id)\" that you may see.",
                hint: "GET /v1/pairings lists those you may see.")
        case .openAlready(let one, let other):
            ProblemText(
                kind: .conflict, code: "life.open-already",
                message: "\(one) and \(other) have an open pairing already.",
                hint: "GET /v1/pairings shows where it stands.")
        case .sameAsEarlier(let status):
            ProblemText(
                kind: .conflict, code: "life.same-as-earlier",
                message: "The two have an earlier pairing that is \(status.words) with the same first day.",
                hint: "Tell another day.")
        case .noRound(let id):
            ProblemText(
                kind: .missing, code: "life.no-such-round",
                message: "There is no round \"\(id)\" that you may see.",
                hint: "GET /v1/rounds lists those there are.")
        case .noChange(let position):
            ProblemText(
                kind: .missing, code: "life.no-such-change",
                message: "The round has no change \(position) that you may decide.",
                hint: "GET the round's changes for those you may.")
        case .decidedAlready(let position):
            ProblemText(
                kind: .conflict, code: "life.decided-already",
                message: "Your side has decided about change \(position) already.",
                hint: "The pairing itself can still be declined or ended.")
        case .overtaken(let position, let sentence):
            ProblemText(
                kind: .conflict, code: "life.change-overtaken",
                message: "Change \(position) can no longer be accepted: \(sentence)",
                hint: "Decline it, or wait for the next round.")
        case .noPulseAsked(let target):
            ProblemText(
                kind: .conflict, code: "life.no-pulse-asked",
                message: "There is no pulse to answer about \(target).",
                hint: "Pulses are asked for during a trial; GET /v1/due lists them.")
        case .fixed:
            ProblemText(
                kind: .conflict, code: "life.answers-fixed",
                message: "These answers have been released and are fixed.",
                hint: "Say what has changed on the next occasion.")
        case .noAgreement, .agreedAlready, .notToBeSigned, .notShared, .conflictOpen: controlProblem
        }
    }

    private var controlProblem: ProblemText {
        switch self {
        case .noAgreement(let id):
            ProblemText(
                kind: .missing, code: "control.no-such-agreement",
                message: "There is no control agreement \"\(id)\" that you may see.",
                hint: "GET /v1/control-agreements lists those you may see.")
        case .agreedAlready(let account):
            ProblemText(
                kind: .conflict, code: "control.agreed-already",
                message: "The customer \(account) has an agreement or a proposal of one already.",
                hint: "Withdraw it first.")
        case .notToBeSigned(let state):
            ProblemText(
                kind: .conflict, code: "control.not-to-be-signed",
                message: "An agreement that is \(state.rawValue) is not waiting for your signature.",
                hint: "Propose another one.")
        case .conflictOpen(let account):
            ProblemText(
                kind: .conflict, code: "control.conflict-open-already",
                message: "The conflict about the customer \(account) is open already.",
                hint: "An agreement that both sides sign settles it.")
        case .notShared(let account):
            ProblemText(
                kind: .missing, code: "control.no-such-shared-account",
                message: "There is no customer \(account) that your side shares.",
                hint: "GET /v1/accounts lists your customers.")
        default: preconditionFailure("the other problems are told before")
        }
    }
}

extension UUID {
    /// As it stands in URLs.
    public var text: String { uuidString.lowercased() }
}
