import LocalPostgres
import TestSupport
import Testing

@Suite struct TestServerTests {
    @Test func `a shared server makes databases that do not see each other`() async throws {
        let server = try await TestServer.shared()
        #expect(try await TestServer.shared() === server)
        let first = try await server.makeDatabase()
        let second = try await server.makeDatabase()
        #expect(first != second)
        _ = try await server.cluster.run("psql", ["-d", first, "-c", "create table only_here (n int)"])
        #expect(try await server.cluster.run("psql", ["-Atd", first, "-c", "table only_here"]) == "")
        await #expect(throws: LocalPostgresError.self) {
            try await server.cluster.run("psql", ["-Atd", second, "-c", "table only_here"])
        }
    }
}

@Suite struct TestDatabaseTests {
    @Test func `a copy holds what its template held, and goes its own way`() async throws {
        let server = try await TestServer.shared()
        let template = try await server.makeDatabase()
        _ = try await server.cluster.run("psql", ["-d", template, "-c", "create table t as select 5 as n"])

        let copy = try await server.makeDatabase(template: template)
        let dropped = try await server.cluster.run(
            "psql", ["-qAtd", copy, "-c", "select n from t", "-c", "drop table t"])

        #expect(dropped == "5\n")
        #expect(try await server.cluster.run("psql", ["-Atd", template, "-c", "select n from t"]) == "5\n")
    }

    @Test func `many tests may make databases at once`() async throws {
        let server = try await TestServer.shared()
        let urls = try await withThrowingTaskGroup { group in
            for _ in 0..<8 { group.addTask { try await server.makeDatabase() } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(urls.count == 8)
    }
}
