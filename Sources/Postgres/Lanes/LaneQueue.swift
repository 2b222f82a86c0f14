/// Which requests travel together, and what becomes of each when the batch is back: a lane's decisions, without I/O.
struct LaneQueue {
    /// How a lane treats its batches.
    enum Policy: Sendable {
        /// Reads: an answer counts although a later statement of the batch failed, because nothing was changed; what was
        /// skipped, or was under way on a connection that broke, is sent again (once).
        case reads
        /// Writes, committed together: one failure undoes the whole batch. It is then sent again without the request that
        /// failed, which travels alone: only so is its error its own.
        case appends
    }

    /// What to tell whom.
    struct Settlement {
        let request: Request
        let answer: Request.Answer
    }

    let policy: Policy
    let batchLimit: Int
    private(set) var waiting: [Request] = []

    init(policy: Policy, batchLimit: Int) {
        self.policy = policy
        self.batchLimit = batchLimit
    }

    /// Adds a request at the end.
    mutating func add(_ request: Request) {
        waiting.append(request)
    }

    /// Takes a request out. False if it isn't waiting.
    mutating func remove(_ request: Request) -> Bool {
        guard let index = waiting.firstIndex(where: { $0 === request }) else { return false }
        waiting.remove(at: index)
        return true
    }

    /// Fewer than this are not worth two batches.
    static let worthSharing = 16

    /// The next batch, in order of arrival; empty if nothing waits.
    ///
    /// - Parameter freeLanes: how many lanes, this one included, could take some. Two lanes that take turns keep the server
    ///   busy while this side reads answers and makes the next requests.
    mutating func takeBatch(sharedAmong freeLanes: Int = 1) -> [Request] {
        waiting.removeAll { $0.isFinished }
        guard let first = waiting.first else { return [] }
        let share =
            waiting.count < Self.worthSharing
            ? batchLimit : (waiting.count + freeLanes - 1) / max(1, freeLanes)
        let count =
            first.mustTravelAlone ? 1 : min(batchLimit, share, waiting.prefix { !$0.mustTravelAlone }.count)
        let batch = Array(waiting.prefix(count))
        waiting.removeFirst(count)
        for request in batch { request.wasSent = true }
        return batch
    }

    /// Settles a batch that is back. Requests to be sent again stand at the head of the queue.
    mutating func settle(_ requests: [Request], _ ending: BatchRun.Ending) -> [Settlement] {
        switch (policy, ending) {
        case (.reads, .answered(let progress)): settleReads(requests, progress)
        case (.appends, .answered(let progress)): settleAppends(requests, progress)
        case (.reads, .lost(let error)): settleLostReads(requests, error)
        case (.appends, .lost(let error)):
            requests.map { Settlement(request: $0, answer: .failure(error.mayHaveCommitted(true))) }
        }
    }

    private mutating func settleReads(
        _ requests: [Request], _ progress: BatchProgress<QueryResult>
    ) -> [Settlement] {
        var settled: [Settlement] = []
        var again: [Request] = []
        for (index, (request, outcome)) in zip(requests, progress.outcomes).enumerated() {
            switch outcome {
            case .value(let result): settled.append(Settlement(request: request, answer: .success(result)))
            case .failure(let error) where error.isStalePreparedStatement && request.staleStatements == 0:
                request.staleStatements += 1
                again.append(request)
            case .failure where progress.isShared(index):
                // Whose key it was, the error doesn't say.
                request.mustTravelAlone = true
                again.append(request)
            case .failure(let error): settled.append(Settlement(request: request, answer: .failure(error)))
            case .none, .aborted: again.append(request)
            }
        }
        waiting.insert(contentsOf: again, at: 0)
        return settled
    }

    private mutating func settleLostReads(_ requests: [Request], _ error: PostgresError) -> [Settlement] {
        let (again, hopeless) = requests.partitioned { $0.lostConnections == 0 }
        for request in again { request.lostConnections += 1 }
        waiting.insert(contentsOf: again, at: 0)
        return hopeless.map { Settlement(request: $0, answer: .failure(error)) }
    }

    private mutating func settleAppends(
        _ requests: [Request], _ progress: BatchProgress<QueryResult>
    ) -> [Settlement] {
        if progress.isClean {
            return zip(requests, progress.outcomes).compactMap { request, outcome in
                guard case .value(let result) = outcome else { return nil }
                return Settlement(request: request, answer: .success(result))
            }
        }
        let culprit = progress.outcomes.firstIndex { if case .failure = $0 { true } else { false } }
        if requests.count == 1, let error = progress.syncFailure ?? Self.failure(in: progress) {
            if error.isStalePreparedStatement, requests[0].staleStatements == 0 {
                requests[0].staleStatements += 1
                waiting.insert(contentsOf: requests, at: 0)
                return []
            }
            return [Settlement(request: requests[0], answer: .failure(error))]
        }
        // Without a culprit the commit itself failed: a deferred constraint doesn't say whose. Each goes alone then.
        for (index, request) in requests.enumerated() where culprit == nil || index == culprit {
            request.mustTravelAlone = true
        }
        let (innocent, alone) = requests.partitioned { !$0.mustTravelAlone }
        waiting.insert(contentsOf: innocent + alone, at: 0)
        return []
    }

    private static func failure(in progress: BatchProgress<QueryResult>) -> PostgresError? {
        for case .failure(let error) in progress.outcomes { return error }
        return nil
    }
}

extension Array {
    /// Those that pass, and those that don't, each in order.
    fileprivate func partitioned(by passes: (Element) -> Bool) -> (passing: [Element], others: [Element]) {
        (filter(passes), filter { !passes($0) })
    }
}
