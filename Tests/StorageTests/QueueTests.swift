import Domain
import Foundation
import Postgres
import StoreTestSupport
import TestSupport
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(5))) struct QueueTests {
    private static let later = instant.addingTimeInterval(10)

    @Test func `many changes leave one job`() async throws {
        try await withAlliance { database, record in
            for day in 0..<20 { try await recordSheet(day, record, database) }
            let job = try #require(try await database.batch.lease(at: Self.later, for: 60))
            #expect(job.alliance == record.id)
            #expect(job.attempt == 1)
            try await expectEqual(database.batch.lease(at: Self.later, for: 60), nil)
            try await expectEqual(database.batch.complete(job), true)
            try await expectEqual(database.batch.complete(job), false)
            try await expectEqual(jobCount(database), 0)
        }
    }

    @Test func `a job is not done before it is due`() async throws {
        try await withAlliance { database, _ in
            let early = instant.addingTimeInterval(-1)
            try await expectEqual(database.batch.lease(at: early, for: 60), nil)
        }
    }

    @Test(arguments: 1...5)
    func `eight workers share the jobs, each job one worker's`(round: Int) async throws {
        try await MigratedDatabase.with { database in
            for number in 0..<12 { _ = try await database.stored(foursome(key: "a\(number)")) }
            let leased = try await withThrowingTaskGroup(of: [LeasedJob].self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        var jobs: [LeasedJob] = []
                        while let job = try await database.batch.lease(at: Self.later, for: 60) {
                            jobs.append(job)
                        }
                        return jobs
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(Set(leased.map(\.id)).count == leased.count)
            // Who finds every job locked by another goes home: some may be left for the next look at the queue.
            var rest = leased.count
            while try await database.batch.lease(at: Self.later, for: 60) != nil { rest += 1 }
            #expect(rest == 12)
        }
    }

    @Test func `a lease that ran out is taken over, and its old holder can do nothing more`() async throws {
        try await withAlliance { database, _ in
            let first = try #require(try await database.batch.lease(at: Self.later, for: 60))
            let inTime = Self.later.addingTimeInterval(59)
            try await expectEqual(database.batch.lease(at: inTime, for: 60), nil)
            let tooLate = Self.later.addingTimeInterval(61)
            let second = try #require(try await database.batch.lease(at: tooLate, for: 60))
            #expect(second.id == first.id)
            #expect(second.token != first.token)
            #expect(second.attempt == 2)
            try await database.batch.giveBack(first, failure: "late", due: instant)
            try await expectEqual(database.batch.complete(first), false)
            try await expectEqual(database.batch.lease(at: tooLate, for: 60), nil)
            try await expectEqual(database.batch.complete(second), true)
        }
    }

    @Test func `a job that failed waits until it is due again, and tells why`() async throws {
        try await withAlliance { database, _ in
            let job = try #require(try await database.batch.lease(at: Self.later, for: 60))
            let due = Self.later.addingTimeInterval(100)
            try await database.batch.giveBack(job, failure: "no luck", due: due)
            try await expectEqual(
                database.look("select failure from rapport.job", as: String?.self), ["no luck"])
            let before = due.addingTimeInterval(-1)
            try await expectEqual(database.batch.lease(at: before, for: 60), nil)
            let again = try #require(try await database.batch.lease(at: due, for: 60))
            #expect(again.attempt == 2)
        }
    }

    @Test func `a failed job that was asked for again meanwhile goes`() async throws {
        try await withAlliance { database, record in
            let job = try #require(try await database.batch.lease(at: Self.later, for: 60))
            try await recordSheet(1, record, database)
            try await expectEqual(jobCount(database), 2)
            try await database.batch.giveBack(job, failure: "no luck", due: Self.later)
            try await expectEqual(jobCount(database), 1)
            let newer = try #require(try await database.batch.lease(at: Self.later, for: 60))
            #expect(newer.attempt == 1)
        }
    }

    @Test func `a job is given back while the same work is being asked for`() async throws {
        try await withAlliance { database, record in
            let job = try #require(try await database.batch.lease(at: Self.later, for: 60))
            let gate = Gate()
            let change = Task {
                try await database.client.transaction(context: Context.batch(record.id)) { transaction in
                    try await Change.announce(record.id, at: instant, in: transaction)
                    gate.enter()
                    await gate.untilOpen()
                }
            }
            await gate.untilEntered()
            async let givenBack: Void = database.batch.giveBack(job, failure: "no luck", due: Self.later)
            try await database.client.untilSomebodyWaits()
            gate.open()
            try await change.value
            try await givenBack
            try await expectEqual(jobCount(database), 1)
            let next = try #require(try await database.batch.lease(at: Self.later, for: 60))
            #expect(next.attempt == 1)
        }
    }

    /// The race that loses a change: a worker leases the job and fits while a change that touched the job is not yet
    /// committed, so that the fit does not see it. The change holds the job until its commit.
    @Test func `a job that an open change asks for is leased only after the change is there to be read`()
        async throws
    {
        try await withAlliance { database, record in
            let gate = Gate()
            let change = Task {
                try await database.client.transaction(context: Context.batch(record.id)) { transaction in
                    try await Change.announce(record.id, at: instant, in: transaction)
                    gate.enter()
                    await gate.untilOpen()
                }
            }
            await gate.untilEntered()
            try await expectEqual(database.batch.lease(at: Self.later, for: 60), nil)
            gate.open()
            try await change.value
            let job = try #require(try await database.batch.lease(at: Self.later, for: 60))
            try await expectEqual(
                database.batch.record(of: job.alliance, sheets: false).revision, record.revision + 1)
        }
    }

    /// The other order: the worker has its lease, uncommitted, when the change asks. The change then leaves a job of
    /// its own.
    @Test func `a change that comes while its job is being leased leaves another job`() async throws {
        try await withAlliance { database, record in
            let gate = Gate()
            let worker = Task {
                try await database.client.transaction(context: Context.directory) { transaction in
                    try await transaction.execute(
                        """
                        update rapport.job
                        set lease_token = \(UUID()), lease_until = \(Self.later)
                        where job_id = (select job_id from rapport.job for update skip locked limit 1)
                        """)
                    gate.enter()
                    await gate.untilOpen()
                }
            }
            await gate.untilEntered()
            async let change: Void = recordSheet(1, record, database)
            try await database.client.untilSomebodyWaits()
            gate.open()
            try await worker.value
            try await change
            try await expectEqual(jobCount(database), 2)
            let waiting = try await database.look(
                "select count(*) from rapport.job where lease_token is null", as: Int.self)
            #expect(waiting == [1])
        }
    }

    @Test(arguments: 1...3)
    func `whatever workers and changes do at once, the last change is fitted`(round: Int) async throws {
        try await withAlliance { database, record in
            let fitted = Fitted()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    group.addTask {
                        for day in 0..<10 { try await recordSheet(writer * 10 + day, record, database) }
                    }
                }
                for _ in 0..<3 {
                    group.addTask { for _ in 0..<30 { try await fitOnce(database, fitted) } }
                }
                try await group.waitForAll()
            }
            while try await fitOnce(database, fitted) {}
            try await expectEqual(jobCount(database), 0)
            let last = await fitted.revision
            try await expectEqual(database.record("foursome").revision, last)
        }
    }
}

extension QueueTests {
    /// The newest revision that a worker has read.
    private actor Fitted {
        var revision: Int64 = 0

        func note(_ read: Int64) { revision = max(revision, read) }
    }

    @discardableResult
    private func fitOnce(_ database: MigratedDatabase, _ fitted: Fitted) async throws -> Bool {
        guard let job = try await database.batch.lease(at: Self.later, for: 60) else { return false }
        await fitted.note(try await database.batch.record(of: job.alliance, sheets: true).revision)
        return try await database.batch.complete(job)
    }

    /// An alliance whose import left a job that is due.
    private func withAlliance(_ body: (MigratedDatabase, AllianceRecord) async throws -> Void) async throws {
        try await MigratedDatabase.with { database in try await body(database, database.stored(foursome())) }
    }

    private func recordSheet(_ day: Int, _ record: AllianceRecord, _ database: MigratedDatabase) async throws
    {
        let sheet = Sheet(rater: 0, target: 2, day: today.advanced(byDays: day), ratings: [1, 2])
        let viewer = Viewer(alliance: record.id, role: .integration(scopes: [.sheetsWrite]))
        _ = try await database.store.record(sheet, in: record, over: .any, for: viewer, at: instant)
    }

    private func jobCount(_ database: MigratedDatabase) async throws -> Int {
        try await database.look("select count(*) from rapport.job", as: Int.self)[0]
    }
}
