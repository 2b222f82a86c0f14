import Foundation
import Logging
import Postgres
import TestSupport
import Testing

/// What the program really sends: asked of PostgreSQL, which keeps every statement.
///
/// Row-level security hides other alliances' rows but finds nobody's; a statement that does not name its alliance would
/// go to every shard of a cluster.
@Suite(.timeLimit(.minutes(5))) struct StatementTests {
    @Test func `every statement about an alliance names it`() async throws {
        let server = try await TestServer.own(
            serverSettings: ["shared_preload_libraries": "pg_stat_statements", "fsync": "off"])
        let url = try await server.makeDatabase()
        let rapport = Binary(environment: ["RAPPORT_DATABASE_URL": url, "HOME": "/nonexistent"])
        let client = try PostgresClient(
            settings: ConnectionSettings(url: url),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try await client.transaction { try await $0.executeScript("create extension pg_stat_statements") }
        #expect(try await rapport.run("migrate").status == 0)
        try await client.transaction { try await $0.executeScript("select pg_stat_statements_reset()") }
        try await use(rapport)
        let known = try await client.read(Self.tenantStatements, as: String.self)
        #expect(known.count > 30)
        let nameless = known.filter { !namesIts(alliance: $0) }
        #expect(nameless == [])
        await client.shutdown()
        await server.discard()
    }

    /// `alliance` is on every node of a cluster and is its own directory.
    private static let tenantStatements: SQL = """
        select distinct query from pg_stat_statements
        where toplevel and query ~* '^\\s*(with|select|insert|update|delete|copy)'
            and exists (
                select from pg_class
                join pg_attribute on attrelid = pg_class.oid and attname = 'alliance_id'
                where relnamespace = 'rapport'::regnamespace and relkind = 'r'
                    and relname not in ('alliance', 'job', 'night', 'night_result')
                    and query ~ ('rapport\\.' || relname || '\\M'))
        """

    /// An equality with a value, or the first column of what is put in. A copy takes no parameters: it says the value itself.
    private func namesIts(alliance query: String) -> Bool {
        query.contains(
            #/alliance_id = (any\()?(\$\d|'[0-9A-F-]{36}')|(insert into|copy) rapport\.\w+\s*\(alliance_id/#)
    }

    /// Everything that a user can do from a terminal.
    private func use(_ rapport: Binary) async throws {
        let folder = try TemporaryFolder()
        #expect(try await rapport.run("sample", folder.path("one"), "--people", "30").status == 0)
        let text = try String(contentsOfFile: folder.path("one/alliance.yaml"), encoding: .utf8)
        let key = try #require(text.firstMatch(of: /(?m)^alliance: (.*)$/)?.1).description
        let people = try String(contentsOfFile: folder.path("one/salespeople.csv"), encoding: .utf8)
        let person = try #require(
            people.split(separator: "\n").dropFirst().first?.split(separator: ",").first)
        for command in [
            ["import", folder.path("one")], ["import", folder.path("one")],
            ["policy", key, "--set", "changesPerNight=9"], ["rematch"], ["rematch", "--again"],
            ["worker", "--once"],
            ["replay", key], ["round", key], ["recommend", String(person)], ["fit", key],
            ["export", key, folder.path("two")], ["import", folder.path("two")],
            ["keys", "create", key, "--role", "admin"], ["keys", "list", key], ["jobs"],
            ["policy", key, "--reset"],
        ] {
            let run = try await rapport.run(command)
            #expect(run.status == 0, "\(command): \(run.complaint)")
        }
    }
}
