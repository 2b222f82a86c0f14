/// What a lease does with its session: one statement after the other, each with a sync of its own.
extension Session {
    /// Runs a request when those before it are done.
    func submit(_ request: Request) {
        loop.assertCurrent()
        if let error = condemnation ?? fault {
            request.finish(.failure(error))
            return
        }
        guard !request.isFinished else { return }
        switch activity {
        case .copyIn, .copyOut, .script:
            return request.finish(
                .failure(PostgresError(.misuse, "A COPY or script of the same transaction is open.")))
        case .idle, .batch: line.append(request)
        }
        if isIdle { startNextInLine() }
    }

    func startNextInLine() {
        guard !line.isEmpty else { return }
        let request = line.removeFirst()
        guard !request.isFinished else { return startNextInLine() }
        timer.due = request.deadline
        start([request]) { [unowned self] ending in self.finish(request, ending) }
    }

    private func finish(_ request: Request, _ ending: BatchRun.Ending) {
        switch ending {
        case .lost(let error):
            request.finish(.failure(condemnation ?? error.mayHaveCommitted(request.isAutocommit)))
        case .answered(let progress):
            if let error = progress.syncFailure {
                request.finish(.failure(error))
                return
            }
            switch progress.outcomes[0] {
            case .value(let result): request.finish(.success(result))
            case .failure(let error): fail(request, error)
            case .none, .aborted:
                request.finish(
                    .failure(PostgresError(.connectionLost, "PostgreSQL left a statement unanswered.")))
            }
        }
    }

    private func fail(_ request: Request, _ error: PostgresError) {
        if error.isStalePreparedStatement, case .statement(let statement) = request.wish {
            cache.forget(StatementCache.Key(text: statement.sql.text, types: statement.sql.bindings.types))
        }
        request.finish(.failure(error))
    }

    /// The task that waits for `request` was cancelled.
    func cancel(_ request: Request) {
        loop.assertCurrent()
        guard !request.isFinished else { return }
        let error = PostgresError.ofCancelledTask
        if case .batch(let run) = activity, run.requests.contains(where: { $0 === request }) {
            condemn(error.mayHaveCommitted(request.isAutocommit))
        } else {
            line.removeAll { $0 === request }
            request.finish(.failure(error))
        }
    }

    /// The activity's time ran out.
    func deadlinePassed() {
        var error = PostgresError(
            .deadlineExceeded, "The statement did not finish in time.",
            hint: "The server is slow, waits for a lock, or cannot be reached.")
        if case .batch(let run) = activity {
            error.mayHaveCommitted = run.requests.contains { $0.isAutocommit }
        }
        condemn(error)
    }

    /// Gives up what runs: its callers learn at once, the server is asked to cancel, and the connection serves nobody
    /// until it has been cleaned.
    func condemn(_ error: PostgresError) {
        guard condemnation == nil, isAlive else { return }
        condemnation = error
        timer.due = .never
        switch activity {
        case .idle: break
        case .batch(let run):
            for request in run.requests { request.finish(.failure(error)) }
        case .script(let run): run.finish(.failure(error.mayHaveCommitted(true)))
        case .copyIn(let run):
            run.fail(error)
            // A backend that waits for data doesn't look at cancel requests.
            end(run, because: "The COPY was given up.")
        case .copyOut(let run):
            run.fail(error)
            setInterest(read: true, write: hasUnsentBytes)
        }
        let waiting = line
        line = []
        for request in waiting { request.finish(.failure(error.mayHaveCommitted(false))) }
        if isAlive, !isIdle { sendCancel() }
    }
}
