import Domain
import Testing

/// When people are asked, when what they say is released, and what is due.
@Suite struct OccasionTests {
    static let today = Day("2026-11-27")!

    @Test func `a trial of six weeks asks for two pulses and one sheet about its end`() throws {
        let trial = try PairingLifeTests.trial()
        let occasions = trial.occasions(from: Self.today)
        #expect(occasions.map(\.kind) == [.pulse, .pulse, .sheet])
        #expect(occasions.map(\.opens) == [14, 28, 35].map { Self.today.advanced(byDays: $0) })
        #expect(occasions.last?.deadline == trial.plannedEnd?.advanced(byDays: 7))
        for (one, next) in zip(occasions, occasions.dropFirst()) where next.kind == .pulse {
            #expect(one.deadline < next.opens)
        }
    }

    @Test func `answers are released when both are in or the deadline has passed`() {
        var occasion = Occasion(kind: .sheet, opens: Self.today, deadline: Self.today)
        #expect(!occasion.isDue(on: Self.today))
        #expect(occasion.isDue(on: Self.today.advanced(byDays: 1)))
        occasion.answeredBy = [.a]
        #expect(!occasion.isDue(on: Self.today))
        occasion.answeredBy = [.a, .b]
        #expect(occasion.isDue(on: Self.today))
        occasion.isReleased = true
        #expect(!occasion.isDue(on: Self.today))
    }

    @Test func `what is due tells whose turn it is`() throws {
        func due(_ life: PairingLife, _ occasions: [Occasion] = [], on day: Day = Self.today) -> [Reminder] {
            reminders(of: life, occasions, since: Self.today, on: day)
        }
        #expect(due(PairingLife()).map(\.side) == [.a, .b])
        #expect(due(PairingLife(acceptedBy: [.a])) == [Reminder(.answerProposal, .b, Self.today)])
        let accepted = try PairingLife(acceptedBy: [.a]).taking(.accept, by: .b, on: Self.today)
        #expect(due(accepted).map(\.kind) == [.startTrial, .startTrial])
        let trial = try PairingLifeTests.trial()
        let occasions = trial.occasions(from: Self.today)
        #expect(due(trial, occasions) == [])
        let pulseDay = occasions[0].opens
        #expect(due(trial, occasions, on: pulseDay).map(\.kind) == [.answerPulse, .answerPulse])
        var answered = occasions
        answered[0].answeredBy = [.b]
        #expect(due(trial, answered, on: pulseDay) == [Reminder(.answerPulse, .a, answered[0].deadline)])
        let end = try #require(trial.plannedEnd)
        let atEnd = due(trial, Array(occasions.suffix(1)), on: end)
        #expect(atEnd.map(\.kind) == [.decideTrial, .decideTrial, .answerSheet, .answerSheet])
        let over = try trial.taking(.end(reason: "No.", neverAgain: false), by: .a, on: end)
        #expect(due(over, occasions, on: end).map(\.kind) == [.answerSheet, .answerSheet])
        #expect(due(over, Array(occasions.prefix(2)), on: end) == [])
    }

    @Test func `an agreement is in force when both have signed, until its last day`() {
        var agreement = ControlAgreement(account: "acme", lead: .a, until: Self.today, signedBy: [.a])
        #expect(agreement.state(on: Self.today) == .proposed)
        #expect(agreement.reminders(on: Self.today) == [Reminder(.signAgreement, .b, Self.today)])
        agreement.signedBy = [.a, .b]
        #expect(agreement.state(on: Self.today) == .inForce)
        #expect(agreement.reminders(on: Self.today).map(\.kind) == [.renewAgreement, .renewAgreement])
        #expect(agreement.reminders(on: Self.today.advanced(byDays: -15)) == [])
        #expect(agreement.state(on: Self.today.advanced(byDays: 1)) == .expired)
        agreement.withdrawnBy = .b
        #expect(agreement.state(on: Self.today) == .withdrawn)
    }

    @Test func `the terms are read against what is known`() {
        let terms = TrialTerms(leastChemistry: 60, leastMeetings: 4)
        #expect(terms.reading(chemistry: 61, meetings: 4, isOver: false) == .passed)
        #expect(terms.reading(chemistry: 59, meetings: 4, isOver: false) == .tooEarly)
        #expect(terms.reading(chemistry: 61, meetings: 3, isOver: true) == .missed)
        #expect(terms.reading(chemistry: nil, meetings: 9, isOver: true) == .missed)
        let open = TrialTerms(leastMeetings: nil, criterion: "Both want to.")
        #expect(open.reading(chemistry: 10, meetings: 0, isOver: true) == .byJudgement)
    }
}
