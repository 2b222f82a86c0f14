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
import StoreTestSupport
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

    /// A service over a copy of a database with a fitted sample of 40 people.
    static func make() async throws -> TestService {
        let template = try await sampled.value
        return try await open(try await TestServer.shared().makeDatabase(template: template))
    }

    /// A service over a sample that somebody has changed, fitted anew.
    static func make(_ change: (inout Snapshot) -> Void) async throws -> TestService {
        let url = try await MigratedDatabase.makeURL()
        try await fill(url, change)
        return try await open(url)
    }

    /// The sample that is not changed is stored and fitted once.
    private static let sampled = Task {
        let url = try await MigratedDatabase.makeURL()
        try await fill(url) { _ in }
        return url
    }

    private static func fill(_ url: String, _ change: (inout Snapshot) -> Void) async throws {
        var sample = makeSample(SampleOptions(people: 40, today: Day(Date())))
        change(&sample)
        try await MigratedDatabase.withClient(url: url) { client in
            let batch = BatchStore(client: client)
            _ = try await batch.store(Incoming(snapshot: sample), over: nil, at: Date())
            await refit(batch)
        }
    }

    private static func open(_ url: String) async throws -> TestService {
        var logger = Logger(label: "test")
        logger.logLevel = .error
        let settings = try ConnectionSettings(url: url)
        let client = try PostgresClient(settings: settings, logger: logger)
        let batch = BatchStore(client: client)
        let id = try await batch.alliances()[0].id
        return TestService(
            settings: settings, client: client, store: Store(client: client), batch: batch, alliance: id,
            record: try await batch.record(of: id, sheets: true))
    }

    /// Does the refits that are due.
    func refit() async { await Self.refit(batch) }

    private static func refit(_ batch: BatchStore) async {
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
