import CLibpq

/// A COPY from the server under way.
final class CopyOutRun {
    /// How far it is.
    enum Phase {
        /// Sent, not answered.
        case opening
        /// Data comes.
        case open
        /// The last row has come; the final word hasn't.
        case ending
    }

    typealias Waiter = UnsafeContinuation<Result<[UInt8]?, PostgresError>, Never>

    var phase = Phase.opening
    /// Who waits for data.
    var waiter: Waiter?
    var failure: PostgresError?
    /// Data that nobody has asked for goes nowhere: the COPY was given up.
    var isDraining = false
    var isFinished = false
    var chunk: [UInt8] = []

    /// Answers whoever waits.
    func answer(_ result: Result<[UInt8]?, PostgresError>) {
        waiter.take()?.resume(returning: result)
    }

    /// The COPY is lost or given up.
    func fail(_ error: PostgresError) {
        failure = failure ?? error
        isDraining = true
        answer(.failure(error))
    }
}

extension Session {
    /// Bytes of one element of the sequence, about.
    private static let chunkSize = 1 << 16

    /// Starts a COPY. `nil` if it could not be sent; then `run` has failed.
    func startCopyOut(_ text: String, _ run: CopyOutRun, deadline: Moment) {
        loop.assertCurrent()
        if let error = startUnpipelined(text, deadline: deadline) { return run.fail(error) }
        activity = .copyOut(run)
        flush()
    }

    /// The next piece; `waiter` is answered with `nil` at the end. `stall` bounds how long the server may send nothing.
    func receive(_ run: CopyOutRun, stall: Moment, _ waiter: CopyOutRun.Waiter) {
        loop.assertCurrent()
        run.waiter = waiter
        if let error = run.failure { return run.answer(.failure(error)) }
        if run.isFinished { return run.answer(.success(nil)) }
        timer.due = stall
        setInterest(read: true, write: hasUnsentBytes)
        advance(run)
    }

    /// Reads and throws away the rest, after asking the server to stop.
    func drain(_ run: CopyOutRun) {
        run.isDraining = true
        sendCancel()
        setInterest(read: true, write: hasUnsentBytes)
        advance(run)
    }

    /// Takes what has arrived, if it is wanted; what isn't stays in the socket, and the server waits.
    func advance(_ run: CopyOutRun) {
        guard isAlive else { return }
        if run.phase == .opening { advanceOpening(run) }
        if run.phase == .open { advanceOpen(run) }
        if run.phase == .ending { advanceEnding(run) }
    }

    private func advanceOpening(_ run: CopyOutRun) {
        guard isAlive, PQisBusy(pointer) == 0, let pointer = PQgetResult(pointer) else { return }
        let result = QueryResult(owning: pointer)
        if PQresultStatus(result.pointer) == PGRES_COPY_OUT {
            run.phase = .open
        } else {
            run.phase = .ending
            take(result, run)
        }
    }

    private func advanceOpen(_ run: CopyOutRun) {
        while isAlive, run.waiter != nil || run.isDraining {
            var buffer: UnsafeMutablePointer<CChar>?
            let count = PQgetCopyData(pointer, &buffer, 1)
            defer { PQfreemem(buffer) }
            switch count {
            case 1...:
                if run.isDraining { continue }
                run.chunk.append(contentsOf: UnsafeRawBufferPointer(start: buffer, count: Int(count)))
                if run.chunk.count >= Self.chunkSize { hand(run) }
            case 0:
                if !run.chunk.isEmpty, !run.isDraining { hand(run) }
                if run.waiter == nil, !run.isDraining { pause() }
                return
            default:
                run.phase = .ending
                return
            }
        }
        if isAlive, !run.isDraining { pause() }
    }

    private func pause() {
        timer.due = .never
        setInterest(read: false, write: hasUnsentBytes)
    }

    private func hand(_ run: CopyOutRun) {
        let chunk = run.chunk
        run.chunk = []
        run.chunk.reserveCapacity(Self.chunkSize + Self.chunkSize / 4)
        run.answer(.success(chunk))
    }

    private func advanceEnding(_ run: CopyOutRun) {
        while isAlive, PQisBusy(pointer) == 0 {
            guard let result = PQgetResult(pointer) else {
                finishUnpipelined()
                guard isAlive else { return }
                run.isFinished = true
                becomeIdle()
                return answerAtEnd(run)
            }
            take(QueryResult(owning: result), run)
        }
    }

    private func answerAtEnd(_ run: CopyOutRun) {
        if let error = run.failure { return run.answer(.failure(error)) }
        guard run.chunk.isEmpty else { return hand(run) }
        run.answer(.success(nil))
    }

    private func take(_ result: QueryResult, _ run: CopyOutRun) {
        switch PQresultStatus(result.pointer) {
        case PGRES_COMMAND_OK: break
        case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE:
            let error = PostgresError(result: result.pointer)
            if error.endsSession || PQstatus(pointer) != CONNECTION_OK { return lose(error.asLostConnection) }
            run.failure = run.failure ?? error
        case PGRES_COPY_IN, PGRES_COPY_BOTH:
            lose(PostgresError(.misuse, "copyOut was given a COPY from the client."))
        default:
            run.failure =
                run.failure
                ?? PostgresError(.misuse, "copyOut was given a statement that is no COPY to stdout.")
        }
    }
}
