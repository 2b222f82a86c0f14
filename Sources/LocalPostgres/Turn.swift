import Synchronization

/// Lets one task in at a time, in the order of their coming.
///
/// An actor would not do: it lets the next task in at every `await` of the one before.
final class Turn: Sendable {
    private struct State {
        var taken = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Waits for the turn and takes it. Every call needs one of ``end()``.
    func begin() async {
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                if state.taken { state.waiting.append(continuation) }
                defer { state.taken = true }
                return !state.taken
            }
            if isFree { continuation.resume() }
        }
    }

    /// Gives the turn to the next one waiting.
    func end() {
        let next: CheckedContinuation<Void, Never>? = state.withLock { state in
            if state.waiting.isEmpty {
                state.taken = false
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
