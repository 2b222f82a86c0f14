import CLibpq
import Glibc

/// A COPY to the server under way.
final class CopyInRun {
    /// How far it is.
    enum Phase {
        /// Sent, not answered.
        case opening
        /// The server takes data.
        case open
        /// The end has been sent.
        case ending
    }

    typealias Waiter = UnsafeContinuation<Result<Int, PostgresError>, Never>

    var phase = Phase.opening
    /// Who waits: for the opening, for room in the socket, or for the count of rows at the end.
    var waiter: Waiter?
    var failure: PostgresError?
    var rowCount = 0
    /// Bytes given to libpq since it last was asked to send.
    var unflushed = 0
    /// Since when the server has said something that is no notice: an error, most likely.
    var suspicion: Moment?
    /// Whether the server has said something that nobody has looked at yet.
    var hasHeard = false
    /// Notices before that.
    var noticeCount = 0

    init(_ waiter: Waiter) {
        self.waiter = waiter
    }

    /// Answers whoever waits.
    func answer(_ result: Result<Int, PostgresError>) {
        waiter.take()?.resume(returning: result)
    }

    /// The COPY is lost or given up.
    func fail(_ error: PostgresError) {
        failure = failure ?? error
        answer(.failure(error))
    }
}

extension Session {
    /// Bytes that libpq may gather before they are sent.
    private static let flushSize = 1 << 16
    /// What the server says during a COPY that is no complete notice after this time is taken for an error.
    private static let suspicionTime = Duration.milliseconds(20)

    /// Starts a COPY; `waiter` is answered when the server takes data.
    func startCopyIn(_ text: String, deadline: Moment, _ waiter: CopyInRun.Waiter) -> CopyInRun? {
        loop.assertCurrent()
        let run = CopyInRun(waiter)
        if let error = startUnpipelined(text, deadline: deadline) {
            run.fail(error)
            return nil
        }
        run.noticeCount = notices.count
        activity = .copyIn(run)
        flush()
        return run
    }

    /// Sends data; `waiter` is answered when there is room for more. `stall` bounds how long the server may take nothing.
    func send(_ bytes: [UInt8], _ run: CopyInRun, stall: Moment, idle: Moment, _ waiter: CopyInRun.Waiter) {
        loop.assertCurrent()
        run.waiter = waiter
        if let error = run.failure { return run.answer(.failure(error)) }
        // Ended from this side already: the server's word is on its way.
        guard run.phase == .open else {
            timer.due = stall
            return
        }
        guard put(bytes) else {
            return lose(PostgresError(.connectionLost, "The connection to PostgreSQL broke."))
        }
        run.unflushed += bytes.count
        timer.due = stall
        guard run.unflushed >= Self.flushSize else { return makeRoom(run, idle: idle) }
        run.unflushed = 0
        guard flush() else { return }
        listenForFailure(run)
        if !hasUnsentBytes { makeRoom(run, idle: idle) }
    }

    private func makeRoom(_ run: CopyInRun, idle: Moment) {
        timer.due = idle
        run.answer(.success(0))
    }

    private func put(_ bytes: [UInt8]) -> Bool {
        guard !bytes.isEmpty else { return true }
        return bytes.withUnsafeBytes { buffer in
            PQputCopyData(
                pointer, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count)) == 1
        }
    }

    /// libpq looks at an error during a COPY only after its end, which may be gigabytes away. So whenever the server has
    /// said something, it is read, and if it was no notice, the COPY is ended from this side.
    private func listenForFailure(_ run: CopyInRun) {
        var descriptor = pollfd(fd: PQsocket(pointer), events: Int16(POLLIN), revents: 0)
        if poll(&descriptor, 1, 0) > 0, !consume() { return }
        judge(run, hasHeard: descriptor.revents != 0)
    }

    private func judge(_ run: CopyInRun, hasHeard: Bool) {
        guard run.phase == .open, hasHeard || run.suspicion != nil else { return }
        _ = PQisBusy(pointer)
        if notices.count != run.noticeCount {
            run.noticeCount = notices.count
            run.suspicion = nil
            return
        }
        let since = run.suspicion ?? .now
        run.suspicion = since
        if Moment.now - since > Self.suspicionTime {
            end(run, because: "The server reported an error.")
        }
    }

    /// Sends the end of the data; `waiter` is answered with the number of rows.
    func finish(_ run: CopyInRun, deadline: Moment, _ waiter: CopyInRun.Waiter) {
        loop.assertCurrent()
        run.waiter = waiter
        if let error = run.failure { return run.answer(.failure(error)) }
        timer.due = deadline
        guard run.phase == .open else { return }
        run.phase = .ending
        guard PQputCopyEnd(pointer, nil) == 1 else {
            return lose(PostgresError(.connectionLost, "The connection to PostgreSQL broke."))
        }
        // The server's word may have been read already, and nothing more will come.
        if flush() { advance() }
    }

    /// Makes the COPY fail.
    func end(_ run: CopyInRun, because reason: String) {
        guard run.phase == .open else {
            if run.phase == .opening { sendCancel() }
            return
        }
        run.phase = .ending
        guard PQputCopyEnd(pointer, reason) == 1 else {
            return lose(PostgresError(.connectionLost, "The connection to PostgreSQL broke."))
        }
        if flush() { advance() }
    }

    /// Something has arrived, or the socket has room.
    func advance(_ run: CopyInRun) {
        switch run.phase {
        case .opening: advanceOpening(run)
        case .open:
            // Room in the socket is no word of the server.
            judge(run, hasHeard: run.hasHeard)
            run.hasHeard = false
            if run.phase == .open, !hasUnsentBytes { run.answer(.success(0)) }
        case .ending: advanceEnding(run)
        }
    }

    private func advanceOpening(_ run: CopyInRun) {
        guard isAlive, PQisBusy(pointer) == 0, let pointer = PQgetResult(pointer) else { return }
        let result = QueryResult(owning: pointer)
        if PQresultStatus(result.pointer) == PGRES_COPY_IN {
            run.phase = .open
            run.hasHeard = false
            timer.due = .never
            if condemnation != nil { return end(run, because: "The COPY was given up.") }
            return run.answer(.success(0))
        }
        run.phase = .ending
        take(result, run)
        advanceEnding(run)
    }

    private func advanceEnding(_ run: CopyInRun) {
        while isAlive, PQisBusy(pointer) == 0 {
            guard let result = PQgetResult(pointer) else {
                finishUnpipelined()
                guard isAlive else { return }
                becomeIdle()
                return run.answer(run.failure.map { .failure($0) } ?? .success(run.rowCount))
            }
            take(QueryResult(owning: result), run)
        }
    }

    private func take(_ result: QueryResult, _ run: CopyInRun) {
        switch PQresultStatus(result.pointer) {
        case PGRES_COMMAND_OK: run.rowCount = result.affectedRows
        case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE:
            let error = PostgresError(result: result.pointer)
            if error.endsSession || PQstatus(pointer) != CONNECTION_OK { return lose(error.asLostConnection) }
            run.failure = run.failure ?? error
        case PGRES_COPY_OUT, PGRES_COPY_BOTH:
            lose(PostgresError(.misuse, "copyIn was given a COPY to the client."))
        default:
            run.failure =
                run.failure
                ?? PostgresError(.misuse, "copyIn was given a statement that is no COPY from stdin.")
        }
    }
}
