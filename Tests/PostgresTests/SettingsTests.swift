import Testing

@testable import Postgres

@Suite struct SettingsTests {
    @Test func `a URL's text shows no password`() throws {
        let settings = try ConnectionSettings(
            url: "postgresql://anna:s3cret@db.example:5433/rapport?sslmode=verify-full")
        #expect(settings["password"] == "s3cret")
        var dumped = ""
        dump(settings, to: &dumped)
        for text in ["\(settings)", String(reflecting: settings), dumped] {
            #expect(!text.contains("s3cret"))
            #expect(text.contains("db.example"))
            #expect(text.contains("verify-full"))
        }
    }

    @Test func `a broken URL is refused without being repeated`() {
        let error = #expect(throws: PostgresError.self) {
            try ConnectionSettings(url: "postgresql://anna:s3cret@[::1")
        }
        #expect(error?.kind == .invalidSettings)
        #expect(error.map { "\($0) \(String(reflecting: $0))".contains("s3cret") } == false)
    }

    @Test func `variables of the environment are libpq's`() throws {
        let settings = try ConnectionSettings(environment: [
            "PGHOST": "h", "PGDATABASE": "d", "PGSSLMODE": "require",
        ])
        #expect(settings["host"] == "h")
        #expect(settings["dbname"] == "d")
        #expect(settings["sslmode"] == "require")
        #expect(settings["user"] == nil)
    }

    @Test func `limits for a cut wire are set unless the user sets them`() throws {
        let options = ClientOptions()
        let own = try ConnectionSettings(url: "host=h tcp_user_timeout=1").connectionKeywords(
            options: options)
        #expect(own.filter { $0.name == "tcp_user_timeout" }.map(\.value) == ["1"])
        #expect(own.contains { $0.name == "keepalives_idle" })
        let service = try ConnectionSettings(url: "service=s").connectionKeywords(options: options)
        #expect(!service.contains { $0.name == "keepalives_idle" })
    }

    @Test func `an error's text holds no value`() async throws {
        try await ClientFixture.withClient { client in
            try await client.transaction { transaction in
                try await transaction.execute(
                    "create table person (email text constraint email_is_unique unique, age int constraint age_is_positive check (age > 0))"
                )
                try await transaction.execute("insert into person values ('s3cret', 1)")
            }
            let secret = "s3cret"
            for statement: SQL in [
                "insert into person values (\(secret), 1)", "insert into person values ('s3cret!', -1)",
                "select (\(secret))::int",
            ] {
                let error = await #expect(throws: PostgresError.self) {
                    try await client.transaction { _ = try await $0.execute(statement) }
                }
                #expect(error.map { "\($0)".contains("s3cret") } == false)
            }
        }
    }

    @Test(arguments: [
        ("duplicate key value violates unique constraint \"sheet_pkey_103075\"", "sheet_pkey"),
        ("duplicate key value violates unique constraint \"sheet_pkey\"", "sheet_pkey"),
        ("insert or update on table \"a\" violates foreign key constraint \"a_b_fkey_102008\"", "a_b_fkey"),
    ])
    func `a shard's number is taken off a constraint's name`(message: String, name: String) {
        #expect(PostgresError.constraint(namedIn: message, state: "23505") == name)
    }
}
