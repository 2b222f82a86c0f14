import Domain
import Foundation
@testable import Storage
import Synchronization
import Testing

@Suite struct RecordCacheTests {
    private let id = AllianceID(UUID())

    private func record(version: Int64) -> AllianceRecord {
        let instrument = Instrument(scale: Scale(min: 1, max: 7), factors: [])
        return AllianceRecord(
            id: id, revision: version, version: version,
            snapshot: Snapshot(
                alliance: Alliance(key: "a", name: "A", instrument: instrument, attributes: []), companies: []
            ),
            personNumbers: [], companyNumbers: [])
    }

    @Test func `of many who ask at once one reads, and nobody again until it has changed`() async throws {
        let cache = RecordCache()
        let reads = Atomic(0)
        let read: @Sendable () async throws -> AllianceRecord = {
            reads.add(1, ordering: .relaxed)
            return record(version: 3)
        }
        try await withThrowingTaskGroup(of: Int64.self) { group in
            for _ in 0..<20 {
                group.addTask { try await cache.record(of: id, since: 3, read: read).version }
            }
            for try await version in group { #expect(version == 3) }
        }
        _ = try await cache.record(of: id, since: 2, read: read)
        #expect(reads.load(ordering: .relaxed) == 1)
        let newer = try await cache.record(of: id, since: 4) { record(version: 5) }
        #expect(newer.version == 5)
        #expect(await cache.known(id, at: 5)?.version == 5)
        #expect(await cache.known(id, at: 4) == nil)
    }

    @Test func `a read that failed is tried again by the next`() async throws {
        let cache = RecordCache()
        await #expect(throws: CancellationError.self) {
            try await cache.record(of: id, since: 1) { throw CancellationError() }
        }
        try await expectEqual(cache.record(of: id, since: 1) { record(version: 1) }.version, 1)
    }

    @Test func `the alliance that was not asked for longest goes first`() async throws {
        let cache = RecordCache()
        let ids = (0...RecordCache.limit).map { _ in AllianceID(UUID()) }
        for id in ids.dropLast() { _ = try await cache.record(of: id, since: 1) { record(version: 1) } }
        _ = try await cache.record(of: ids[0], since: 1) { record(version: 1) }
        _ = try await cache.record(of: ids[RecordCache.limit], since: 1) { record(version: 1) }
        #expect(await cache.known(ids[0], at: 1) != nil)
        #expect(await cache.known(ids[1], at: 1) == nil)
        #expect(await cache.known(ids[RecordCache.limit], at: 1) != nil)
    }
}
