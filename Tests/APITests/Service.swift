import API
import Console
import Domain
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import Nightly
import Postgres
import Sample
import Storage
import TestSupport
import Testing

/// A service over a database of its own with a fitted sample alliance, and keys for everybody.
struct TestService: Sendable {
    let settings: ConnectionSettings
    let client: PostgresClient
    let store: Store
    let batch: BatchStore
    let alliance: AllianceID
    let record: AllianceRecord

    /// Makes the database, stores a sample of 40 people and fits it.
    /// - Parameter change: what is different from the sample.
    static func make(_ change: (inout Snapshot) -> Void = { _ in }) async throws -> TestService {
        var logger = Logger(label: "test")
        logger.logLevel = .error
        let url = try await TestServer.shared().makeDatabase()
        let settings = try ConnectionSettings(url: url)
        let client = try PostgresClient(settings: settings, logger: logger)
        _ = try await Migrator(client: client, logger: logger).migrate()
        let batch = BatchStore(client: client)
        let today = Day(Date())
        var sample = makeSample(SampleOptions(people: 40, today: today))
        change(&sample)
        _ = try await batch.store(Incoming(snapshot: sample), over: nil, at: Date())
        let id = try await batch.alliance(sample.alliance.key)
        let service = TestService(
            settings: settings, client: client, store: Store(client: client), batch: batch, alliance: id,
            record: try await batch.record(of: id, sheets: true))
        await service.refit()
        return service
    }

    /// Does the refits that are due.
    func refit() async {
        await Worker(
            store: batch, settings: WorkerSettings(holder: "a test", program: "test"), kinds: [.refit],
            logger: Logger(label: "test")
        ).drain()
    }

    /// The service's router.
    ///
    /// - Parameters:
    ///   - requestsAMinute: how many requests each key may send.
    ///   - isSecure: whether it is behind HTTPS.
    ///   - proxy: the address of the proxy in front of it.
    ///   - now: the clock that requests are counted by.
    ///   - logger: what requests log to.
    func application(
        requestsAMinute: Int = 1_000_000, isSecure: Bool = false, proxy: String? = nil,
        now: @escaping @Sendable () -> Date = { Date() }, logger: Logger = Logger(label: "test")
    ) -> some ApplicationProtocol {
        let migrator = Migrator(client: client, logger: Logger(label: "test"))
        let cache = AllianceCache(store: store)
        let admission = Admission(
            signIn: SignIn(store: store), requestsAMinute: requestsAMinute, proxy: proxy, isSecure: isSecure,
            now: now)
        let router = makeRouter(
            store: store, cache: cache, admission: admission, registry: PrometheusRegistry(),
            pages: { router, nights in
                Console(
                    store: store, cache: cache, nights: nights, signIn: admission.signIn,
                    styles: "/nonexistent", isSecure: isSecure
                ).add(to: router)
            }
        ) { try await migrator.verify() }
        return Application(router: router, logger: logger)
    }

    /// Runs `body` with a client of the router, then closes the database's connections.
    func run(
        requestsAMinute: Int = 1_000_000, isSecure: Bool = false, proxy: String? = nil,
        now: @escaping @Sendable () -> Date = { Date() },
        _ body: @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        let application = application(
            requestsAMinute: requestsAMinute, isSecure: isSecure, proxy: proxy, now: now)
        try await application.test(.router) { try await body($0) }
        await client.shutdown()
    }

    /// A store over a new client, for looking at what a run left behind.
    func batchAgain() throws -> BatchStore {
        BatchStore(client: try PostgresClient(settings: settings, logger: Logger(label: "test")))
    }

    /// A new key, as the header that presents it.
    func key(
        _ role: Viewer.Role, expiring: Date? = nil, in other: AllianceID? = nil
    ) async throws -> HTTPFields {
        let viewer = Viewer(alliance: other ?? alliance, role: role)
        let token = try await batch.createKey(for: viewer, label: "test", at: Date(), expiring: expiring)
        return [.authorization: "Bearer \(token.text)"]
    }

    /// Keys of the active people of a side.
    func people(on side: Side) -> [String] {
        record.snapshot.people(on: side).map { record.snapshot.people[$0] }.filter(\.active).map(\.key)
    }

    /// The stored number of a person.
    func number(of person: String) throws -> Int {
        let row = try #require(record.snapshot.people.firstIndex { $0.key == person })
        return record.personNumbers[row]
    }

    /// The stored number of a person's company.
    func companyNumber(of person: String) throws -> Int {
        let row = try #require(record.snapshot.people.firstIndex { $0.key == person })
        return record.companyNumbers[record.snapshot.people[row].company]
    }
}

/// The headers of a new request that must have its effect once.
func submission(_ headers: HTTPFields, key: String = UUID().uuidString) -> HTTPFields {
    var headers = headers
    if let name = HTTPField.Name("Idempotency-Key") { headers[name] = key }
    return headers
}

/// What an answer holds, as plain values.
func json(_ response: TestResponse) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(response.body.readableBytesView))
    return try #require(value as? [String: Any])
}

/// A JSON body.
func body(_ text: String) -> ByteBuffer { ByteBuffer(string: text) }
