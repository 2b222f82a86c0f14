import Testing

@testable import Postgres

/// The decisions, without a server.
@Suite struct StateMachineTests {
    /// SplitMix64: the same walk for the same seed.
    struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    /// What the world outside a pool looks like: attempts under way, who holds what, who waits.
    private struct World {
        var machine = PoolMachine(capacity: 3)
        var attempts = 0
        var held: [Int] = []
        var waiting: [Int] = []
        var served: [Int] = []
        var closed: Set<Int> = []
        var nextID = 0

        mutating func apply(_ actions: [PoolMachine.Action]) {
            for action in actions {
                switch action {
                case .connect: attempts += 1
                case .lease(let session, let waiter):
                    #expect(waiting.first == waiter, "first come, first served")
                    #expect(!held.contains(session) && !closed.contains(session))
                    waiting.removeAll { $0 == waiter }
                    held.append(session)
                    served.append(waiter)
                case .refuse(let waiter): waiting.removeAll { $0 == waiter }
                case .close(let session): closed.insert(session)
                }
            }
        }

        mutating func step(_ generator: inout Seeded) {
            nextID += 1
            switch Int.random(in: 0..<10, using: &generator) {
            case 0...2:
                waiting.append(nextID)
                apply(machine.ask(nextID))
            case 3 where attempts > 0:
                attempts -= 1
                apply(machine.connected(nextID))
            case 4 where attempts > 0:
                attempts -= 1
                machine.connectFailed()
            case 5: apply(machine.retry())
            case 6 where !held.isEmpty: apply(machine.giveBack(held.removeFirst()))
            case 7 where !held.isEmpty: apply(machine.lost(held.removeLast()))
            case 8:
                if let session = machine.idle.randomElement(using: &generator) {
                    apply(machine.lost(session))
                }
            case 9:
                if let waiter = waiting.randomElement(using: &generator) {
                    let isWithdrawn = machine.withdraw(waiter)
                    #expect(isWithdrawn)
                    waiting.removeAll { $0 == waiter }
                }
            default: break
            }
        }

        func check() {
            #expect(machine.idle.count + machine.leased.count + machine.connecting <= machine.capacity)
            #expect(machine.connecting == attempts)
            #expect(machine.leased == Set(held))
            #expect(machine.waiters == waiting)
            #expect(waiting.isEmpty || machine.idle.isEmpty, "nobody waits while a connection rests")
            let isHopeless = attempts == 0 && held.isEmpty && !machine.isBackingOff
            #expect(waiting.isEmpty || !isHopeless, "who waits has something to wait for")
        }
    }

    @Test(arguments: 0..<50)
    func `a pool keeps its promises on any walk`(seed: Int) {
        var generator = Seeded(state: UInt64(seed))
        var world = World()
        for _ in 0..<400 {
            world.step(&generator)
            world.check()
        }
        world.apply(world.machine.shutDown())
        #expect(world.waiting.isEmpty)
        while world.attempts > 0 {
            world.attempts -= 1
            world.nextID += 1
            world.apply(world.machine.connected(world.nextID))
        }
        for session in world.held { world.apply(world.machine.giveBack(session)) }
        #expect(world.machine.isDrained)
    }

    @Test func `a statement cache drops what was used longest ago`() {
        var cache = StatementCache(capacity: 2)
        let (a, b, c) = (key("a"), key("b"), key("c"))
        expectEqual(cache.plan(for: a), .prepare(1, evicted: nil))
        expectEqual(cache.plan(for: b), .prepare(2, evicted: nil))
        expectEqual(cache.plan(for: a), .use(1))
        expectEqual(cache.plan(for: c), .prepare(4, evicted: 2))
        expectEqual(cache.plan(for: a), .use(1))
        cache.forget(a)
        expectEqual(cache.plan(for: a), .prepare(6, evicted: nil))
        #expect(cache.count == 2)
    }

    @Test func `the same text with other types is another statement`() {
        var cache = StatementCache(capacity: 5)
        _ = cache.plan(for: StatementCache.Key(text: "select $1", types: [.int8]))
        expectEqual(
            cache.plan(for: StatementCache.Key(text: "select $1", types: [.text])), .prepare(2, evicted: nil))
    }

    private func key(_ text: String) -> StatementCache.Key {
        StatementCache.Key(text: text, types: [])
    }

    @Test func `a batch gives each request its own outcome`() {
        typealias Progress = BatchProgress<Int>
        var progress = Progress(
            steps: [
                .init(owner: 0, role: .query), .init(owner: 1, role: .prepare(key("x"))),
                .init(owner: 1, role: .query),
                .init(owner: 2, role: .prepare(key("y"))), .init(owner: 2, role: .query),
                .init(owner: -1, role: .deallocate(9)),
            ], places: [0, 1, 2])
        progress.take(.value(10))
        progress.take(.endOfStep)
        progress.take(.failure(PostgresError(.server(.undefinedTable), "no such table")))
        progress.take(.endOfStep)
        for _ in 0..<4 {
            progress.take(.aborted)
            progress.take(.endOfStep)
        }
        #expect(!progress.isFinished)
        progress.take(.sync)
        #expect(progress.isFinished && !progress.isClean)
        guard case .value(10) = progress.outcomes[0], case .failure(let error) = progress.outcomes[1],
            case .aborted = progress.outcomes[2]
        else {
            Issue.record("wrong outcomes: \(progress.outcomes)")
            return
        }
        #expect(error.sqlState == .undefinedTable)
        #expect(progress.unprepared == [key("x"), key("y")])
        #expect(progress.deallocated.isEmpty)
    }

    @Test func `an error of the sync is the whole batch's`() {
        var progress = BatchProgress<Int>(steps: [.init(owner: 0, role: .query)], places: [0])
        progress.take(.value(1))
        progress.take(.endOfStep)
        progress.take(.failure(PostgresError(.server(.foreignKeyViolation), "deferred")))
        progress.take(.endOfStep)
        progress.take(.sync)
        #expect(progress.syncFailure?.sqlState == .foreignKeyViolation)
        #expect(!progress.isClean)
    }

    @Test func `waits double up to the limit, and any part of them may be drawn`() {
        var generator = Seeded(state: 1)
        var backoff = Backoff(base: .milliseconds(50), limit: .seconds(2))
        var bounds: [Duration] = []
        for _ in 0..<100 {
            let wait = backoff.fail(using: &generator)
            #expect(wait >= .zero && wait <= backoff.bound)
            bounds.append(backoff.bound)
        }
        #expect(
            Array(bounds[..<7]) == [50, 100, 200, 400, 800, 1600, 2000].map { Duration.milliseconds($0) })
        #expect(bounds.last == .seconds(2))
        backoff.succeed()
        #expect(backoff.failures == 0)
    }

    @Test func `lost reads are sent again once, lost appends are not`() {
        let error = PostgresError(.connectionLost, "cut")
        var reads = LaneQueue(policy: .reads, batchLimit: 10)
        var appends = LaneQueue(policy: .appends, batchLimit: 10)
        for _ in 0..<3 {
            reads.add(request())
            appends.add(request())
        }
        let first = reads.takeBatch()
        let settledFirst = reads.settle(first, .lost(error))
        #expect(settledFirst.isEmpty)
        #expect(reads.waiting.count == 3)
        let second = reads.takeBatch()
        let settledSecond = reads.settle(second, .lost(error))
        #expect(settledSecond.count == 3)
        let appended = appends.takeBatch()
        let settled = appends.settle(appended, .lost(error))
        #expect(settled.count == 3)
        for case .failure(let error) in settled.map(\.answer) { #expect(error.mayHaveCommitted) }
    }

    @Test func `who spoils a batch of appends travels alone afterwards`() {
        var queue = LaneQueue(policy: .appends, batchLimit: 10)
        for _ in 0..<4 { queue.add(request()) }
        let batch = queue.takeBatch()
        var progress = BatchProgress<QueryResult>(
            steps: (0..<4).map { .init(owner: $0, role: .query) }, places: Array(0..<4))
        progress.take(.endOfStep)
        progress.take(.failure(PostgresError(.server(.uniqueViolation), "twice")))
        progress.take(.sync)
        let settled = queue.settle(batch, .answered(progress))
        #expect(settled.isEmpty)
        let (innocent, alone) = (queue.takeBatch(), queue.takeBatch())
        #expect(
            innocent.map(ObjectIdentifier.init) == [batch[0], batch[2], batch[3]].map(ObjectIdentifier.init))
        #expect(alone.map(ObjectIdentifier.init) == [ObjectIdentifier(batch[1])])
    }

    private func request() -> Request {
        Request("select 1", deadline: .never, isAutocommit: false)
    }
}
