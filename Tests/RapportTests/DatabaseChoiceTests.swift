import Foundation
import TestSupport
import Testing

/// Which database a command works on, and what it says when there is none.
@Suite struct DatabaseChoiceTests {
    @Test func `commands at once share one private database, the first of them to the last`() async throws {
        let folder = try TemporaryFolder()
        let rapport = Binary(environment: [
            "RAPPORT_DATA_FOLDER": folder.path("private"), "HOME": "/nonexistent", "PATH": "/usr/bin:/bin",
        ])
        try folder.writeTinyAlliance()
        async let one = rapport.run("import", folder.path)
        async let two = rapport.run("doctor")
        async let three = rapport.run("import", folder.path)
        for run in try await [one, two, three] { #expect(run.status == 0, "\(run.complaint)") }
        try folder.write("person_a,person_b\nbo,eve\n", to: "pairs.csv")
        #expect(try await rapport.run("predict", "tiny", "--pairs", folder.path("pairs.csv")).status == 0)
    }

    @Test func `a service file names the database as for every libpq program`() async throws {
        let url = try #require(URLComponents(string: try await TestServer.shared().makeDatabase()))
        let folder = try TemporaryFolder()
        var lines = ["[northwind]", "dbname=\(url.path.dropFirst())", "user=\(url.user ?? "postgres")"]
        lines += (url.queryItems ?? []).map { "\($0.name)=\($0.value ?? "")" }
        try folder.write(lines.joined(separator: "\n") + "\n", to: "services.conf")
        let rapport = Binary(environment: [
            "PGSERVICEFILE": folder.path("services.conf"), "PGSERVICE": "northwind", "HOME": "/nonexistent",
        ])
        let migrated = try await rapport.run("migrate")
        #expect(migrated.status == 0, "\(migrated.complaint)")
        #expect(try await rapport.run("doctor").status == 0)
        let byURL = Binary(environment: [
            "PGSERVICEFILE": folder.path("services.conf"),
            "RAPPORT_DATABASE_URL": "postgresql://?service=northwind",
            "HOME": "/nonexistent",
        ])
        #expect(try await byURL.run("doctor").status == 0)
    }

    @Test func `a database without a schema is refused`() async throws {
        var rapport = try await Binary.withDatabase()
        let url = try #require(rapport.environment["RAPPORT_DATABASE_URL"])
        rapport = Binary(environment: ["RAPPORT_DATABASE_URL": url.replacing("/test_", with: "/absent_")])
        let absent = try await rapport.run("doctor")
        #expect(absent.status == 1)
        let lines = absent.complaint.split(separator: "\n")
        let told = lines.filter { $0.contains("Cannot connect to PostgreSQL") }
        // Once in the log, and once by the command.
        #expect(told.count == 2, "\(absent.complaint)")
        let wrong = try await Binary(environment: ["RAPPORT_DATABASE_URL": "mysql://x:secret@y"]).run(
            "doctor")
        #expect(wrong.status == 1)
        #expect(wrong.complaint.contains("postgresql://"))
        #expect(!wrong.complaint.contains("secret"))
    }
}
