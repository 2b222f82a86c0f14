import CLibpq

/// Making a connection fit for its next user.
///
/// A cancel request is racy: it may arrive when its statement is over and hit the next one. So a cancelled connection
/// stays out of the pool until the request has been delivered *and* the statement's results have been read, and
/// then runs one statement that may be hit instead.
extension Session {
    /// Asks the server, from another thread, to cancel what runs.
    func sendCancel() {
        guard !isCancelling, let ticket = CancelTicket(for: pointer) else { return }
        isCancelling = true
        wasCancelled = true
        let session = self
        HelperThreads.cancel { isSent in
            if isSent { ticket.send() }
            session.loop.run {
                session.isCancelling = false
                session.wakeQuietWaiters()
            }
        }
    }

    /// Brings the connection back to where a new user may start: nothing running, no transaction open, no cancel request
    /// under way; with `forgettingAll`, also no settings, locks, cursors or prepared statements of the old user's.
    ///
    /// - Returns: whether it worked within ``ClientOptions/cancelGrace``; the connection is lost otherwise.
    func clean(forgettingAll: Bool) async -> Bool {
        loop.assertCurrent()
        guard isAlive else { return false }
        let guardian = LoopTimer { [unowned self] in
            self.lose(PostgresError(.connectionLost, "The connection did not become usable again in time."))
        }
        guardian.due = .now + options.cancelGrace
        loop.add(guardian)
        defer { loop.remove(guardian) }
        abandonActivity()
        await quiet()
        condemnation = nil
        if wasCancelled { await barrier() }
        if isAlive, !isOutsideTransaction { _ = await run(SQL(fixed: "rollback")) }
        if isAlive, forgettingAll { await forgetEverything() }
        return isAlive && isIdle && isOutsideTransaction
    }

    /// Ends what a user left running.
    private func abandonActivity() {
        let error = PostgresError(.misuse, "The connection was given back while it was in use.")
        switch activity {
        case .idle: break
        case .batch, .script: condemn(error)
        case .copyIn(let run): end(run, because: "The COPY was given up.")
        case .copyOut(let run): drain(run)
        }
    }

    /// Waits until nothing runs and no cancel request is under way.
    private func quiet() async {
        guard isAlive, !isIdle || isCancelling else { return }
        await withUnsafeContinuation { quietWaiters.append($0) }
    }

    /// Runs something that a late cancel request may hit.
    private func barrier() async {
        wasCancelled = false
        _ = await run(SQL(fixed: "select 1"))
    }

    private func forgetEverything() async {
        guard case .success = await run(SQL(fixed: "discard all")) else { return close() }
        cache.forgetAll()
        evicted = []
        for statement in SessionKind.exclusive.setup(options) where isAlive {
            if case .failure = await run(SQL(fixed: statement)) { close() }
        }
    }

    /// Runs a statement of this module's own.
    func run(_ sql: SQL) async -> Request.Answer {
        let request = Request(sql, deadline: .now + options.statementDeadline, isAutocommit: true)
        return await withUnsafeContinuation { continuation in
            request.wait(continuation)
            submit(request)
        }
    }
}
