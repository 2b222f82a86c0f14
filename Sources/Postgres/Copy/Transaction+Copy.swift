extension Transaction {
    /// Sends data by `copy … from stdin`.
    ///
    /// ```swift
    /// let count = try await transaction.copyIn("copy sheet (id, score) from stdin (format binary)", from: chunks)
    /// ```
    ///
    /// The next chunk is asked for when the connection has room. An error of the server is noticed while data is being
    /// sent, not at the end of it.
    ///
    /// - Parameters:
    ///   - sql: a COPY statement, without bound values (COPY takes none).
    ///   - chunks: the data in the statement's format, cut anywhere. If it throws, the COPY is given up and the
    ///     transaction has failed.
    ///   - deadline: how long the server may take nothing (``ClientOptions/statementDeadline`` if `nil`); its final
    ///     checks have ``ClientOptions/copyEndDeadline``.
    /// - Returns: the number of rows.
    @discardableResult
    public func copyIn<Chunks: AsyncSequence>(
        _ sql: SQL, from chunks: Chunks, deadline: Duration? = nil
    ) async throws -> Int where Chunks.Element == [UInt8] {
        let run = try await lease.openCopyIn(sql, deadline)
        do {
            for try await chunk in chunks { try await lease.send(chunk, run, deadline) }
        } catch {
            await lease.giveUp(run)
            throw error
        }
        return try await lease.finish(run)
    }

    /// Receives data by `copy … to stdout`, as it is asked for: a reader that pauses makes the server pause.
    ///
    /// While it is being read, the transaction takes no other statement. A reader that stops early leaves the transaction
    /// with nothing to do but end.
    ///
    /// - Parameters:
    ///   - sql: a COPY statement, without bound values.
    ///   - deadline: how long the server may send nothing.
    public func copyOut(_ sql: SQL, deadline: Duration? = nil) -> CopyOut {
        CopyOut(lease: lease, sql: sql, deadline: deadline)
    }
}

/// The data of a `copy … to stdout`, in pieces of some 64 KiB that end between rows.
public struct CopyOut: AsyncSequence, Sendable {
    /// What the sequence yields.
    public typealias Element = [UInt8]
    /// Why it may end early.
    public typealias Failure = PostgresError

    let lease: Lease
    let sql: SQL
    let deadline: Duration?

    /// Starts the COPY with its first element.
    public func makeAsyncIterator() -> Iterator {
        Iterator(copy: self)
    }

    /// Reads the data.
    public struct Iterator: AsyncIteratorProtocol {
        let copy: CopyOut
        private var run: CopyOutRunBox?

        init(copy: CopyOut) {
            self.copy = copy
        }

        /// The next piece; `nil` at the end.
        public mutating func next(isolation: isolated (any Actor)?) async throws(PostgresError) -> [UInt8]? {
            let open: CopyOutRunBox
            if let run {
                open = run
            } else {
                open = try await copy.lease.openCopyOut(copy.sql, copy.deadline)
                run = open
            }
            return try await copy.lease.receive(open, copy.deadline)
        }
    }
}

/// A COPY that a task holds on to; its inside is confined to the loop.
struct CopyInRunBox: @unchecked Sendable {
    let run: CopyInRun
}

/// A COPY that a task holds on to; its inside is confined to the loop.
struct CopyOutRunBox: @unchecked Sendable {
    let run: CopyOutRun
}

extension Lease {
    /// COPY goes by the simple protocol: its text takes no values, and what waits to be sent with the next statement must
    /// go first.
    private func prepareForCopy(_ sql: SQL) async throws(PostgresError) {
        guard sql.parameterCount == 0 else {
            throw PostgresError(
                .misuse, "COPY takes no bound values; copy from a query over a temporary table instead.")
        }
        try await sendPrefix()
    }

    private func withCancellation<Value: Sendable>(
        _ body: @escaping @Sendable (UnsafeContinuation<Result<Value, PostgresError>, Never>) -> Void
    ) async throws(PostgresError) -> Value {
        let (loop, session) = (loop, session)
        let outcome: Result<Value, PostgresError> = await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in loop.run { body(continuation) } }
        } onCancel: {
            loop.run {
                switch session.activity {
                case .copyIn, .copyOut: session.condemn(.ofCancelledTask)
                case .idle, .batch, .script: break
                }
            }
        }
        return try outcome.get()
    }

    func openCopyIn(_ sql: SQL, _ deadline: Duration?) async throws(PostgresError) -> CopyInRunBox {
        try await prepareForCopy(sql)
        let end = statementDeadline(deadline)
        let holder = Holder<CopyInRun>()
        _ = try await withCancellation { [self] (continuation: CopyInRun.Waiter) in
            guard !isEnded else { return continuation.resume(returning: .failure(Self.ended)) }
            isUsed = true
            holder.value = session.startCopyIn(sql.text, deadline: end, continuation)
        }
        guard let run = holder.value else { throw Self.ended }
        return CopyInRunBox(run: run)
    }

    func send(_ bytes: [UInt8], _ box: CopyInRunBox, _ deadline: Duration?) async throws(PostgresError) {
        let stall = statementDeadline(deadline)
        let idle = self.deadline ?? .never
        _ = try await withCancellation { [self] (continuation: CopyInRun.Waiter) in
            session.send(bytes, box.run, stall: stall, idle: idle, continuation)
        }
    }

    func finish(_ box: CopyInRunBox) async throws(PostgresError) -> Int {
        let end = deadline ?? .now + options.copyEndDeadline
        return try await withCancellation { [self] continuation in
            session.finish(box.run, deadline: end, continuation)
        }
    }

    /// The source of the data failed: makes the COPY fail and waits for the server's word.
    func giveUp(_ box: CopyInRunBox) async {
        let end = Moment.now + options.cancelGrace
        let session = session
        _ = try? await withCancellation { (continuation: CopyInRun.Waiter) in
            guard box.run.failure == nil, box.run.phase == .open else {
                return continuation.resume(returning: .success(0))
            }
            box.run.waiter = continuation
            session.timer.due = end
            session.end(box.run, because: "The source of the data failed.")
        }
    }

    func openCopyOut(_ sql: SQL, _ deadline: Duration?) async throws(PostgresError) -> CopyOutRunBox {
        try await prepareForCopy(sql)
        let end = statementDeadline(deadline)
        let box = CopyOutRunBox(run: CopyOutRun())
        await onLoop { [self] in
            guard !isEnded else { return box.run.fail(Self.ended) }
            isUsed = true
            session.startCopyOut(sql.text, box.run, deadline: end)
        }
        return box
    }

    func receive(_ box: CopyOutRunBox, _ deadline: Duration?) async throws(PostgresError) -> [UInt8]? {
        let stall = statementDeadline(deadline)
        return try await withCancellation { [self] continuation in
            session.receive(box.run, stall: stall, continuation)
        }
    }

    /// Where the loop leaves something for the task that waits.
    private final class Holder<Value>: @unchecked Sendable {
        var value: Value?
    }
}
