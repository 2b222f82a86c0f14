public import Foundation

/// A program that is told of events.
public struct Webhook: Sendable, Hashable {
    /// Which one.
    public var id: UUID
    /// Where it listens.
    public var url: String
    /// Kinds of event that it wants; all when empty.
    public var kinds: [String]
    /// Whether it is told at present.
    public var isActive: Bool
    /// Rises with every change of it.
    public var version: Int64
    /// When it was made.
    public var createdAt: Date

    /// Names a webhook.
    public init(
        id: UUID = UUID(), url: String, kinds: [String], isActive: Bool = true, version: Int64 = 1,
        createdAt: Date
    ) {
        self.id = id
        self.url = url
        self.kinds = kinds
        self.isActive = isActive
        self.version = version
        self.createdAt = createdAt
    }
}

/// Something that happened, as webhooks are told of it.
public struct Event: Sendable, Hashable {
    /// Which one. A receiver that has seen it before may leave it out.
    public var id: UUID
    /// As `pairing.accepted`.
    public var kind: String
    /// The kind of thing that it happened to, as `pairing`.
    public var objectKind: String
    /// The thing's id.
    public var objectID: String
    /// Keys of the people whom it concerns; without those who were erased since.
    public var people: [String]
    /// A JSON object of texts: revisions, rounds, days, figures.
    public var facts: String
    /// When it happened.
    public var happenedAt: Date
}

/// How the delivery of one event to one webhook stands.
public struct Delivery: Sendable, Hashable {
    /// The event.
    public var event: UUID
    /// The event's kind.
    public var kind: String
    /// How often it was tried.
    public var attempts: Int
    /// When it is tried next; nil when it is over.
    public var dueAt: Date?
    /// When it succeeded; nil when it has not.
    public var deliveredAt: Date?
    /// HTTP status of the last answer; nil when there was none.
    public var status: Int?
    /// Why the last attempt failed.
    public var failure: String?
}
