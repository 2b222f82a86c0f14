import Domain
import Foundation
import Storage

/// What is posted to make a webhook.
struct NewWebhook: Decodable, Sendable {
    var url: String
    var kinds: [String]?
}

/// What is sent to change a webhook; what is left out stays.
struct WebhookChange: Decodable, Sendable {
    var url: String?
    var kinds: [String]?
    var active: Bool?
}

/// Since when a webhook is to be told again.
struct ReplayOrder: Decodable, Sendable {
    var since: String
}

/// How many events a webhook is told again.
struct Replayed: Encodable, Sendable {
    var events: Int
}

/// A webhook as it is shown.
struct ShownWebhook: Encodable, Sendable {
    var id: String
    var url: String
    var kinds: [String]
    var active: Bool
    var version: Int64
    var createdAt: Date
    /// Only in the answer that makes it.
    var secret: String?

    init(_ webhook: Webhook, secret: String? = nil) {
        id = webhook.id.uuidString.lowercased()
        url = webhook.url
        kinds = webhook.kinds
        active = webhook.isActive
        version = webhook.version
        createdAt = webhook.createdAt
        self.secret = secret
    }
}

/// All webhooks.
struct WebhookList: Encodable, Sendable {
    var webhooks: [ShownWebhook]

    /// The fields that the list can be narrowed to.
    static let fields = ["id", "url", "kinds", "active", "version", "createdAt"]
}

/// The newest deliveries to a webhook.
struct DeliveryList: Encodable, Sendable {
    var deliveries: [Entry]

    /// The fields that the list can be narrowed to.
    static let fields = ["event", "kind", "attempts", "dueAt", "deliveredAt", "status", "failure"]

    struct Entry: Encodable, Sendable {
        var event: String
        var kind: String
        var attempts: Int
        var dueAt: Date?
        var deliveredAt: Date?
        var status: Int?
        var failure: String?

        init(_ delivery: Delivery) {
            event = delivery.event.uuidString.lowercased()
            kind = delivery.kind
            attempts = delivery.attempts
            dueAt = delivery.dueAt
            deliveredAt = delivery.deliveredAt
            status = delivery.status
            failure = delivery.failure
        }
    }
}

/// There is no such webhook.
struct WebhookMissing: Problem {
    var problem: ProblemText {
        ProblemText(
            kind: .missing, code: "webhook.no-such-webhook", message: "There is no such webhook.",
            hint: "GET /v1/webhooks lists those that there are.")
    }
}
