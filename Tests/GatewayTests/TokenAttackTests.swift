import Foundation
import Logging
import Postgres
import Storage
import Testing

@testable import Gateway

/// Tokens of an identity provider, good ones and those that attackers make. The store behind sign-in is shut down: a request that
/// asked the database would end as unavailable, not as unknown.
@Suite struct TokenAttackTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    @Test func `a good token is about its subject`() async throws {
        let mint = try TokenMint()
        let provider = try mint.provider()
        let token = try mint.token(mint.claims(at: now))
        #expect(
            await provider.subject(of: token, at: now)
                == TokenSubject(subject: "s-1", email: "anna@example.com"))
        var unvouched = mint.claims(at: now)
        unvouched["email_verified"] = false
        let nameless = try mint.token(unvouched)
        #expect(await provider.subject(of: nameless, at: now) == TokenSubject(subject: "s-1", email: nil))
    }

    @Test func `a good token of every kind of key is taken`() async throws {
        let mint = try TokenMint()
        let provider = try mint.provider()
        for kid in ["es", "ed", "rsa"] {
            let token = try mint.token(mint.claims(at: now), kid: kid)
            #expect(await provider.subject(of: token, at: now) != nil, "\(kid)")
        }
    }

    @Test func `clocks may differ by half a minute and no more`() async throws {
        let mint = try TokenMint()
        let provider = try mint.provider()
        let token = try mint.token(mint.claims(at: now, lasting: 60))
        for (offset, isGood) in [
            (-31.0, false), (-29, true), (0, true), (89, true), (90, false), (91, false),
        ] {
            let subject = await provider.subject(of: token, at: now + offset)
            #expect((subject != nil) == isGood, "\(offset)")
        }
    }

    @Test func `every attack gets the same answer, and the database is not asked`() async throws {
        let mint = try TokenMint()
        let signIn = SignIn(store: try Self.deadStore(), provider: try mint.provider())
        for (name, token) in try mint.attacks(at: now) {
            let error = await #expect(throws: GatewayError.self, "\(name)") {
                try await signIn.viewer(authorization: "Bearer \(token)", alliance: "northwind", at: now)
            }
            #expect(error == .unknownKey, "\(name)")
        }
        // The guard of this test: a good token does ask.
        let good = try mint.token(mint.claims(at: now))
        await #expect(throws: PostgresError.self) {
            try await signIn.viewer(authorization: "Bearer \(good)", alliance: "northwind", at: now)
        }
    }

    @Test func `a key that is rotated out is good no longer, and a new one is known at once`() async throws {
        let mint = try TokenMint()
        let provider = try mint.provider()
        let old = try mint.token(mint.claims(at: now, lasting: 7200), kid: "es")
        #expect(await provider.subject(of: old, at: now) != nil)
        try mint.writeKeys(without: "es")
        #expect(await provider.subject(of: old, at: now + 60) != nil)
        #expect(await provider.subject(of: old, at: now + 601) == nil)
        try mint.writeKeys(without: "ed")
        #expect(await provider.subject(of: old, at: now + 640) != nil)
    }

    @Test func `a service without usable keys does not start`() async throws {
        let mint = try TokenMint()
        for (text, error) in [
            ("", KeySetError.notAKeySet), ("{}", .notAKeySet), ("{\"keys\": []}", .empty),
            ("{\"keys\": [{\"kty\": \"oct\", \"kid\": \"a\", \"k\": \"c2VjcmV0\"}]}", .empty),
        ] {
            try mint.writeKeys(text)
            await #expect(throws: error) { try await mint.provider().prepare(at: now) }
        }
        #expect(throws: KeySetError.unsafe("http://idp.example.com/keys")) {
            try KeySource("http://idp.example.com/keys")
        }
    }

    @Test func `a provider that is down locks nobody out at once`() async throws {
        let mint = try TokenMint()
        let provider = try mint.provider()
        let token = try mint.token(mint.claims(at: now, lasting: 200_000))
        #expect(await provider.subject(of: token, at: now) != nil)
        try mint.removeKeys()
        #expect(await provider.subject(of: token, at: now + 3600) != nil)
        #expect(await provider.subject(of: token, at: now + 86_401) == nil)
    }

    /// A store that answers nothing.
    private static func deadStore() throws -> Store {
        // Port 1 is nobody's.
        let settings = try ConnectionSettings(url: "postgresql://nobody@127.0.0.1:1/none?connect_timeout=2")
        return Store(client: try PostgresClient(settings: settings, logger: Logger(label: "test")))
    }
}
