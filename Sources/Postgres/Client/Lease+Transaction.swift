extension Lease {
    /// Does something on the loop and waits until it is done.
    func onLoop(_ body: @escaping @Sendable () -> Void) async {
        await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
            loop.run {
                body()
                continuation.resume()
            }
        }
    }

    /// Refuses what `set local` could not carry.
    static func check(_ value: String) throws(PostgresError) {
        guard !value.utf8.contains(0) else {
            throw PostgresError(.misuse, "A setting's value must not hold a NUL character.")
        }
    }

    /// Runs `body` between `begin` and `commit`, or `rollback` if it throws.
    func transaction<Result>(
        _ isolation: Isolation, _ access: Access, _ context: TransactionContext,
        _ body: (Transaction) async throws -> Result
    ) async throws -> Result {
        try await begin(isolation, access, context)
        do {
            let result = try await body(Transaction(lease: self))
            try await commit()
            return result
        } catch {
            await rollBack()
            throw error
        }
    }

    private func begin(
        _ isolation: Isolation, _ access: Access, _ context: TransactionContext
    ) async throws(PostgresError) {
        for setting in context.settings { try Self.check(setting.value) }
        let begin = Companion.fixed("begin isolation level \(isolation.rawValue) \(access.rawValue)")
        let settings = context.settings.map { Companion.setLocal(name: $0.name, value: $0.value) }
        await onLoop { [self] in
            prefix = [begin] + settings
            isAutocommit = false
        }
    }

    /// Commits, if anything was sent at all. Not cancelled with the task: the answer would not be known.
    private func commit() async throws(PostgresError) {
        guard await isOpen else { return await end() }
        let lease = self
        let deadline = statementDeadline(nil)
        let answer = await withUnsafeContinuation { continuation in
            loop.run {
                lease.isAutocommit = true
                let request = Request(SQL(fixed: "commit"), deadline: deadline, isAutocommit: true)
                request.wait(continuation)
                lease.session.submit(request)
            }
        }
        await end()
        let result = try answer.get()
        // The server answers a commit of a failed transaction with a rollback, and no error.
        guard result.commandTag == "COMMIT" else {
            throw PostgresError(
                .server(.inFailedTransaction),
                "The transaction was rolled back: one of its statements had failed.")
        }
    }

    /// Rolls back what is open, so that its locks are gone when the caller goes on.
    private func rollBack() async {
        await end()
        let isHealthy = await asked { lease in
            lease.session.isAlive && lease.session.condemnation == nil && lease.session.isIdle
                && !lease.session.isOutsideTransaction
        }
        guard isHealthy else { return }
        let session = session
        _ = await withUnsafeContinuation { continuation in
            loop.run {
                let request = Request(
                    SQL(fixed: "rollback"), deadline: .now + session.options.cancelGrace, isAutocommit: false)
                request.wait(continuation)
                session.submit(request)
            }
        }
    }

    private var isOpen: Bool {
        get async { await asked { $0.isUsed } }
    }

    /// No more statements by this lease.
    private func end() async {
        await onLoop { [self] in isEnded = true }
    }

    /// Looks something up on the loop.
    private func asked(_ question: @escaping @Sendable (Lease) -> Bool) async -> Bool {
        await withUnsafeContinuation { continuation in
            loop.run { [self] in continuation.resume(returning: question(self)) }
        }
    }

    /// Sends what waits for the next statement, for statements that nothing may be sent along with.
    func sendPrefix() async throws(PostgresError) {
        if await asked({ !$0.prefix.isEmpty }) { _ = try await run(SQL(fixed: "select 1")) }
    }

    /// Runs a script. From any task.
    func runScript(_ script: TrustedScript, deadline: Duration) async throws(PostgresError) {
        try await sendPrefix()
        let end = statementDeadline(deadline)
        let session = session
        let lease = self
        let outcome: Result<Void, PostgresError> = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                loop.run {
                    guard !lease.isEnded else { return continuation.resume(returning: .failure(Lease.ended)) }
                    lease.isUsed = true
                    session.startScript(script.text, deadline: end, continuation)
                }
            }
        } onCancel: {
            loop.run { if case .script = session.activity { session.condemn(.ofCancelledTask) } }
        }
        try outcome.get()
    }
}

extension PostgresError {
    static let ofCancelledTask = PostgresError(.cancelled, "The task was cancelled.")
}
