import Domain
import Foundation
@testable import Storage
import Testing

@Suite struct VersionedCacheTests {
    private let id = AllianceID(UUID())

    @Test func `what was begun for an older version is given to who asked and not kept over the newer`()
        async throws
    {
        let cache = VersionedCache<Int, String>(limit: 2)
        let (begun, hasBegun) = AsyncStream<Void>.makeStream()
        let (gate, opener) = AsyncStream<Void>.makeStream()
        async let old = cache.value(of: id, at: 1) {
            hasBegun.finish()
            for await _ in gate {}
            return "old"
        }
        for await _ in begun {}
        try await expectEqual(cache.value(of: id, at: 2) { "new" }, "new")
        opener.finish()
        try await expectEqual(old, "old")
        let known = try #require(await cache.known(id))
        #expect(known.version == 2 && known.value == "new")
    }

    @Test func `another version is made anew, and of more alliances than fit one goes`() async throws {
        let cache = VersionedCache<Int, Int>(limit: 2)
        let ids = (0..<3).map { _ in AllianceID(UUID()) }
        for (number, id) in ids.enumerated() {
            try await expectEqual(cache.value(of: id, at: 1) { number }, number)
        }
        #expect(await cache.known(ids[0]) == nil)
        #expect(await cache.known(ids[1])?.value == 1)
        // An older version than the one kept is not what was asked for, either.
        try await expectEqual(cache.value(of: ids[1], at: 0) { 7 }, 7)
        #expect(await cache.known(ids[1])?.version == 0)
    }
}
