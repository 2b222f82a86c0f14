/// What a listener hears.
public enum PostgresNotification: Sendable, Equatable {
    /// From here on nothing is missed, but before it something may have been: read the state now. Comes first of all, once
    /// the channel is listened to, then after each reconnect, and when a listener was too slow.
    case resync
    /// Somebody sent `notify channel, 'payload'`.
    case payload(String)
}

/// Notifications of one channel, as they come. Ends when the client is shut down or the task is cancelled.
///
/// A listener that is not read from keeps a bounded number of notifications; beyond that they are dropped for a single
/// ``PostgresNotification/resync``.
public struct PostgresNotifications: AsyncSequence, Sendable {
    /// What the sequence yields.
    public typealias Element = PostgresNotification
    /// It doesn't fail: lost connections are replaced.
    public typealias Failure = Never

    let mailbox: Mailbox

    /// Reads the notifications. There is one stream of them: two iterators share it.
    public func makeAsyncIterator() -> Iterator {
        Iterator(mailbox: mailbox)
    }

    /// Reads notifications.
    public struct Iterator: AsyncIteratorProtocol {
        let mailbox: Mailbox

        /// The next notification; `nil` at the end.
        public mutating func next(isolation: isolated (any Actor)?) async -> PostgresNotification? {
            await mailbox.next()
        }
    }
}
