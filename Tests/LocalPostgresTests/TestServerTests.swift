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
