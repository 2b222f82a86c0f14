import Synchronization

/// Counts, from any task.
final class Counter: Sendable {
    private let count = Atomic(0)

    /// How often ``next()`` has been called.
    var value: Int { count.load(ordering: .acquiring) }

    /// One more.
    @discardableResult
    func next() -> Int {
        count.add(1, ordering: .acquiringAndReleasing).newValue
    }
}
