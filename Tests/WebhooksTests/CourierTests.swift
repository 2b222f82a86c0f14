import Domain
import Foundation
import HTTPTypes
import Logging
import Postgres
import Sample
import StoreTestSupport
import TestSupport
import Testing

@testable import Storage
@testable import Webhooks

/// Events go from the transaction that they tell of to a receiver.
@Suite struct CourierTests {
    @Test func `an event is delivered signed and once it is accepted not again`() async throws {
        let receiver = Receiver()
        try await withAlliance { client, id in
            try await receiver.listen { url in
                let (store, secret) = try await hook(url, client, id)
                try await happen(store, id)
                try await courier(client).deliver(id)
                try await courier(client).deliver(id)
                let call = try #require(receiver.received.first)
                #expect(receiver.received.count == 1)
                let name = try #require(call.headers[.init("webhook-id")!])
                let seconds = try #require(Int(call.headers[.init("webhook-timestamp")!] ?? ""))
                #expect(
                    call.headers[.init("webhook-signature")!]
                        == "v1," + Signature.sign(id: name, seconds: seconds, body: call.body, secret: secret)
                )
                let told = try JSONSerialization.jsonObject(with: Data(call.body)) as? [String: Any]
                #expect(told?["kind"] as? String == "pairing.accepted")
                #expect((told?["people"] as? [String])?.count == 2)
            }
        }
    }

    @Test func `a delivery that fails is due again later and a redirect is no success`() async throws {
        let receiver = Receiver(answering: [.internalServerError, .found])
        try await withAlliance { client, id in
            try await receiver.listen { url in
                let (store, _) = try await hook(url, client, id)
                try await happen(store, id)
                for status in [500, 302] {
                    try await makeDue(client)
                    let before = Date()
                    try await courier(client).deliver(id)
                    let delivery = try #require(try await deliveries(store, id).first)
                    #expect(delivery.status == status && delivery.deliveredAt == nil)
                    #expect(try #require(delivery.dueAt) > before)
                }
                try await makeDue(client)
                try await courier(client).deliver(id)
                let delivery = try #require(try await deliveries(store, id).first)
                #expect(delivery.deliveredAt != nil && delivery.attempts == 3 && delivery.dueAt == nil)
                #expect(receiver.received.count == 3)
            }
        }
    }

    @Test func `what cannot be reached is given up after the last try and can be replayed`() async throws {
        let receiver = Receiver()
        try await withAlliance { client, id in
            try await receiver.listen { url in
                let (store, _) = try await hook("http://127.0.0.1:1/hook", client, id)
                let start = Date() - 1
                try await happen(store, id)
                for _ in 0..<Courier.tries {
                    try await makeDue(client)
                    try await courier(client).deliver(id)
                }
                let delivery = try #require(try await deliveries(store, id).first)
                #expect(
                    delivery.attempts == Courier.tries && delivery.dueAt == nil && delivery.deliveredAt == nil
                )
                let viewer = Viewer(alliance: id, role: .admin)
                let webhook = try #require(try await store.webhooks(for: viewer).first)
                _ = try await store.change(webhook: webhook.id, expecting: .any, for: viewer, at: Date()) {
                    $0.url = url
                }
                let count = try await store.replay(since: start, to: webhook.id, for: viewer, at: Date())
                try await courier(client).deliver(id)
                #expect(count == 1 && receiver.received.count == 1)
            }
        }
    }

    @Test func `what is rolled back is told to nobody`() async throws {
        let receiver = Receiver()
        try await withAlliance { client, id in
            try await receiver.listen { url in
                let (store, _) = try await hook(url, client, id)
                await #expect(throws: CancellationError.self) {
                    try await store.write(for: Viewer(alliance: id, role: .admin)) { transaction in
                        try await deed.record(
                            by: Viewer(alliance: id, role: .admin), at: Date(), in: transaction)
                        throw CancellationError()
                    }
                }
                try await courier(client).deliver(id)
                #expect(receiver.received.isEmpty)
            }
        }
    }
}

private let deed = Deed(
    "pairing.accepted", on: "pairing", UUID().uuidString, people: [1, 2], evidence: ["revision": "7"])

/// Runs `body` with a database that holds one alliance.
private func withAlliance(
    _ body: @Sendable (PostgresClient, AllianceID) async throws -> Void
) async throws {
    let sample = makeSample(SampleOptions(people: 6, today: Day(Date())))
    try await MigratedDatabase.with { database in
        _ = try await database.batch.store(Incoming(snapshot: sample), over: nil, at: Date())
        try await body(database.client, try await database.batch.alliance(sample.alliance.key))
    }
}

/// Makes a webhook for accepted pairings and what is done to webhooks.
private func hook(
    _ url: String, _ client: PostgresClient, _ id: AllianceID
) async throws -> (Store, secret: [UInt8]) {
    let store = Store(client: client)
    let secret = Signature.newSecret()
    let webhook = Webhook(url: url, kinds: ["pairing.accepted"], createdAt: Date())
    try await store.add(webhook, secret: secret, for: Viewer(alliance: id, role: .admin))
    return (store, secret)
}

private func happen(_ store: Store, _ id: AllianceID) async throws {
    let viewer = Viewer(alliance: id, role: .admin)
    try await store.write(for: viewer) { try await deed.record(by: viewer, at: Date(), in: $0) }
}

private func courier(_ client: PostgresClient) -> Courier {
    var logger = Logger(label: "test")
    logger.logLevel = .error
    return Courier(store: BatchStore(client: client), targets: .any, logger: logger)
}

private func deliveries(_ store: Store, _ id: AllianceID) async throws -> [Delivery] {
    let viewer = Viewer(alliance: id, role: .admin)
    let webhook = try #require(try await store.webhooks(for: viewer).first)
    return try await store.deliveries(to: webhook.id, limit: 10, for: viewer).map(\.delivery)
}

/// Lets the time pass until the next try.
private func makeDue(_ client: PostgresClient) async throws {
    try await client.transaction {
        try await $0.execute(
            "update rapport.delivery set due_at = now() - interval '1 second' where due_at is not null")
    }
}
