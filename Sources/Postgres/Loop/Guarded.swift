import Glibc

/// A value behind a lock.
///
/// A pthread mutex, not `Synchronization.Mutex`: ThreadSanitizer understands it, and reports the other one's slow path
/// (inside the runtime, out of its sight) as a data race.
final class Guarded<Value>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private var value: Value

    init(_ value: Value) {
        self.value = value
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        let outcome = pthread_mutex_init(mutex, nil)
        precondition(outcome == 0, "The system has no mutex to give: \(outcome)")
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deinitialize(count: 1)
        mutex.deallocate()
    }

    /// Runs `body` with the value while nobody else can.
    func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(&value)
    }
}
