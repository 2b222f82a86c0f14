/// Something that somebody is to do about a pairing.
public struct Reminder: Sendable, Hashable {
    /// What is to be done.
    public var kind: Kind
    /// The side whose turn it is.
    public var side: Side
    /// Since when, or until when, depending on the kind: proposals, starts and decisions wait since a day; answers and
    /// signatures are asked for until one.
    public var day: Day

    /// Makes a reminder.
    public init(_ kind: Kind, _ side: Side, _ day: Day) {
        self.kind = kind
        self.side = side
        self.day = day
    }

    /// What is to be done, and by whom.
    public enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        /// The manager has not answered a proposal.
        case answerProposal = "answer-proposal"
        /// Both sides said yes, and the trial has not started.
        case startTrial = "start-trial"
        /// The salesperson has a pulse to answer.
        case answerPulse = "answer-pulse"
        /// The salesperson has a sheet to answer.
        case answerSheet = "answer-sheet"
        /// The trial has reached its planned end, and the manager has not said what follows.
        case decideTrial = "decide-trial"
        /// A control agreement waits for this side's signature.
        case signAgreement = "sign-agreement"
        /// A control agreement runs out soon.
        case renewAgreement = "renew-agreement"

        /// Whether the salesperson themselves is to do it, and not their manager.
        public var isForSalesperson: Bool { self == .answerPulse || self == .answerSheet }
    }
}

/// What is to be done about a pairing on a day, managers' things first, side a before side b.
///
/// - Parameters:
///   - life: the pairing.
///   - occasions: what its people are asked.
///   - since: the day of its last change.
///   - today: the day.
public func reminders(of life: PairingLife, _ occasions: [Occasion], since: Day, on today: Day) -> [Reminder]
{
    var found: [Reminder] = []
    for side in Side.allCases {
        switch life.status {
        case .proposed where !life.acceptedBy.contains(side):
            found.append(Reminder(.answerProposal, side, since))
        case .accepted:
            found.append(Reminder(.startTrial, side, since))
        case .trial:
            if let plannedEnd = life.plannedEnd, today >= plannedEnd, life.verdicts[side] == nil {
                found.append(Reminder(.decideTrial, side, plannedEnd))
            }
        default: break
        }
    }
    // What somebody has to say of a trial that has just ended is worth as much as of one that lasts.
    let asked = occasions.filter { life.status.isRunning || life.status == .ended && $0.kind == .sheet }
    for occasion in asked where !occasion.isReleased && occasion.opens <= today {
        for side in Side.allCases where !occasion.answeredBy.contains(side) {
            let kind: Reminder.Kind = occasion.kind == .pulse ? .answerPulse : .answerSheet
            found.append(Reminder(kind, side, occasion.deadline))
        }
    }
    return found
}
