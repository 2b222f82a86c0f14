import CLibpq

/// Requests sent together, with one sync.
final class BatchRun {
    /// How a batch ended.
    enum Ending {
        /// The sync has come: the outcomes are final.
        case answered(BatchProgress<QueryResult>)
        /// The connection broke before.
        case lost(PostgresError)
    }

    let requests: [Request]
    var progress: BatchProgress<QueryResult>
    let completion: (Ending) -> Void

    init(
        requests: [Request], places: [Int], steps: [BatchProgress<QueryResult>.Step],
        completion: @escaping (Ending) -> Void
    ) {
        self.requests = requests
        progress = BatchProgress(steps: steps, places: places)
        self.completion = completion
    }
}

extension Session {
    private typealias Step = BatchProgress<QueryResult>.Step

    /// Sends requests in one batch. `completion` runs once, when the sync has come or the connection is lost.
    ///
    /// - Precondition: the session is idle and alive.
    func start(_ requests: [Request], completion: @escaping (BatchRun.Ending) -> Void) {
        loop.assertCurrent()
        precondition(isIdle && isAlive, "A session does one thing at a time.")
        let shipment = Shipment(requests)
        var steps: [Step] = []
        steps.reserveCapacity(2 * shipment.statements.count)
        var isSent = true
        for (owner, statement) in shipment.statements.enumerated() where isSent {
            for companion in statement.before { isSent = isSent && send(companion, owner, &steps) }
            isSent = isSent && send(statement.sql, owner, .query, &steps)
            for companion in statement.after { isSent = isSent && send(companion, owner, &steps) }
        }
        for number in evicted { isSent = isSent && sendDeallocate(number, &steps) }
        let run = BatchRun(requests: requests, places: shipment.places, steps: steps, completion: completion)
        activity = .batch(run)
        guard isSent, PQpipelineSync(pointer) == 1 else {
            // libpq refuses to queue a statement only when the connection is broken or memory is out.
            _ = consume()
            if isAlive { lose(PostgresError(.connectionLost, "The connection to PostgreSQL broke.")) }
            return
        }
        flush()
    }

    private func send(_ companion: Companion, _ owner: Int, _ steps: inout [Step]) -> Bool {
        switch companion {
        case .fixed(let text):
            return send(SQL(fixed: text), owner, .control, &steps)
        case .setLocal(let name, let value):
            guard let literal = PQescapeLiteral(pointer, value, value.utf8.count) else { return false }
            defer { PQfreemem(literal) }
            steps.append(Step(owner: owner, role: .control))
            return sendUnprepared("set local \(name) = \(String(cString: literal))")
        }
    }

    /// Sends a statement with its values, preparing it first if the connection doesn't know it.
    private func send(
        _ sql: SQL, _ owner: Int, _ role: BatchProgress<QueryResult>.Role, _ steps: inout [Step]
    ) -> Bool {
        if options.isBehindTransactionPooler { return sendUnprepared(sql, owner, role, &steps) }
        let key = StatementCache.Key(text: sql.text, types: sql.bindings.types)
        let name: String
        switch cache.plan(for: key) {
        case .use(let number): name = Self.name(number)
        case .prepare(let number, let old):
            name = Self.name(number)
            if let old { evicted.append(old) }
            let types = sql.bindings.types.map(\.rawValue)
            guard PQsendPrepare(pointer, name, sql.text, Int32(types.count), types) == 1 else {
                return false
            }
            steps.append(Step(owner: owner, role: .prepare(key)))
        }
        steps.append(Step(owner: owner, role: role))
        return parameters.withPointers(to: sql.bindings) { count, values, lengths, formats in
            PQsendQueryPrepared(pointer, name, count, values, lengths, formats, 1)
        }
    }

    /// Sends a statement with its values that no connection is to remember.
    private func sendUnprepared(
        _ sql: SQL, _ owner: Int, _ role: BatchProgress<QueryResult>.Role, _ steps: inout [Step]
    ) -> Bool {
        steps.append(Step(owner: owner, role: role))
        let types = sql.bindings.types.map(\.rawValue)
        return parameters.withPointers(to: sql.bindings) { count, values, lengths, formats in
            PQsendQueryParams(pointer, sql.text, count, types, values, lengths, formats, 1)
        }
    }

    /// Stands at the end of a batch: before a statement like `create database` it would count as a transaction.
    private func sendDeallocate(_ number: Int, _ steps: inout [Step]) -> Bool {
        steps.append(Step(owner: -1, role: .deallocate(number)))
        return sendUnprepared("deallocate \(Self.name(number))")
    }

    private func sendUnprepared(_ text: String) -> Bool {
        PQsendQueryParams(pointer, text, 0, nil, nil, nil, nil, 1) == 1
    }

    private static func name(_ number: Int) -> String { "s" + String(number) }

    /// Takes the results that have come.
    func advance(_ run: BatchRun) {
        while isAlive, !run.progress.isFinished, PQisBusy(pointer) == 0 {
            guard let result = PQgetResult(pointer) else {
                run.progress.take(.endOfStep)
                continue
            }
            take(QueryResult(owning: result), run)
        }
        guard isAlive, run.progress.isFinished else { return }
        for key in run.progress.unprepared { cache.forget(key) }
        if !run.progress.deallocated.isEmpty {
            let done = Set(run.progress.deallocated)
            evicted.removeAll { done.contains($0) }
        }
        activity = .idle
        run.completion(.answered(run.progress))
        if isIdle { becomeIdle() }
    }

    private func take(_ result: QueryResult, _ run: BatchRun) {
        switch PQresultStatus(result.pointer) {
        case PGRES_PIPELINE_SYNC: run.progress.take(.sync)
        case PGRES_PIPELINE_ABORTED: run.progress.take(.aborted)
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: run.progress.take(.value(result))
        default: take(PostgresError(result: result.pointer), run)
        }
    }

    private func take(_ error: PostgresError, _ run: BatchRun) {
        if error.endsSession || PQstatus(pointer) != CONNECTION_OK {
            lose(error.asLostConnection)
        } else {
            run.progress.take(.failure(error))
        }
    }
}
