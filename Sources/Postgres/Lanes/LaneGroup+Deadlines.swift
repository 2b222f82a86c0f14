/// Time that ran out, and work that nobody waits for any more.
extension LaneGroup {
    /// After a deadline inside a batch the server has this long to answer before its connection is thrown away.
    private static let grace = Duration.milliseconds(250)

    /// Answers those whose time is up, and drops lanes that don't answer any more.
    func expire() {
        let now = Moment.now
        var next = Moment.never
        for request in queue.waiting where !request.isFinished {
            if request.deadline <= now {
                request.finish(.failure(lateness(wasSent: false)))
            } else {
                next = min(next, request.deadline)
            }
        }
        for lane in lanes {
            guard case .busy(let session, let batch, let start) = lane else { continue }
            next = min(next, expire(batch, sent: start, on: session, now))
        }
        deadlineTimer.due = next
        resumeIfDrained()
    }

    /// Returns when to look at the batch again.
    ///
    /// The connection itself is given as long as the most impatient request allowed, counted from the sending: a request
    /// that spent its time in the queue says nothing about the server.
    private func expire(_ batch: [Request], sent start: Moment, on session: Session, _ now: Moment) -> Moment
    {
        var next = Moment.never
        for request in batch where !request.isFinished {
            if request.deadline <= now {
                request.finish(.failure(lateness(wasSent: request.isAutocommit)))
            } else {
                next = min(next, request.deadline)
            }
        }
        let patience = batch.map { $0.deadline - $0.start }.min() ?? .zero
        let end = start + patience + Self.grace
        guard end <= now else {
            stopIfAbandoned(batch, on: session)
            return min(next, end)
        }
        session.sendCancel()
        session.lose(PostgresError(.connectionLost, "PostgreSQL did not answer in time."))
        return next
    }

    /// Asks the server to stop when nobody waits for any statement of the batch. As long as somebody does, what is under
    /// way is let finish: a cancel request would hit the others.
    func stopIfAbandoned(_ batch: [Request], on session: Session) {
        guard !session.wasCancelled, !batch.isEmpty, batch.allSatisfy(\.isFinished) else { return }
        session.sendCancel()
    }

    private func lateness(wasSent: Bool) -> PostgresError {
        if let lastFailure, !wasSent, !lanes.contains(where: { $0.session != nil }) { return lastFailure }
        return PostgresError(
            .deadlineExceeded, "The statement did not finish in time.",
            hint: "The server is slow, waits for a lock, or cannot be reached.", mayHaveCommitted: wasSent)
    }
}
