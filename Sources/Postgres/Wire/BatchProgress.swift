/// Tells whose result is whose in a pipelined batch: some statements, one sync at the end. No I/O.
///
/// libpq reports, for each statement sent, its results and then an end; for the sync, one mark. After an error the
/// server skips everything up to the sync, and libpq reports each skipped statement as aborted.
struct BatchProgress<Value> {
    /// What a statement sent is for.
    enum Role {
        /// Prepares a statement, to be forgotten again if this fails.
        case prepare(StatementCache.Key)
        /// `begin`, `set local`, `commit`: counts only if it fails.
        case control
        /// Its result is what the owner asked for.
        case query
        /// Drops a prepared statement on the server; nobody waits for it.
        case deallocate(Int)
    }

    /// One statement sent.
    struct Step {
        /// Which of the requests' statements it is or goes with, from 0; -1 for none.
        let owner: Int
        let role: Role
    }

    /// What libpq reports.
    enum Event {
        case value(Value)
        case failure(PostgresError)
        case aborted
        case endOfStep
        case sync
    }

    /// What became of a request.
    enum Outcome {
        /// Nothing has come, or only what doesn't count.
        case none
        case value(Value)
        case failure(PostgresError)
        /// Skipped, because something before it failed.
        case aborted
    }

    private let steps: [Step]
    private var position = 0
    /// Which statement each request's answer comes from.
    private let places: [Int]
    /// One per statement, in order.
    private var results: [Outcome]
    /// Statements whose preparation didn't happen.
    private(set) var unprepared: [StatementCache.Key] = []
    /// Prepared statements that the server has dropped.
    private(set) var deallocated: [Int] = []
    /// The error of the sync itself: the implicit transaction could not be committed.
    private(set) var syncFailure: PostgresError?
    /// Whether the sync has come.
    private(set) var isFinished = false

    /// - Parameter places: which statement each request's answer comes from: all of `0 ... places.max()`.
    init(steps: [Step], places: [Int]) {
        self.steps = steps
        self.places = places
        results = Array(repeating: .none, count: (places.max() ?? -1) + 1)
    }

    /// What became of each request, in order.
    var outcomes: [Outcome] { places.map { results[$0] } }

    /// Whether the answer of a request comes from a statement that others share with it.
    func isShared(_ request: Int) -> Bool {
        results.count < places.count && places.count { $0 == places[request] } > 1
    }

    /// Whether everything went well.
    var isClean: Bool {
        syncFailure == nil
            && results.allSatisfy { outcome in
                if case .value = outcome { true } else { false }
            }
    }

    /// Takes one report.
    mutating func take(_ event: Event) {
        switch event {
        case .sync: isFinished = true
        case .endOfStep: position = min(position + 1, steps.count)
        case .failure(let error) where position == steps.count: syncFailure = error
        case .value, .failure, .aborted:
            if position < steps.count { take(event, for: steps[position]) }
        }
    }

    private mutating func take(_ event: Event, for step: Step) {
        switch (event, step.role) {
        case (.value(let value), .query): results[step.owner] = .value(value)
        case (.value, .deallocate(let number)): deallocated.append(number)
        case (.failure, .prepare(let key)), (.aborted, .prepare(let key)): unprepared.append(key)
        default: break
        }
        guard step.owner >= 0 else { return }
        switch event {
        case .failure(let error): results[step.owner] = .failure(error)
        case .aborted: markAborted(step.owner)
        default: break
        }
    }

    /// A request whose first statement failed keeps that error; the rest of it is aborted as a matter of course.
    private mutating func markAborted(_ owner: Int) {
        if case .failure = results[owner] { return }
        results[owner] = .aborted
    }
}
