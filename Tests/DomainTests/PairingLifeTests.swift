import Domain
import Testing

/// The life cycle over every state that can be reached, with every step of every side in each.
@Suite struct PairingLifeTests {
    static let today = Day("2026-11-27")!
    static let otherTerms = TrialTerms(days: 21, leastMeetings: 2)

    static let everyStep: [LifeStep] = [
        .accept, .decline(reason: "No time.", neverAgain: false), .plan(otherTerms), .start(today), .confirm,
        .extend,
        .end(reason: "It did not work.", neverAgain: true),
    ]

    /// Every state that proposals lead to, with the state it came from and the step that led there.
    static let reachable: [PairingLife] = {
        var found: Set<PairingLife> = [
            PairingLife(), PairingLife(acceptedBy: [.a]), PairingLife(acceptedBy: [.b]),
        ]
        var waiting = Array(found)
        while let life = waiting.popLast() {
            for (side, step) in moves {
                guard let next = try? life.taking(step, by: side, on: today), found.insert(next).inserted
                else {
                    continue
                }
                waiting.append(next)
            }
        }
        return Array(found)
    }()

    static let moves = Side.allCases.flatMap { side in everyStep.map { (side, $0) } }

    @Test func `every status is reached`() {
        #expect(Set(Self.reachable.map(\.status)) == Set(PairingStatus.allCases))
        #expect(Self.reachable.count > 40)
    }

    @Test func `a step is taken where it is offered, and nowhere else`() {
        for life in Self.reachable {
            for (side, step) in Self.moves {
                let isOffered = life.steps(for: side).contains(step.name)
                do throws(LifeError) {
                    let next = try life.taking(step, by: side, on: Self.today)
                    #expect(isOffered, "\(life) \(side) \(step)")
                    #expect(next != life || step.name == .plan)
                } catch {
                    #expect(!isOffered)
                    #expect(error == .notAllowed(step.name, life.status, allowed: life.steps(for: side)))
                    #expect(error.problem.kind == .conflict)
                    for name in life.steps(for: side) {
                        #expect(error.problem.hint?.contains(name.rawValue) == true)
                    }
                }
            }
        }
    }

    @Test func `a status follows only those that may come before it`() throws {
        for life in Self.reachable {
            for (side, step) in Self.moves {
                guard let next = try? life.taking(step, by: side, on: Self.today) else { continue }
                let isPlannedAnew = life.status == .accepted && next.status == .proposed && step.name == .plan
                #expect(
                    next.status == life.status || life.status.followers.contains(next.status) || isPlannedAnew
                )
            }
        }
    }

    @Test func `both sides are treated alike`() {
        for life in Self.reachable {
            for (side, step) in Self.moves {
                let next = try? life.taking(step, by: side, on: Self.today)
                let mirrored = try? life.mirrored.taking(step, by: side.opposite, on: Self.today)
                #expect(next?.mirrored == mirrored)
            }
        }
    }

    @Test func `nothing begins or lasts without both sides, and either one's no ends it`() throws {
        for life in Self.reachable {
            if life.status != .proposed, life.status != .declined { #expect(life.acceptedBy == [.a, .b]) }
            if life.status == .proposed { #expect(life.acceptedBy.count < 2) }
            guard life.status.isOpen else { continue }
            for side in Side.allCases {
                let no: LifeStep =
                    life.status.isRunning
                    ? .end(reason: "Enough.", neverAgain: true)
                    : .decline(reason: "Enough.", neverAgain: true)
                let over = try life.taking(no, by: side, on: Self.today)
                #expect(!over.status.isOpen)
                #expect(over.endedBy == side && over.neverAgain && over.reason == "Enough.")
                #expect(over.ended == Self.today)
                #expect(Side.allCases.allSatisfy { over.steps(for: $0).isEmpty })
            }
        }
    }

    @Test func `the terms of a trial are fixed once it has started`() throws {
        for life in Self.reachable where life.status.isRunning {
            for (side, step) in Self.moves {
                let next = try? life.taking(step, by: side, on: Self.today)
                #expect(next == nil || next?.terms == life.terms)
            }
        }
    }

    @Test func `whoever changes the terms needs the other side's yes anew`() throws {
        let accepted = try PairingLife(acceptedBy: [.a]).taking(.accept, by: .b, on: Self.today)
        let changed = try accepted.taking(.plan(Self.otherTerms), by: .b, on: Self.today)
        #expect(changed.status == .proposed && changed.acceptedBy == [.b])
        #expect(try changed.taking(.accept, by: .a, on: Self.today).status == .accepted)
    }

    @Test func `a trial lasts when both say so and is extended once when one needs time`() throws {
        let trial = try Self.trial()
        #expect(trial.plannedEnd == Self.today.advanced(byDays: 42))
        let confirmed = try trial.taking(.confirm, by: .a, on: Self.today).taking(
            .confirm, by: .b, on: Self.today)
        #expect(confirmed.status == .confirmed)
        let extended = try trial.taking(.confirm, by: .a, on: Self.today).taking(
            .extend, by: .b, on: Self.today)
        #expect(extended.status == .trial && extended.extensions == 1 && extended.verdicts.isEmpty)
        #expect(extended.plannedEnd == Self.today.advanced(byDays: 84))
        #expect(extended.steps(for: .a) == [.confirm, .end])
    }

    @Test func `a side may change its word until the other has spoken`() throws {
        let changed = try Self.trial().taking(.confirm, by: .a, on: Self.today).taking(
            .extend, by: .a, on: Self.today)
        #expect(changed.verdicts == [.a: .extend] && changed.status == .trial)
    }

    @Test func `silence means what was agreed, after the days of grace`() throws {
        for fallback in TrialTerms.Default.allCases {
            var trial = try Self.trial()
            trial.terms.ifUndecided = fallback
            let last = try #require(trial.plannedEnd).advanced(byDays: TrialTerms.graceDays)
            #expect(trial.lapsed(on: last) == nil)
            let lapsed = try #require(trial.lapsed(on: last.advanced(byDays: 1)))
            switch fallback {
            case .end: #expect(lapsed.status == .ended && lapsed.endedBy == nil)
            case .extend:
                #expect(lapsed.status == .trial && lapsed.extensions == 1)
                let end = try #require(lapsed.plannedEnd).advanced(byDays: TrialTerms.graceDays + 1)
                #expect(lapsed.lapsed(on: end)?.status == .ended)
            }
        }
    }

    @Test(arguments: [
        TrialTerms(days: 6), TrialTerms(days: 366), TrialTerms(leastChemistry: 101),
        TrialTerms(leastChemistry: -1),
        TrialTerms(leastMeetings: -1),
    ])
    func `terms that no trial can have are refused`(terms: TrialTerms) {
        #expect {
            try PairingLife().taking(.plan(terms), by: .a, on: Self.today)
        } throws: { error in
            (error as? LifeError)?.problem.code == "life.impossible-terms"
        }
    }

    @Test(arguments: [-31, 2, 400])
    func `a trial starts about today`(days: Int) throws {
        let accepted = try PairingLife(acceptedBy: [.a]).taking(.accept, by: .b, on: Self.today)
        #expect(throws: LifeError.startOutOfReach(Self.today.advanced(byDays: days), today: Self.today)) {
            try accepted.taking(.start(Self.today.advanced(byDays: days)), by: .a, on: Self.today)
        }
    }

    static func trial() throws -> PairingLife {
        try PairingLife(acceptedBy: [.a]).taking(.accept, by: .b, on: today).taking(
            .start(today), by: .a, on: today)
    }
}

extension PairingLife {
    /// The same with the sides exchanged.
    fileprivate var mirrored: PairingLife {
        var mirrored = self
        mirrored.acceptedBy = Set(acceptedBy.map(\.opposite))
        mirrored.verdicts = Dictionary(uniqueKeysWithValues: verdicts.map { ($0.opposite, $1) })
        mirrored.endedBy = endedBy?.opposite
        return mirrored
    }
}
