import Domain
import Foundation
import StoreTestSupport
import Testing

@testable import Storage

@Suite struct TeamTests {
    @Test func `a team is made, changed and removed, and nobody is in two`() async throws {
        try await MigratedDatabase.with { database in
            let record = try await database.stored(foursome())
            let batch = database.batch
            try await batch.setTeam(
                "one", name: "One", ofCompany: 0, members: [0, 1], in: record, at: instant)
            try await batch.setTeam("two", name: "Two", ofCompany: 0, members: [1], in: record, at: instant)
            try await batch.setTeam("one", name: "First", ofCompany: 0, members: [0], in: record, at: instant)
            try await batch.setTeam("one", name: "Other", ofCompany: 1, members: [2], in: record, at: instant)
            try await expectEqual(
                batch.teams(of: record.id),
                [
                    Team(key: "one", name: "First", company: "north", members: ["a1"]),
                    Team(key: "two", name: "Two", company: "north", members: ["a2"]),
                    Team(key: "one", name: "Other", company: "south", members: ["b1"]),
                ])
            let after = try await database.record("foursome")
            #expect(after.teamNumbers == [1, 2, 3, nil])
            // Whoever keeps people in memory notices.
            #expect(after.revision == record.revision + 4)
            #expect(try await batch.removeTeam("two", ofCompany: 0, in: record, at: instant))
            #expect(try await !batch.removeTeam("two", ofCompany: 0, in: record, at: instant))
            try await expectEqual(database.record("foursome").teamNumbers, [1, nil, 3, nil])
        }
    }

    @Test func `with a team its managers' keys go`() async throws {
        try await MigratedDatabase.with { database in
            let record = try await database.stored(foursome())
            let batch = database.batch
            try await batch.setTeam("one", name: "One", ofCompany: 0, members: [0], in: record, at: instant)
            let company = record.companyNumbers[0]
            let team = try await batch.teamNumber("one", ofCompany: company, in: record)
            let viewer = Viewer(alliance: record.id, role: .manager(company: company, team: team))
            let token = try await batch.createKey(for: viewer, label: "k", at: instant)
            try await expectEqual(database.store.viewer(presenting: token, at: instant)?.role, viewer.role)
            try await expectEqual(batch.keys(of: record.id).map(\.role.subject), ["one"])
            #expect(try await batch.removeTeam("one", ofCompany: 0, in: record, at: instant))
            try await expectEqual(database.store.viewer(presenting: token, at: instant), nil)
            await #expect(throws: StorageError.noTeam("one", alliance: "foursome")) {
                try await batch.teamNumber("one", ofCompany: company, in: record)
            }
        }
    }
}
