import Hummingbird
import HTTPTypes
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

/// A receiver of deliveries on this machine, that answers as it is told.
final class Receiver: Sendable {
    /// What came, and what it was answered.
    struct Call: Sendable {
        var headers: HTTPFields
        var body: [UInt8]
    }

    private let calls = Mutex<[Call]>([])
    private let answers: Mutex<[HTTPResponse.Status]>

    /// - Parameter answers: what the first calls are answered; later ones are answered 200.
    init(answering answers: [HTTPResponse.Status] = []) {
        self.answers = Mutex(answers)
    }

    /// What came so far.
    var received: [Call] { calls.withLock { $0 } }

    /// Listens while `body` runs.
    func listen(_ body: @escaping @Sendable (_ url: String) async throws -> Void) async throws {
        let router = Router()
        router.post("hook") { [self] request, _ in
            var request = request
            let bytes = try await request.collectBody(upTo: 65_536)
            calls.withLock { $0.append(Call(headers: request.headers, body: Array(bytes.readableBytesView))) }
            let status = answers.withLock { $0.isEmpty ? HTTPResponse.Status.ok : $0.removeFirst() }
            return Response(status: status, headers: status == .found ? [.location: "/elsewhere"] : [:])
        }
        var logger = Logger(label: "receiver")
        logger.logLevel = .error
        let (ports, port) = AsyncStream<Int>.makeStream()
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: logger)
        let services = ServiceGroup(
            configuration: .init(services: [application], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await services.run() }
            for await number in ports {
                try await body("http://127.0.0.1:\(number)/hook")
                break
            }
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
        }
    }
}
