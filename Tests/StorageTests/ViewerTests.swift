import Domain
import Foundation
import Postgres
import StoreTestSupport
import Testing

@testable import Storage

/// What requests read and write on behalf of a viewer.
@Suite struct ViewerTests {
    private static let unknown = Viewer(alliance: AllianceID(UUID()), role: .admin)

    @Test func `a viewer of no alliance finds nothing`() async throws {
        try await MigratedDatabase.with { database in
            let record = try await database.stored(foursome())
            let missing = StorageError.noAlliance(Self.unknown.alliance.uuid.uuidString)
            await #expect(throws: missing) { try await database.store.record(for: Self.unknown) }
            await #expect(throws: missing) { try await database.store.revisions(for: Self.unknown) }
            try await expectEqual(database.store.posterior(for: Self.unknown)?.revision, nil)
            try await expectEqual(database.store.sharedAccounts(ofPerson: 1, on: .a, for: Self.unknown), [:])
            let sheet = Sheet(rater: 0, target: 2, day: today, ratings: [1, 2])
            await #expect(throws: missing) {
                try await database.store.record(sheet, in: record, over: .any, for: Self.unknown, at: instant)
            }
        }
    }

    @Test func `a viewer reads their own alliance without its sheets`() async throws {
        try await MigratedDatabase.with { database in
            let own = try await database.stored(sample(key: "own"))
            let other = try await database.stored(sample(seed: 2, key: "other"))
            for record in [own, other] {
                let read = try await database.store.record(for: Viewer(alliance: record.id, role: .admin))
                var expected = record.snapshot
                expected.sheets = SheetTable(factorCount: expected.alliance.instrument.factors.count)
                #expect(read.snapshot == expected)
                #expect(read.revision == record.revision)
            }
        }
    }

    @Test func `a sheet is recorded once, corrected in place, and counted by the revision`() async throws {
        try await MigratedDatabase.with { database in
            let record = try await database.stored(foursome())
            let viewer = Viewer(alliance: record.id, role: .salesperson(number: 1))
            var sheet = Sheet(
                rater: 0, target: 2, day: today, ratings: [1, nil], success: 3, wouldContinue: false)
            var revisions: [Int64] = []
            for answer in [nil, nil, 5.5] as [Double?] {
                sheet.ratings[1] = answer
                let recorded = try await database.store.record(
                    sheet, in: record, over: .any, for: viewer, at: instant)
                revisions.append(recorded.revision)
            }
            #expect(revisions == [2, 2, 3])
            let after = try await database.record("foursome")
            #expect(after.revision == 3)
            #expect(after.snapshot.sheets == SheetTable([sheet]))
            let jobs = try await database.look("select count(*) from rapport.job", as: Int.self)
            #expect(jobs == [1])
        }
    }

    @Test func `a sheet about one's own side is refused`() async throws {
        try await MigratedDatabase.with { database in
            let record = try await database.stored(foursome())
            let viewer = Viewer(alliance: record.id, role: .integration(scopes: [.sheetsWrite]))
            let sheet = Sheet(rater: 0, target: 1, day: today, ratings: [1, 2])
            await #expect(throws: StorageError.sameSide(rater: "a1", target: "a2")) {
                try await database.store.record(sheet, in: record, over: .any, for: viewer, at: instant)
            }
        }
    }

    @Test func `a salesperson cannot record a sheet in another's name`() async throws {
        try await MigratedDatabase.with { database in
            let record = try await database.stored(foursome())
            let viewer = Viewer(alliance: record.id, role: .salesperson(number: 2))
            let sheet = Sheet(rater: 0, target: 2, day: today, ratings: [1, 2])
            let error = await #expect(throws: PostgresError.self) {
                try await database.store.record(sheet, in: record, over: .any, for: viewer, at: instant)
            }
            #expect(error?.sqlState == .insufficientPrivilege)
            try await expectEqual(database.record("foursome").snapshot.sheets.count, 0)
        }
    }

    @Test func `customers in common are counted for either side`() async throws {
        try await MigratedDatabase.with { database in
            var snapshot = foursome()
            for (account, people) in [("k", [0, 2]), ("l", [0, 2, 3]), ("m", [1, 3]), ("n", [0, 1])] {
                snapshot.coverage += people.map { AccountCoverage(account: account, person: $0) }
            }
            let viewer = Viewer(alliance: try await database.stored(snapshot).id, role: .admin)
            let store = database.store
            try await expectEqual(store.sharedAccounts(ofPerson: 1, on: .a, for: viewer), [3: 2, 4: 1])
            try await expectEqual(store.sharedAccounts(ofPerson: 2, on: .a, for: viewer), [4: 1])
            try await expectEqual(store.sharedAccounts(ofPerson: 4, on: .b, for: viewer), [1: 1, 2: 1])
        }
    }
}
