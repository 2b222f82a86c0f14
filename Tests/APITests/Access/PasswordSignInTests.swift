import Domain
import Foundation
import Postgres
import Storage
import Testing

@testable import Gateway

/// Guessing, with a clock of its own.
@Suite struct PasswordSignInTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)
    private let password = "four green boats sail"

    /// A service with users whose hashes cost little.
    private func makeService(users: [String]) async throws -> TestService {
        let service = try await TestService.make()
        let cheap = PasswordHash.Cost(logRounds: 4, blockSize: 1, parallelism: 1)
        for user in users {
            _ = try await service.batch.createUser(
                for: Viewer(alliance: service.alliance, role: .admin), email: user,
                password: try PasswordHash(of: password, cost: cheap).text, subject: nil, at: now)
        }
        return service
    }

    @Test
    func `who guesses a name's password is held back, also with the right one then, and nobody else is`()
        async throws
    {
        let service = try await makeService(users: ["anna@example.com", "ben@example.com"])
        let signIn = PasswordSignIn(store: service.store)
        let alliance = service.record.snapshot.alliance.key
        func attempt(_ name: String, _ password: String, at offset: Double) async throws -> Viewer {
            try await signIn.viewer(
                named: name, password: password, inAlliance: alliance, from: "192.0.2.1", at: now + offset)
        }
        for _ in 0..<PasswordSignIn.guessesAllowed.burst {
            await #expect(throws: GatewayError.wrongPassword) {
                try await attempt("Anna@example.com ", "wrong", at: 0)
            }
        }
        for secret in ["wrong", password] {
            await #expect(throws: GatewayError.tooManySignIns(retryAfter: 30)) {
                try await attempt("anna@example.com", secret, at: 0)
            }
        }
        #expect(try await attempt("ben@example.com", password, at: 0).role == .admin)
        // One guess comes back every half minute; the right one clears the count.
        #expect(try await attempt("anna@example.com", password, at: 30).role == .admin)
        for _ in 0..<PasswordSignIn.guessesAllowed.burst {
            await #expect(throws: GatewayError.wrongPassword) {
                try await attempt("anna@example.com", "wrong", at: 31)
            }
        }
        await service.client.shutdown()
    }

    @Test func `who tries many names from one address is held back too`() async throws {
        let service = try await makeService(users: ["anna@example.com"])
        let signIn = PasswordSignIn(store: service.store)
        let alliance = service.record.snapshot.alliance.key
        func attempt(from address: String) async throws -> Viewer {
            try await signIn.viewer(
                named: "anna@example.com", password: password, inAlliance: alliance, from: address, at: now)
        }
        for number in 0..<PasswordSignIn.guessersAllowed.burst {
            // Too long for a password: refused without the work, and counted.
            await #expect(throws: GatewayError.wrongPassword) {
                try await signIn.viewer(
                    named: "user\(number)@example.com", password: String(repeating: "x", count: 300),
                    inAlliance: alliance, from: "192.0.2.1", at: now)
            }
        }
        await #expect(throws: GatewayError.tooManySignIns(retryAfter: 6)) {
            try await attempt(from: "192.0.2.1")
        }
        #expect(try await attempt(from: "192.0.2.2").role == .admin)
        await service.client.shutdown()
    }
}
