/// A number of places, given out in the order of asking: tests that load a machine come in a few at a time.
public actor Turnstile {
    private var places: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// A turnstile with a number of free places, 1 or more.
    public init(places: Int) { self.places = places }

    /// Returns when there is a place.
    public func enter() async {
        if places > 0 {
            places -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    /// Gives a place back.
    public func leave() {
        if waiting.isEmpty { places += 1 } else { waiting.removeFirst().resume() }
    }
}
