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
        /// Which request it belongs to, in `0 ..< ownerCount`; -1 for nobody.
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
    /// One per request, in order.
    private(set) var outcomes: [Outcome]
    /// Statements whose preparation didn't happen.
    private(set) var unprepared: [StatementCache.Key] = []
    /// Prepared statements that the server has dropped.
    private(set) var deallocated: [Int] = []
    /// The error of the sync itself: the implicit transaction could not be committed.
    private(set) var syncFailure: PostgresError?
    /// Whether the sync has come.
    private(set) var isFinished = false

    init(steps: [Step], ownerCount: Int) {
        self.steps = steps
        outcomes = Array(repeating: .none, count: ownerCount)
    }

    /// Whether everything went well.
    var isClean: Bool {
        syncFailure == nil
            && outcomes.allSatisfy { outcome in
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
        case (.value(let value), .query): outcomes[step.owner] = .value(value)
        case (.value, .deallocate(let number)): deallocated.append(number)
        case (.failure, .prepare(let key)), (.aborted, .prepare(let key)): unprepared.append(key)
        default: break
        }
        guard step.owner >= 0 else { return }
        switch event {
        case .failure(let error): outcomes[step.owner] = .failure(error)
        case .aborted: markAborted(step.owner)
        default: break
        }
    }

    /// A request whose first statement failed keeps that error; the rest of it is aborted as a matter of course.
    private mutating func markAborted(_ owner: Int) {
        if case .failure = outcomes[owner] { return }
        outcomes[owner] = .aborted
    }
}
