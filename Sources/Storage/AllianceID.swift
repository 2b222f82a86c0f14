public import struct Foundation.UUID

/// Which alliance a row belongs to: the first part of every tenant key. Never shown; people read its key.
public struct AllianceID: Sendable, Hashable {
    /// The value stored.
    public let uuid: UUID

    /// Names the alliance with this stored value.
    public init(_ uuid: UUID) {
        self.uuid = uuid
    }
}
