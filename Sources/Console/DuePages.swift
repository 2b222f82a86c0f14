import API
import Domain
import Foundation
import Hummingbird
import Storage

/// `/console/due`: what the viewer and the viewer's people are to do.
struct DuePages: Sendable {
    let desk: DueDesk
    let pages: Pages

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("due", use: list)
    }

    @Sendable
    private func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let due = try await desk.due(for: context.viewer, at: Date())
        // What salespeople are asked is their managers' to remind of, and their own to do.
        let isOwn = context.viewer.person != nil
        let own = due.filter { isOwn || !$0.forSalesperson }.map { DueRow($0, isOwn: isOwn) }
        let others = due.filter { !isOwn && $0.forSalesperson }.map { DueRow($0, isOwn: false) }
        return try pages.show(
            "due",
            [
                "own": own, "hasOwn": !own.isEmpty, "others": others, "hasOthers": !others.isEmpty,
                "isEmpty": due.isEmpty,
            ] as [String: Any])
    }
}

/// Something to do, as a row of the page.
struct DueRow {
    var words: String
    var whom: String
    var day: String
    var isOverdue: Bool
    var link: String?

    init(_ view: DueView, isOwn: Bool) {
        words = view.kind.words
        let people = [view.person, view.counterpart].compactMap { $0?.displayName }
        whom = people.isEmpty ? "Customer \(view.account ?? "")" : people.joined(separator: " with ")
        day = view.kind.isDeadline ? "by \(view.day)" : "since \(view.day)"
        isOverdue = view.overdue && view.kind.isDeadline
        let form = isOwn ? view.kind.form : nil
        link =
            form.flatMap { form in view.counterpart.map { "\(form)/\($0.person.asPathPart)" } }
            ?? view.pairing.map { "pairings/\($0)" } ?? view.account.map { _ in "customers" }
    }
}

extension Reminder.Kind {
    /// The page on which a salesperson does it; nil for what is done elsewhere.
    fileprivate var form: String? {
        switch self {
        case .answerSheet: "sheets"
        case .answerPulse: "pulses"
        case .answerProposal, .startTrial, .decideTrial, .signAgreement, .renewAgreement: nil
        }
    }

    /// What is to be done, as a manager reads it.
    fileprivate var words: String {
        switch self {
        case .answerProposal: "Answer the proposal"
        case .startTrial: "Start the trial"
        case .decideTrial: "Decide on the trial"
        case .answerPulse: "Pulse to be answered"
        case .answerSheet: "Sheet to be answered"
        case .signAgreement: "Sign the control agreement"
        case .renewAgreement: "Renew the control agreement"
        }
    }

    /// Whether its day is the last one, and not the first.
    fileprivate var isDeadline: Bool {
        switch self {
        case .answerPulse, .answerSheet, .signAgreement, .renewAgreement: true
        case .answerProposal, .startTrial, .decideTrial: false
        }
    }
}
