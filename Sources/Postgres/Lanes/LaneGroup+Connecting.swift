import CoreMetrics

/// Opening lanes, with a back-off where that fails.
extension LaneGroup {
    func connectIfUseful() {
        guard let index = lanes.firstIndex(where: { if case .absent = $0 { true } else { false } }),
            !lanes.contains(where: { if case .connecting = $0 { true } else { false } })
        else { return }
        let now = Moment.now
        guard now >= mayConnectAt else {
            retryTimer.advance(to: mayConnectAt)
            return
        }
        lanes[index] = .connecting
        nextSession += 1
        connector.connect(kind, id: nextSession) { [self] outcome in
            switch outcome {
            case .success(let session): adopt(session, at: index)
            case .failure(let error): connectFailed(error, at: index)
            }
        }
    }

    private func adopt(_ session: Session, at index: Int) {
        backoff.succeed()
        lastFailure = nil
        lanes[index] = .free(session)
        session.onLost = { [unowned self] error in
            if error.kind != .shutDown { metrics.connectionsLost.increment() }
            lanes[index] = .absent
            if !queue.waiting.isEmpty { dispatchSoon() }
            resumeIfDrained()
        }
        if isShutDown, isDrained { return session.close() }
        dispatch()
    }

    private func connectFailed(_ error: PostgresError, at index: Int) {
        lastFailure = error
        metrics.connectFailures.increment()
        lanes[index] = .absent
        mayConnectAt = .now + backoff.fail(using: &generator)
        if error.refusesConnectionForGood, !lanes.contains(where: { $0.session != nil }) {
            for request in queue.waiting { request.finish(.failure(error)) }
            _ = queue.takeBatch()
        }
        if !queue.waiting.isEmpty { retryTimer.advance(to: mayConnectAt) }
        resumeIfDrained()
    }
}
