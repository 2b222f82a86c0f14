import Domain
import Folder
import StoreTestSupport
import Testing

@testable import Storage

/// Export, import into an empty database, export again: the same bytes. And sql/checks find nothing in it.
@Suite struct RoundTripTests {
    @Test(arguments: 1...4)
    func `nasty alliances come back byte for byte, and importing them again changes nothing`(batch: Int)
        async throws
    {
        for number in 0..<4 {
            var nasty = NastyAlliance(seed: UInt64(batch * 100 + number))
            try await expectRoundTrip(of: nasty.make(), "batch \(batch) number \(number)")
        }
    }

    @Test func `a sample alliance comes back byte for byte`() async throws {
        try await expectRoundTrip(of: sample(people: 60), "sample")
    }

    @Test func `an alliance without people comes back`() async throws {
        try await expectRoundTrip(of: Snapshot(alliance: Alliance(key: "empty", name: "Empty")), "empty")
    }

    private func expectRoundTrip(of snapshot: Snapshot, _ name: String) async throws {
        let place = try Place()
        let first = try place.export(snapshot, to: "first")
        try await MigratedDatabase.with { database in
            _ = try await database.batch.store(Incoming(try place.read("first")), over: nil, at: instant)
            let record = try await database.record(snapshot.alliance.key)
            let second = try place.export(record.snapshot, to: "second")
            #expect(second == first, "\(name)")
            let again = Incoming(try place.read("second", known: record.snapshot))
            let summary = try await database.batch.store(again, over: record, at: instant)
            #expect(!summary.changedAnything, "\(name): \(summary)")
            let findings = try await IntegrityCheck(client: database.client).findings()
            #expect(findings == [], "\(name)")
        }
    }
}

extension Incoming {
    /// A whole folder, of which every column is told.
    fileprivate init(_ contents: FolderContents) {
        self.init(
            snapshot: contents.snapshot, namedCompanyCount: contents.namedCompanyCount,
            namedPersonCount: contents.namedPeopleCount)
    }
}
