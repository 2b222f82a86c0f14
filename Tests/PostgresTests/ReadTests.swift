import Foundation
import Postgres
import Testing

@Suite struct ReadTests {
    @Test func `a read binds its values and reads typed rows`() async throws {
        try await ClientFixture.withClient { client in
            let id = UUID()
            let rows = try await client.read(
                "select \(7) + 1, \("äö'\"\\"), \(id), \(nil as Int?)", as: (Int, String, UUID, Int?).self)
            #expect(rows.count == 1)
            #expect(rows[0].0 == 8)
            #expect(rows[0].1 == "äö'\"\\")
            #expect(rows[0].2 == id)
            #expect(rows[0].3 == nil)
        }
    }

    @Test func `a single column needs no tuple`() async throws {
        try await ClientFixture.withClient { client in
            let numbers = try await client.read("select n from generate_series(1, 3) n", as: Int.self)
            #expect(numbers == [1, 2, 3])
        }
    }

    @Test func `many reads at once each get their own answer`() async throws {
        try await ClientFixture.withClient { client in
            let answers = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
                for number in 0..<500 {
                    group.addTask {
                        (number, try await client.read("select \(number) * 2", as: Int.self)[0])
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count == 500)
            #expect(answers.allSatisfy { $0.1 == $0.0 * 2 })
        }
    }

    @Test func `a read that fails leaves the others of its batch alone`() async throws {
        try await ClientFixture.withClient { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        if number % 10 == 0 {
                            await #expect(throws: PostgresError.self) {
                                try await client.read("select 1 / \(0)", as: Int.self)
                            }
                        } else {
                            let answer = try await client.read("select 100 / \(number)", as: Int.self)
                            #expect(answer == [100 / number])
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func `a read cannot write`() async throws {
        try await ClientFixture.withClient { client in
            let error = await #expect(throws: PostgresError.self) {
                try await client.readRows("create table sneaky (n int)")
            }
            #expect(error?.sqlState == .readOnlyTransaction)
        }
    }

    @Test func `a context holds for its own read only, also after a failure`() async throws {
        try await ClientFixture.withClient { client in
            let setting: SQL = "select coalesce(current_setting('app.tenant', true), '')"
            let tenant = "it's \\ a 'tenant'"
            try await expectEqual(
                client.read(setting, as: String.self, context: TransactionContext("app.tenant", tenant)),
                [tenant])
            try await expectEqual(client.read(setting, as: String.self), [""])
            let error = await #expect(throws: PostgresError.self) {
                try await client.read(
                    "select 1 / \(0)", as: Int.self, context: TransactionContext("app.tenant", tenant))
            }
            #expect(error?.sqlState?.rawValue == "22012")
            try await expectEqual(client.read(setting, as: String.self), [""])
        }
    }
}
