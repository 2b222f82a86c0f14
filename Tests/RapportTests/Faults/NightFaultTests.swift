import Foundation
import LocalPostgres
import Postgres
import StoreTestSupport
import TestSupport
import Testing

/// What processes that die, freeze or meet do to a night: nothing that anybody could see.
///
/// `RAPPORT_FAULT_ROUNDS=9` kills at every stage nine times: 108 kills.
@Suite(.timeLimit(.minutes(60))) struct NightFaultTests {
    /// Where a process can be held, in the order in which it comes by.
    enum Stage: String, CaseIterable, Sendable {
        case opening, enqueueing, readingPeople, readingModel, readingSheets, storingModel
        case lockingAlliance, writingRound, writingChanges, keepingInput, reporting, closing

        /// What the test locks.
        var lock: TrustedScript {
            switch self {
            case .opening: "lock table rapport.night in share mode"
            case .enqueueing: "lock table rapport.job in share mode"
            case .readingPeople: "lock table rapport.salesperson in access exclusive mode"
            case .readingModel: "lock table rapport.posterior in access exclusive mode"
            case .readingSheets: "lock table rapport.sheet in access exclusive mode"
            case .storingModel: "lock table rapport.posterior in share mode"
            case .lockingAlliance: "lock table rapport.revision in exclusive mode"
            case .writingRound, .closing: "lock table rapport.round in share mode"
            case .writingChanges: "lock table rapport.round_change in share mode"
            case .keepingInput: "lock table rapport.round_input in share mode"
            case .reporting: "lock table rapport.night_result in share mode"
            }
        }
    }

    @Test(arguments: Stage.allCases, 1...NightBed.rounds)
    func `kill -9 at any stage leaves no half round, and the next run does the rest`(
        stage: Stage, round: Int
    ) async throws {
        try await NightBed.with { bed in
            let gate = Gate()
            let holder = await bed.hold(stage.lock, until: gate)
            let process = try bed.begin()
            try await bed.client.untilSomebodyWaits()
            if stage == .closing {
                let closing = Gate()
                let later = await bed.hold("select from rapport.night for update", until: closing)
                gate.open()
                while try await bed.client.read("select count(*) from rapport.night_result", as: Int.self)
                    != [3]
                {}
                try await bed.client.untilSomebodyWaits()
                await process.killNow()
                closing.open()
                try await later.value
            } else {
                await process.killNow()
                gate.open()
            }
            try await holder.value
            let began = ContinuousClock.now
            let rerun = try await bed.rerun()
            #expect(ContinuousClock.now - began < .seconds(60))
            #expect(rerun.status == (stage == .closing ? 3 : 0), "\(rerun.complaint)")
            #expect(try await bed.roundCounts() == ["one": 1, "two": 1, "three": 1])
            #expect(try await bed.faults() == [])
        }
    }

    @Test(arguments: 1...NightBed.rounds)
    func `kill -9 right after a round was published loses and repeats nothing`(round: Int) async throws {
        try await NightBed.with { bed in
            let process = try bed.begin()
            while try await bed.client.read("select count(*) from rapport.round", as: Int.self) == [0] {}
            await process.killNow()
            _ = try await bed.rerun()
            #expect(try await bed.roundCounts() == ["one": 1, "two": 1, "three": 1])
            #expect(try await bed.faults() == [])
        }
    }

    /// `--again`, so that nothing but the token stands between the one that wakes and a second round.
    @Test(arguments: 1...(NightBed.rounds == 1 ? 2 : 20))
    func `a frozen process that wakes after its lease was taken publishes nothing`(round: Int) async throws {
        try await NightBed.with { bed in
            let gate = Gate()
            let stage: Stage = round.isMultiple(of: 2) ? .readingPeople : .storingModel
            let holder = await bed.hold(stage.lock, until: gate)
            let frozen = try bed.begin("--again")
            try await bed.client.untilSomebodyWaits()
            kill(frozen.processIdentifier, SIGSTOP)
            gate.open()
            try await holder.value
            let other = try await bed.rerun("--again")
            #expect(other.status == 0, "\(other.complaint)")
            kill(frozen.processIdentifier, SIGCONT)
            let status = await frozen.end()
            #expect(status == 75)
            #expect(try await bed.roundCounts() == ["one": 1, "two": 1, "three": 1])
            #expect(try await bed.faults() == [])
        }
    }

    @Test(arguments: 1...NightBed.rounds)
    func `of three runs at once one publishes each alliance, and the others say so`(round: Int) async throws {
        try await NightBed.with { bed in
            let gate = Gate()
            let holder = await bed.hold(Stage.readingPeople.lock, until: gate)
            let processes = try (0..<3).map { _ in try bed.begin() }
            try await bed.client.untilSomebodyWaits()
            // Two of them end while the third is held.
            while processes.count(where: \.isRunning) > 1 { await Task.yield() }
            gate.open()
            try await holder.value
            var statuses: [Int32] = []
            for process in processes { statuses.append(await process.end()) }
            #expect(statuses.sorted() == [0, 75, 75])
            #expect(try await bed.roundCounts() == ["one": 1, "two": 1, "three": 1])
            #expect(try await bed.faults() == [])
        }
    }

    @Test(arguments: 1...(NightBed.rounds == 1 ? 1 : 10))
    func `a night goes on after kill -9 of PostgreSQL`(round: Int) async throws {
        let server = try await TestServer.own()
        try await NightBed.with(server: server) { bed in
            let stages: [Stage] = [
                .writingChanges, .readingSheets, .reporting, .lockingAlliance, .enqueueing,
            ]
            let gate = Gate()
            let holder = await bed.hold(stages[round % stages.count].lock, until: gate)
            let process = try bed.begin()
            try await bed.client.untilSomebodyWaits()
            try await server.cluster.kill()
            gate.open()
            _ = await holder.result
            try await server.cluster.start()
            var status = await process.end()
            // Before the night was under way there is nothing to go on with: the next run begins it.
            if status != 0 { status = try await bed.rerun().status }
            #expect(status == 0)
            #expect(try await bed.roundCounts() == ["one": 1, "two": 1, "three": 1])
            #expect(try await bed.faults() == [])
        }
        await server.discard()
    }

    @Test func `Ctrl-C hands back what is under way`() async throws {
        try await NightBed.with { bed in
            let gate = Gate()
            let holder = await bed.hold(Stage.writingRound.lock, until: gate)
            let process = try bed.begin()
            try await bed.client.untilSomebodyWaits()
            process.interrupt()
            let status = await process.end()
            #expect(status == 130)
            gate.open()
            try await holder.value
            #expect(try await bed.roundCounts() == ["one": 0, "two": 0, "three": 0])
            #expect(try await bed.faults() == [])
            let next = try await bed.rapport.run("rematch", "--date", NightBed.day)
            #expect(next.status == 0)
        }
    }

    @Test func `workers of other processes share a night`() async throws {
        try await NightBed.with { bed in
            let worker = bed.rapport.start(["worker", "--workers", "2"])
            worker.standardError = FileHandle.nullDevice
            try worker.run()
            // The worker is at work once the refits that importing asked for are done.
            while try await bed.client.read("select count(*) from rapport.job", as: Int.self) != [0] {}
            let run = try await bed.rerun("--workers", "1")
            #expect(run.status == 0)
            #expect(run.output.split(separator: "\n").count == 4)
            worker.terminate()
            let status = await worker.end()
            #expect(status == 0)
            #expect(try await bed.roundCounts() == ["one": 1, "two": 1, "three": 1])
            #expect(try await bed.faults() == [])
        }
    }
}
