extension PairingLife {
    /// The steps that a side can take now, in the order people are offered them. Hindrances are not looked at.
    public func steps(for side: Side) -> [LifeStep.Name] {
        switch status {
        case .proposed: acceptedBy.contains(side) ? [.plan, .decline] : [.accept, .plan, .decline]
        case .accepted: [.start, .plan, .decline]
        case .trial:
            (verdicts[side] == .confirm ? [] : [.confirm])
                + (verdicts[side] == .extend || extensions >= Self.extensionLimit ? [] : [.extend]) + [.end]
        case .confirmed: [.end]
        case .declined, .ended: []
        }
    }

    /// The pairing after a side's step.
    ///
    /// - Parameters:
    ///   - step: what the side does.
    ///   - side: whose step it is.
    ///   - today: the day it is taken.
    ///   - hindrances: what stands between the two people now, as ``hindrances(between:and:in:agreed:on:)`` tells.
    /// - Throws: ``LifeError``; the pairing is as it was.
    /// - Complexity: O(hindrances).
    public func taking(
        _ step: LifeStep, by side: Side, on today: Day, despite hindrances: [Hindrance] = []
    ) throws(LifeError) -> PairingLife {
        let allowed = steps(for: side)
        guard allowed.contains(step.name) else { throw .notAllowed(step.name, status, allowed: allowed) }
        let blocking = hindrances.filter { $0.blocks(step.name) }
        guard blocking.isEmpty else { throw .hindered(step.name, by: blocking) }
        var next = self
        switch step {
        case .accept: next.accept(by: side)
        case .decline(let reason, let neverAgain):
            next.close(.declined, on: today, by: side, reason, neverAgain)
        case .plan(let terms): try next.plan(terms, by: side)
        case .start(let day): try next.start(on: day, today: today)
        case .confirm: next.hear(.confirm, of: side)
        case .extend: next.hear(.extend, of: side)
        case .end(let reason, let neverAgain): next.close(.ended, on: today, by: side, reason, neverAgain)
        }
        return next
    }

    /// The pairing on a day when nobody has decided on its trial; nil while people may still decide.
    public func lapsed(on today: Day) -> PairingLife? {
        guard status == .trial, let plannedEnd, today > plannedEnd.advanced(byDays: TrialTerms.graceDays)
        else {
            return nil
        }
        var next = self
        if terms.ifUndecided == .extend, extensions < Self.extensionLimit {
            next.lengthen()
        } else {
            next.close(.ended, on: today, by: nil, "Nobody decided in time after the trial.", false)
        }
        return next
    }

    private mutating func accept(by side: Side) {
        acceptedBy.insert(side)
        if acceptedBy.count == 2 { status = .accepted }
    }

    private mutating func plan(_ terms: TrialTerms, by side: Side) throws(LifeError) {
        guard TrialTerms.dayRange.contains(terms.days) else {
            throw .impossibleTerms("A trial cannot last \(terms.days) days.")
        }
        if let chemistry = terms.leastChemistry, !(0...100).contains(chemistry) {
            throw .impossibleTerms("No pair can reach a chemistry of \(chemistry).")
        }
        if let meetings = terms.leastMeetings, !(0...1000).contains(meetings) {
            throw .impossibleTerms("No trial has \(meetings) joint customer calls.")
        }
        self.terms = terms
        acceptedBy = [side]
        status = .proposed
    }

    /// A trial that began a while ago may be told late; one that begins later is told then.
    private mutating func start(on day: Day, today: Day) throws(LifeError) {
        guard day <= today.advanced(byDays: 1), day >= today.advanced(byDays: -30) else {
            throw .startOutOfReach(day, today: today)
        }
        status = .trial
        started = day
        plannedEnd = day.advanced(byDays: terms.days)
        verdicts = [:]
    }

    /// With the second word the trial is decided: it lasts if both say so; whoever needs more time gets it.
    private mutating func hear(_ verdict: Verdict, of side: Side) {
        verdicts[side] = verdict
        guard verdicts.count == 2 else { return }
        if verdicts.values.allSatisfy({ $0 == .confirm }) {
            status = .confirmed
            verdicts = [:]
        } else {
            lengthen()
        }
    }

    private mutating func lengthen() {
        extensions += 1
        plannedEnd = plannedEnd?.advanced(byDays: terms.days)
        verdicts = [:]
    }

    private mutating func close(
        _ status: PairingStatus, on day: Day, by side: Side?, _ reason: String?, _ neverAgain: Bool
    ) {
        self.status = status
        // Somebody may be told late of a trial that began tomorrow in their own time zone.
        ended = max(day, started ?? day)
        self.reason = reason
        endedBy = side
        self.neverAgain = neverAgain
        verdicts = [:]
    }
}
