import Domain
import Foundation
import Postgres
import StoreTestSupport
import Testing

@testable import Storage

/// Nights, rounds in the queue, and the token that publishing demands.
@Suite(.timeLimit(.minutes(5))) struct NightQueueTests {
    private static let later = instant.addingTimeInterval(10)

    @Test func `there is one night at a time, until its holder gives no sign of life`() async throws {
        try await MigratedDatabase.with { database in
            let first = NightOrder(day: today, seed: 1)
            try await database.batch.openNight(first, holder: "first", at: instant, for: 30)
            let error = await #expect(throws: StorageError.self) {
                try await database.batch.openNight(
                    NightOrder(day: today, seed: 1), holder: "second", at: instant + 29, for: 30)
            }
            #expect(error == .nightIsRunning(holder: "first", since: instant, until: instant + 30))
            try await expectEqual(database.batch.renewNight(first.id, until: instant + 60), true)
            let third = NightOrder(day: today, seed: 1)
            try await database.batch.openNight(third, holder: "third", at: instant + 61, for: 30)
            try await expectEqual(database.batch.renewNight(first.id, until: instant + 99), false)
            let nights = try await database.batch.nights(limit: 9)
            #expect(nights.map(\.outcome) == [nil, "interrupted"])
        }
    }

    @Test func `a lease that is renewed holds, and one that passed on is not renewed`() async throws {
        try await withRoundJob { database, _, job in
            try await expectEqual(database.batch.renew(job, until: Self.later + 120), true)
            try await expectEqual(database.batch.lease([.round], at: Self.later + 119, for: 60), nil)
            let next = try #require(try await database.batch.lease([.round], at: Self.later + 121, for: 60))
            #expect(next.id == job.id && next.token != job.token)
            try await expectEqual(database.batch.renew(job, until: Self.later + 999), false)
        }
    }

    @Test func `a round is published by the holder of its job, once`() async throws {
        try await withRoundJob { database, record, job in
            let other = try #require(try await database.batch.lease([.round], at: Self.later + 61, for: 60))
            await #expect(throws: StorageError.leaseLost) {
                try await database.batch.publish(
                    round, of: record, policy: "{}", finishing: job, at: Self.later)
            }
            try await expectEqual(database.look("select count(*) from rapport.round", as: Int.self), [0])
            let result = try await database.batch.publish(
                round, of: record, policy: "{}", finishing: other, at: Self.later)
            #expect(result.state == .planned)
            await #expect(throws: StorageError.leaseLost) {
                try await database.batch.publish(
                    round, of: record, policy: "{}", finishing: other, at: Self.later)
            }
            try await expectEqual(database.look("select count(*) from rapport.round", as: Int.self), [1])
        }
    }

    @Test func `a night that takes over voids the leases of the one before`() async throws {
        try await withRoundJob { database, record, job in
            let next = NightOrder(day: today, seed: 2, again: true)
            try await database.batch.openNight(next, holder: "next", at: instant + 3601, for: 30)
            try await database.batch.enqueueRounds(of: [record.id], for: next, at: Self.later)
            await #expect(throws: StorageError.leaseLost) {
                try await database.batch.publish(
                    round, of: record, policy: "{}", finishing: job, at: Self.later)
            }
            let taken = try #require(try await database.batch.lease([.round], at: Self.later, for: 60))
            #expect(taken.night == next)
            #expect(taken.attempt == 1)
        }
    }

    @Test func `a job that kills its workers is given up after five`() async throws {
        try await withRoundJob { database, record, first in
            var moment = Self.later
            for attempt in 2...5 {
                moment += 61
                let job = try #require(try await database.batch.lease([.round], at: moment, for: 60))
                #expect(job.attempt == attempt)
            }
            try await expectEqual(database.batch.lease([.round], at: moment + 61, for: 60), nil)
            try await database.batch.buryExhausted(at: moment + 59)
            try await expectEqual(database.batch.jobs().filter { $0.kind == .round }.map(\.state), [.leased])
            try await database.batch.buryExhausted(at: moment + 61)
            try await expectEqual(database.batch.jobs().filter { $0.kind == .round }.map(\.state), [.dead])
            let night = try #require(first.night)
            let results = try await database.batch.results(ofNight: night.id)
            #expect(results.map(\.state) == [.failed] && results.map(\.alliance) == [record.id])
            #expect(results.first?.failure == "its workers died or froze 5 times")
        }
    }

    @Test func `a job that is stopped is not counted as begun`() async throws {
        try await withRoundJob { database, _, job in
            try await database.batch.giveBack(
                job, failure: "stopped", due: Self.later, countsAsAttempt: false)
            let again = try #require(try await database.batch.lease([.round], at: Self.later, for: 60))
            #expect(again.attempt == 1)
        }
    }

    @Test func `closing a night takes back what nobody has done, and keeps what is dead`() async throws {
        try await withRoundJob { database, record, job in
            let other = try await database.stored(foursome(key: "other"))
            let night = try #require(job.night)
            try await database.batch.enqueueRounds(of: [other.id], for: night, at: instant)
            try await database.batch.bury(job, failure: "no luck", at: instant)
            try await database.batch.closeNight(night.id, .failed, at: Self.later)
            let rounds = try await database.batch.jobs().filter { $0.kind == .round }
            #expect(rounds.map(\.alliance) == [record.snapshot.alliance.key])
            #expect(rounds.map(\.state) == [.dead])
            try await expectEqual(database.batch.nights(limit: 1).map(\.outcome), ["failed"])
        }
    }
}

extension NightQueueTests {
    private var round: Round { Round(day: today, seed: 1, utility: 0, presentUtility: 0, changes: []) }

    /// An alliance with a leased round of an open night.
    private func withRoundJob(
        _ body: (MigratedDatabase, AllianceRecord, LeasedJob) async throws -> Void
    ) async throws {
        try await MigratedDatabase.with { database in
            let record = try await database.stored(foursome())
            let order = NightOrder(day: today, seed: 1)
            try await database.batch.openNight(order, holder: "a test", at: instant, for: 3600)
            try await database.batch.enqueueRounds(of: [record.id], for: order, at: instant)
            let job = try #require(try await database.batch.lease([.round], at: Self.later, for: 60))
            #expect(job.night == order)
            try await body(database, record, job)
        }
    }
}
