import Foundation
import LocalPostgres
import Postgres
import TestSupport
import Testing

/// A server that speaks TLS, with a certificate for 127.0.0.1 of its own making.
@Suite struct EncryptionTests {
    /// Turns TLS on by the server's own hands: the key must belong to the user it runs as.
    private static func withServer(
        _ body: (_ url: String, _ certificate: String) async throws -> Void
    ) async throws {
        let server = try await TestServer.own(loopback: .anyFreePort)
        do {
            for (key, certificate) in [("server.key", "server.crt"), ("other.key", "other.crt")] {
                try await server.cluster.execute(
                    """
                    copy (select '') to program 'openssl req -new -x509 -nodes -days 2 -newkey rsa:2048 \
                    -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 -keyout \(key) -out \(certificate) \
                    2>&1 && chmod 600 \(key)'
                    """)
            }
            try await server.cluster.execute("alter system set ssl = on")
            try await server.cluster.execute("select pg_reload_conf()")
            while try await server.cluster.execute("show ssl") != "on" { await Task.yield() }
            try await body(
                try #require(server.cluster.loopbackURL(database: "postgres")),
                try await server.cluster.execute("select pg_read_file('server.crt')"))
            try await refuses(server)
        } catch {
            await server.discard()
            throw error
        }
        await server.discard()
    }

    /// A certificate that nobody vouches for is refused before a password is sent, and the refusal names the cause.
    private static func refuses(_ server: TestServer) async throws {
        let url = try #require(server.cluster.loopbackURL(database: "postgres"))
        let stranger = try await server.cluster.execute("select pg_read_file('other.crt')")
        try await withFile(stranger) { path in
            let strict = "\(url)?sslmode=verify-full&sslrootcert=\(path)"
            try await ClientFixture.withClient(url: strict) { client in
                let error = await #expect(throws: PostgresError.self) {
                    try await client.transaction(deadline: .seconds(20)) {
                        _ = try await $0.execute("select 1")
                    }
                }
                #expect(error?.kind == .connectionFailed)
                #expect(error?.message.contains("certificate") == true)
            }
        }
    }

    private static func withFile(_ text: String, _ body: (String) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.path + "/rapport-\(UUID().uuidString).crt"
        try (text + "\n").write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(path)
    }

    @Test func `the whole client works over TLS, and a stranger's certificate is refused`() async throws {
        try await Self.withServer { url, certificate in
            try await Self.withFile(certificate) { path in
                let strict = "\(url)?sslmode=verify-full&sslrootcert=\(path)"
                try await ClientFixture.withClient(url: strict) { client in
                    try await expectEqual(
                        client.read(
                            "select ssl from pg_stat_ssl where pid = pg_backend_pid()", as: Bool.self), [true]
                    )
                    try await client.transaction { transaction in
                        try await transaction.execute("create table t (n int)")
                        try await transaction.copyIn("copy t from stdin", from: Lines(count: 20_000))
                        var bytes = 0
                        for try await chunk in transaction.copyOut("copy t to stdout") {
                            bytes += chunk.count
                        }
                        #expect(bytes == (0..<20_000).reduce(0) { $0 + "\($1)\n".utf8.count })
                    }
                    try await client.append("insert into t values (\(1 as Int32))")
                    let error = await #expect(throws: PostgresError.self) {
                        try await client.transaction {
                            try await $0.execute("select pg_sleep(60)", deadline: .milliseconds(100))
                        }
                    }
                    #expect(error?.kind == .deadlineExceeded)
                    try await ClientFixture.expectUsablePool(of: client)
                }
            }
        }
    }
}
