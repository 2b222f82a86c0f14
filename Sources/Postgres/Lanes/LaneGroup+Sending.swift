import CoreMetrics

/// Batches on their way, and back.
extension LaneGroup {
    func dispatchSoon() {
        guard !isDispatchDue else { return }
        isDispatchDue = true
        loop.atEndOfTurn(dispatchDue)
    }

    /// Sends what waits on the lanes that are free, and opens a lane if all that exist are busy.
    func dispatch() {
        let isWorthSharing = queue.waiting.count >= LaneQueue.worthSharing
        var freeLanes = lanes.count { if case .free = $0 { true } else { false } }
        for index in lanes.indices {
            guard case .free(let session) = lanes[index] else { continue }
            let batch = queue.takeBatch(sharedAmong: freeLanes)
            freeLanes -= 1
            guard !batch.isEmpty else { break }
            metrics.batchSize.record(batch.count)
            lanes[index] = .busy(session, batch, since: .now)
            session.start(batch) { [unowned self] ending in self.settle(index, session, batch, ending) }
        }
        if !queue.waiting.isEmpty || isWorthSharing { connectIfUseful() }
    }

    private func settle(_ index: Int, _ session: Session, _ batch: [Request], _ ending: BatchRun.Ending) {
        if session.isAlive { lanes[index] = .free(session) }
        let timer = kind == .reads ? metrics.readTime : metrics.appendTime
        let now = Moment.now
        for settlement in queue.settle(batch, ending) {
            timer.recordNanoseconds(now.nanoseconds(since: settlement.request.start))
            if case .failure = settlement.answer { metrics.failures.increment() }
            settlement.request.finish(settlement.answer)
        }
        if case .answered(let progress) = ending, session.isAlive {
            if session.wasCancelled {
                clean(index, session)
            } else {
                tidy(index, session, progress)
            }
        }
        if !queue.waiting.isEmpty { dispatchSoon() }
        resumeIfDrained()
    }

    /// Keeps a cancelled lane away from work until it is fit for it again; one that does not become so is closed.
    private func clean(_ index: Int, _ session: Session) {
        lanes[index] = .cleaning(session)
        Task(executorPreference: loop) { [self] in
            guard await session.clean(forgettingAll: false) else { return session.close() }
            lanes[index] = .free(session)
            if !queue.waiting.isEmpty { dispatchSoon() }
            resumeIfDrained()
        }
    }

    /// After an error inside a `begin … commit` the transaction is still open: it is rolled back before the lane goes on.
    private func tidy(_ index: Int, _ session: Session, _ progress: BatchProgress<QueryResult>) {
        if !progress.isClean, progress.hasStaleStatement { session.cache.forgetAll() }
        guard !session.isOutsideTransaction else { return }
        let rollback = Request(
            SQL(fixed: "rollback"), deadline: .now + options.statementDeadline, isAutocommit: false)
        lanes[index] = .busy(session, [rollback], since: .now)
        deadlineTimer.advance(to: rollback.deadline)
        session.start([rollback]) { [unowned self] _ in
            guard session.isAlive else { return }
            if session.isOutsideTransaction {
                lanes[index] = .free(session)
                dispatchSoon()
            } else {
                session.close()
            }
            resumeIfDrained()
        }
    }
}

extension BatchProgress {
    /// Whether a request failed because the server no longer has, or no longer accepts, a prepared statement.
    fileprivate var hasStaleStatement: Bool {
        outcomes.contains { outcome in
            if case .failure(let error) = outcome { error.isStalePreparedStatement } else { false }
        }
    }
}
