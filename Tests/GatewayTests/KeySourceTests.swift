import Foundation
import HTTPTypes
import Hummingbird
import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import Gateway

/// Keys of an identity provider that come from an address.
@Suite struct KeySourceTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    @Test func `tokens are taken by keys from an address and not by those that are rotated out`() async throws
    {
        let mint = try TokenMint()
        let publisher = KeyPublisher(try mint.keySet())
        try await publisher.listen { address in
            let provider = IdentityProvider(
                issuer: TokenMint.issuer, audience: TokenMint.audience,
                keys: try KeySource("\(address)/keys"))
            try await provider.prepare(at: now)
            let token = try mint.token(mint.claims(at: now, lasting: 7200))
            #expect(await provider.subject(of: token, at: now) != nil)
            publisher.publish(try mint.keySet(without: "es"))
            #expect(await provider.subject(of: token, at: now + 60) != nil)
            #expect(await provider.subject(of: token, at: now + 601) == nil)
            // However many unknown keys are named, the address is asked twice a minute at most.
            let before = publisher.asked
            for second in 0..<60 {
                _ = await provider.subject(of: token, at: now + 700 + Double(second))
            }
            #expect(publisher.asked - before <= 2)
        }
    }

    @Test(arguments: ["/moved", "/nowhere", "/large", "/page"])
    func `keys come from the address itself and whole or not at all`(path: String) async throws {
        let mint = try TokenMint()
        try await KeyPublisher(try mint.keySet()).listen { address in
            let provider = IdentityProvider(
                issuer: TokenMint.issuer, audience: TokenMint.audience, keys: try KeySource(address + path))
            await #expect(throws: KeySetError.self) { try await provider.prepare(at: now) }
            let token = try mint.token(mint.claims(at: now))
            #expect(await provider.subject(of: token, at: now) == nil)
        }
    }
}

/// A web server of this machine that publishes a key set.
private final class KeyPublisher: Sendable {
    private let state: Mutex<(text: String, asked: Int)>

    init(_ text: String) { state = Mutex((text, 0)) }

    /// How often the keys were asked for.
    var asked: Int { state.withLock { $0.asked } }

    func publish(_ text: String) { state.withLock { $0.text = text } }

    /// Listens while `body` runs.
    func listen(_ body: @escaping @Sendable (_ address: String) async throws -> Void) async throws {
        let router = Router()
        router.get("keys") { [self] _, _ in
            state.withLock { state in
                state.asked += 1
                return state.text
            }
        }
        router.get("moved") { _, _ in Response(status: .found, headers: [.location: "/keys"]) }
        router.get("large") { [self] _, _ in
            state.withLock { $0.text } + String(repeating: " ", count: 1 << 20)
        }
        router.get("page") { _, _ in "<html>Sign in first.</html>" }
        var logger = Logger(label: "keys")
        logger.logLevel = .error
        let (ports, port) = AsyncStream<Int>.makeStream()
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: logger)
        let services = ServiceGroup(configuration: .init(services: [application], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            for await number in ports {
                try await body("http://127.0.0.1:\(number)")
                break
            }
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
        }
    }
}
