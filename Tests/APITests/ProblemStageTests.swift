import Hummingbird
import HummingbirdTesting
import InMemoryLogging
import Logging
import TestSupport
import Testing

@testable import API

/// What an operator reads of requests that fail.
@Suite struct ProblemStageTests {
    private struct Broken: Error {}

    /// - Returns: levels of what was logged while `body` asked for `/broken`, which fails, and `/slow`, which waits at the gate for
    ///   its end.
    private func levels(
        _ body: @Sendable (any TestClientProtocol, Gate) async throws -> Void
    ) async throws -> [Logger.Level] {
        let (handler, gate) = (InMemoryLogHandler(), Gate())
        let router = Router()
        router.add(middleware: ProblemStage())
        router.get("broken") { _, _ -> String in throw Broken() }
        router.get("slow") { _, _ -> String in
            gate.enter()
            try await Task.sleep(for: .seconds(600))
            return ""
        }
        let app = Application(router: router, logger: Logger(label: "test") { _ in handler })
        try await app.test(.router) { try await body($0, gate) }
        return handler.entries.filter { $0.message == "a request failed" }.map(\.level)
    }

    @Test func `a fault of ours is one`() async throws {
        let levels = try await levels { client, _ in
            let answer = try await client.executeRequest(
                uri: "/broken", method: .get, headers: [:], body: nil)
            #expect(answer.status == .internalServerError)
        }
        #expect(levels == [.error])
    }

    @Test func `a request that was given up is none`() async throws {
        let levels = try await levels { client, gate in
            let request = Task {
                try await client.executeRequest(uri: "/slow", method: .get, headers: [:], body: nil)
            }
            await gate.untilEntered()
            request.cancel()
            _ = await request.result
        }
        #expect(levels == [])
    }
}
