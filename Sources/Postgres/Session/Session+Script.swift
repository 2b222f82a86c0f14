import CLibpq

/// A text of several statements under way by the simple protocol.
final class ScriptRun {
    private var continuation: UnsafeContinuation<Result<Void, PostgresError>, Never>?
    /// The first error.
    var failure: PostgresError?

    init(_ continuation: UnsafeContinuation<Result<Void, PostgresError>, Never>) {
        self.continuation = continuation
    }

    /// Gives the answer. Only the first one counts.
    func finish(_ answer: Result<Void, PostgresError>) {
        continuation?.resume(returning: answer)
        continuation = nil
    }
}

extension Session {
    /// Runs a script. The simple protocol is not allowed in pipeline mode, so the connection leaves it meanwhile.
    func startScript(
        _ text: String, deadline: Moment,
        _ continuation: UnsafeContinuation<Result<Void, PostgresError>, Never>
    ) {
        loop.assertCurrent()
        let run = ScriptRun(continuation)
        if let error = startUnpipelined(text, deadline: deadline) {
            run.finish(.failure(error))
            return
        }
        activity = .script(run)
        flush()
    }

    /// Leaves pipeline mode and sends `text`; the caller sets the activity, then flushes.
    func startUnpipelined(_ text: String, deadline: Moment) -> PostgresError? {
        if let error = condemnation ?? fault { return error }
        guard isIdle, line.isEmpty else {
            return PostgresError(
                .misuse, "The connection is in use by another statement of the same transaction.")
        }
        guard PQexitPipelineMode(pointer) == 1, PQsendQuery(pointer, text) == 1 else {
            let error = PostgresError(.connectionLost, "The connection to PostgreSQL broke.")
            lose(error)
            return error
        }
        timer.due = deadline
        return nil
    }

    /// Back to pipeline mode, after the last result of what the simple protocol ran.
    func finishUnpipelined() {
        if PQenterPipelineMode(pointer) != 1 {
            lose(PostgresError(.connectionLost, "The connection did not go back to pipeline mode."))
        }
    }

    /// Takes the results that have come.
    func advance(_ run: ScriptRun) {
        while isAlive, PQisBusy(pointer) == 0 {
            guard let result = PQgetResult(pointer) else {
                finishUnpipelined()
                if isAlive { becomeIdle() }
                run.finish(run.failure.map { .failure($0) } ?? .success(()))
                return
            }
            take(QueryResult(owning: result), run)
        }
    }

    private func take(_ result: QueryResult, _ run: ScriptRun) {
        switch PQresultStatus(result.pointer) {
        case PGRES_COPY_IN:
            PQputCopyEnd(pointer, "A script has no data for COPY.")
            flush()
        case PGRES_COPY_OUT:
            lose(PostgresError(.misuse, "A script must not copy to the client."))
        case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE:
            let error = PostgresError(result: result.pointer)
            run.failure = run.failure ?? error
            if error.endsSession || PQstatus(pointer) != CONNECTION_OK {
                lose(error.asLostConnection)
            }
        default: break
        }
    }
}
