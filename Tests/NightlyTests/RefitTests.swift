import Domain
import Foundation
import Nightly
import Postgres
import Sample
import Scoring
import Storage
import StoreTestSupport
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct RefitTests {
    @Test func `a model is fitted once for each revision`() async throws {
        try await MigratedDatabase.with { database in
            let record = try await database.storeSample("sample")
            let refitter = Refitter(store: database.batch)
            let first = try await refitter.fitted(record.id, sheets: false, at: instant)
            let second = try await refitter.fitted(record.id, sheets: false, at: instant)
            #expect(first.isNew && !second.isNew)
            #expect(first.1.encoded() == second.1.encoded())
            try await database.recordSheet(record)
            let third = try await refitter.fitted(record.id, sheets: false, at: instant)
            #expect(third.isNew)
            #expect(third.0.revision == record.revision + 1)
        }
    }

    @Test func `a model that an older program wrote is fitted anew, not misread`() async throws {
        try await MigratedDatabase.with { database in
            let record = try await database.storeSample("sample")
            let refitter = Refitter(store: database.batch)
            let current = try await refitter.fitted(record.id, sheets: false, at: instant).1.encoded()
            #expect(await database.worker().drain() == 1)
            for version in [1, 99] as [UInt8] {
                var other = current
                other[4] = version
                try await database.batch.save(
                    StoredPosterior(revision: record.revision, encoded: other), of: record.id, at: instant)
                let read = try await refitter.fitted(record.id, sheets: false, at: instant)
                #expect(read.isNew && read.1.encoded() == current)
                try await database.batch.save(
                    StoredPosterior(revision: record.revision, encoded: other), of: record.id, at: instant)
                await database.worker().refitOutdated()
                #expect(await database.worker().drain() == 1)
                let stored = try await database.batch.posterior(of: record.id)
                #expect(stored.map { Posterior.isCurrent($0.encoded) } == true)
            }
            await database.worker().refitOutdated()
            #expect(await database.worker().drain() == 0)
        }
    }

    @Test func `a new alliance starts from what large ones taught, and from nothing of small ones`()
        async throws
    {
        try await MigratedDatabase.with { database in
            let refitter = Refitter(store: database.batch)
            let empty = try await database.store(Self.alliance("empty", people: 16, sheets: false))
            func refitted() async throws -> [UInt8] {
                try await refitter.refit(empty.id, at: instant).1.encoded()
            }
            let alone = try await refitted()
            let small = try await database.storeSample("small")
            try await refitter.refit(small.id, at: instant)
            #expect(try await refitted() == alone)
            let large = try await database.store(Self.alliance("large", people: 90, sheets: true))
            let (_, taught) = try await refitter.refit(large.id, at: instant)
            let pooled = try Posterior(decoding: try await refitted())
            let (a, b) = (empty.snapshot.people(on: .a)[0], empty.snapshot.people(on: .b)[0])
            let before = try Posterior(decoding: alone).prediction(of: a, with: b).successA
            let after = pooled.prediction(of: a, with: b).successA
            let goal = taught.prediction(
                of: large.snapshot.people(on: .a)[0], with: large.snapshot.people(on: .b)[0]
            ).successA
            #expect(abs(after - goal) < abs(before - goal))
        }
    }

    /// A sample in which everybody rated everybody with 6, or nobody anybody.
    private static func alliance(_ key: String, people: Int, sheets: Bool) -> Snapshot {
        var snapshot = makeSample(SampleOptions(people: people, seed: 1, today: today))
        snapshot.alliance.key = key
        snapshot.sheets = SheetTable(factorCount: snapshot.sheets.factorCount)
        guard sheets else { return snapshot }
        for a in snapshot.people(on: .a) {
            for b in snapshot.people(on: .b) {
                for (rater, target) in [(a, b), (b, a)] {
                    snapshot.sheets.append(
                        Sheet(
                            rater: rater, target: target, day: today,
                            ratings: snapshot.alliance.instrument.factors.map { _ in 6 }, success: 6,
                            wouldContinue: true))
                }
            }
        }
        return snapshot
    }

    @Test func `an older model never replaces a newer one`() async throws {
        try await MigratedDatabase.with { database in
            let id = try await database.storeSample("sample").id
            var stored: [Bool] = []
            for revision in [2, 1, 2, 3] as [Int64] {
                let posterior = StoredPosterior(revision: revision, encoded: [UInt8(revision)])
                stored.append(try await database.batch.save(posterior, of: id, at: instant))
            }
            #expect(stored == [true, false, true, true])
            let newest = try await database.batch.posterior(of: id)
            #expect(newest?.revision == 3)
            #expect(newest?.encoded == [3])
        }
    }

    @Test func `a recorded sheet changes the model when the queue has been worked off`() async throws {
        try await MigratedDatabase.with { database in
            let record = try await database.storeSample("sample")
            let worker = database.worker()
            let first = await worker.drain()
            #expect(first == 1)
            let before = try #require(try await database.batch.posterior(of: record.id))
            #expect(before.revision == record.revision)
            for _ in 0..<3 { try await database.recordSheet(record) }
            let second = await worker.drain()
            #expect(second == 1)
            let after = try #require(try await database.batch.posterior(of: record.id))
            #expect(after.revision == record.revision + 1)
            let (a, b) = (record.snapshot.people(on: .a)[0], record.snapshot.people(on: .b)[0])
            let scores = try [before, after].map {
                try Posterior(decoding: $0.encoded).chemistryMatrix(rows: [a], columns: [b]).mean[0]
            }
            #expect(scores[0] != scores[1])
            let third = await worker.drain()
            #expect(third == 0)
        }
    }

    @Test func `a refit that cannot succeed is dead until asked for again, and the others are done`()
        async throws
    {
        try await MigratedDatabase.with { database in
            try await database.storeUnfit("broken")
            let able = try await database.storeSample("able")
            let done = await database.worker().drain()
            #expect(done == 2)
            let fitted = try await database.batch.posterior(of: able.id)
            #expect(fitted != nil)
            let jobs = try await database.batch.jobs()
            #expect(jobs.map(\.state) == [.dead])
            #expect(jobs.first?.failure?.contains("factors") == true)
            #expect(await database.worker().drain() == 0)
            #expect(try await database.batch.reviveRefits(at: instant) == 1)
            #expect(await database.worker().drain() == 1)
            #expect(try await database.batch.jobs().map(\.attempts) == [1])
            #expect(try await database.batch.forgetDeadJobs() == 1)
            #expect(try await database.batch.jobs() == [])
        }
    }

    @Test func `a job of an alliance that has gone is done`() async throws {
        try await MigratedDatabase.with { database in
            try await database.client.transaction { transaction in
                try await transaction.execute(
                    """
                    insert into rapport.job (job_id, kind, alliance_id, due_at)
                    values (gen_random_uuid(), 'refit', gen_random_uuid(), \(instant))
                    """)
            }
            let done = await database.worker().drain()
            #expect(done == 1)
            let jobs = try await database.client.read("select count(*) from rapport.job", as: Int.self)
            #expect(jobs == [0])
        }
    }

    @Test func `a worker that is stopped gives its job back at once`() async throws {
        try await MigratedDatabase.with { database in
            try await database.storeSample("sample")
            let gate = Gate()
            let holder = Task {
                try await database.client.transaction { transaction in
                    try await transaction.executeScript("set local idle_in_transaction_session_timeout = 0")
                    try await transaction.execute("lock table rapport.sheet in access exclusive mode")
                    gate.enter()
                    await gate.untilOpen()
                }
            }
            await gate.untilEntered()
            let worker = database.worker()
            let drain = Task { await worker.drain() }
            try await database.client.untilSomebodyWaits()
            drain.cancel()
            _ = await drain.value
            let free = try await database.client.read(
                "select lease_token is null and due_at <= \(Date()) and attempts = 0 from rapport.job",
                as: Bool.self)
            #expect(free == [true])
            gate.open()
            try await holder.value
        }
    }

    @Test func `a call wakes a worker, and cancelling it ends it`() async throws {
        try await MigratedDatabase.with { database in
            let worker = database.worker()
            let (calls, call) = AsyncStream<Void>.makeStream()
            let running = Task { await worker.run(calls: calls) }
            let record = try await database.storeSample("sample")
            call.yield()
            while try await database.batch.posterior(of: record.id) == nil {}
            running.cancel()
            await running.value
        }
    }
}
