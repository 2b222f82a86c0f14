/// Holds one task at a point until another lets it go on.
public final class Gate: Sendable {
    private let entrance = AsyncStream<Void>.makeStream()
    private let exit = AsyncStream<Void>.makeStream()

    /// A gate where nobody stands yet.
    public init() {}

    /// Says that the held task is there.
    public func enter() { entrance.continuation.finish() }

    /// Returns when the held task is there.
    public func untilEntered() async { for await _ in entrance.stream {} }

    /// Lets the held task go on.
    public func open() { exit.continuation.finish() }

    /// Holds the task until it may go on.
    public func untilOpen() async { for await _ in exit.stream {} }
}
