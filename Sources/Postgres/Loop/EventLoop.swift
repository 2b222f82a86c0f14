import CLibpq
import Dispatch
import Foundation
import Glibc
import Synchronization

/// One thread that owns all connections, waits for their sockets, and runs tasks.
///
/// As a `TaskExecutor` it runs the bodies of transactions, so a statement inside one costs no change of thread: that is
/// the difference between 0.6 and 1.0 of pgbench's rate for a single task. Everything called "confined to the loop" in
/// this module is touched by this thread alone and checks it.
final class EventLoop: TaskExecutor, @unchecked Sendable {
    /// What is to be run.
    private enum Work {
        case job(UnownedJob)
        case closure(@Sendable () -> Void)

    }

    /// What other threads leave here.
    private struct Inbox {
        var work: [Work] = []
        /// The thread is waiting, or about to: whoever adds work must wake it.
        var isAsleep = false
        /// The thread has ended.
        var isStopped = false
    }

    private let inbox = Guarded(Inbox())
    private let threadID = Atomic<UInt>(0)
    private let readiness: Int32
    private let wakeup: Int32
    /// Runs what comes after the thread has ended, so that no task hangs.
    private let afterlife = DispatchQueue(label: "postgres-loop-after-stop")

    // Confined to the loop.
    private var ready: [Work] = []
    private var watchers: [UInt64: any Watcher] = [:]
    private var nextToken: UInt64 = 1
    private var timers: [LoopTimer] = []
    private var endOfTurn: [() -> Void] = []
    private var hooksAtWork: [() -> Void] = []
    private var isStopping = false

    /// Something with a socket on the loop.
    protocol Watcher: AnyObject {
        /// The socket can be read, written, or both.
        func socketIsReady(toRead: Bool, toWrite: Bool)
    }

    /// A loop whose thread runs until ``stop()``.
    ///
    /// - Throws: ``PostgresError/Kind/connectionFailed`` if the process has no descriptors left.
    init() throws(PostgresError) {
        readiness = readiness_create()
        wakeup = wakeup_create()
        guard readiness >= 0, wakeup >= 0, readiness_add(readiness, wakeup, 0, readiness_read) == 0 else {
            throw PostgresError(
                .connectionFailed, "No descriptor left for the database loop (errno \(errno)).")
        }
        Thread {
            thread_set_name("postgres-loop")
            self.run()
        }.start()
    }

    deinit {
        close(readiness)
        close(wakeup)
    }

    /// Whether the caller runs on the loop's thread.
    var isCurrent: Bool {
        UInt(pthread_self()) == threadID.load(ordering: .relaxed)
    }

    /// Checks, in debug builds, that confined state is touched by the loop alone.
    func assertCurrent() {
        assert(isCurrent || inbox.withLock { $0.isStopped }, "confined to the database loop")
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if isCurrent {
            ready.append(.job(job))
        } else {
            post(.job(job))
        }
    }

    /// Runs `body` on the loop: at once if the caller is on it, soon otherwise.
    func run(_ body: @escaping @Sendable () -> Void) {
        if isCurrent {
            body()
        } else {
            post(.closure(body))
        }
    }

    private func post(_ work: Work) {
        let (mustWake, isStopped) = inbox.withLock { inbox in
            guard !inbox.isStopped else { return (false, true) }
            inbox.work.append(work)
            defer { inbox.isAsleep = false }
            return (inbox.isAsleep, false)
        }
        if mustWake { wakeup_signal(wakeup) }
        if isStopped { afterlife.async { self.perform(work) } }
    }

    private func perform(_ work: Work) {
        switch work {
        case .job(let job): job.runSynchronously(on: asUnownedTaskExecutor())
        case .closure(let body): body()
        }
    }

    /// Ends the thread after the work at hand. Work that comes later is still done, by another thread.
    func stop() {
        run { self.isStopping = true }
    }
}

// MARK: - Confined to the loop

extension EventLoop {
    /// Watches a socket until ``unwatch(_:token:)``; always for reading at first.
    ///
    /// - Returns: the token that names it.
    func watch(_ descriptor: Int32, by watcher: any Watcher) -> UInt64 {
        assertCurrent()
        let token = nextToken
        nextToken += 1
        watchers[token] = watcher
        let outcome = readiness_add(readiness, descriptor, token, readiness_read)
        precondition(outcome == 0, "epoll refused a socket: errno \(errno)")
        return token
    }

    /// Changes what a socket is watched for.
    func setInterest(_ descriptor: Int32, token: UInt64, read: Bool, write: Bool) {
        assertCurrent()
        let interest = (read ? readiness_read : 0) | (write ? readiness_write : 0)
        _ = readiness_change(readiness, descriptor, token, interest)
    }

    /// Stops watching, before the socket is closed.
    func unwatch(_ descriptor: Int32, token: UInt64) {
        assertCurrent()
        watchers[token] = nil
        _ = readiness_remove(readiness, descriptor)
    }

    /// Adds a timer, which fires whenever its time has come, until it is removed.
    func add(_ timer: LoopTimer) {
        assertCurrent()
        timers.append(timer)
    }

    /// Removes a timer.
    func remove(_ timer: LoopTimer) {
        assertCurrent()
        timers.removeAll { $0 === timer }
    }

    /// Runs `body` when all that is ready now has run: the moment to send what has gathered in one go.
    func atEndOfTurn(_ body: @escaping () -> Void) {
        assertCurrent()
        endOfTurn.append(body)
    }
}

// MARK: - The thread

extension EventLoop {
    /// Jobs run before sockets are looked at again: enough to batch, few enough to stay fair.
    private static let workPerTurn = 4096

    private func run() {
        threadID.store(UInt(pthread_self()), ordering: .relaxed)
        while !isStopping || !ready.isEmpty { turn() }
        // What comes from now on runs on another thread, as soon as the inbox says so.
        watchers = [:]
        timers = []
        let rest = inbox.withLock { inbox in
            inbox.isStopped = true
            defer { inbox.work = [] }
            return inbox.work
        }
        threadID.store(0, ordering: .relaxed)
        for work in rest { afterlife.async { self.perform(work) } }
    }

    private func turn() {
        takeInbox()
        performReady()
        runHooks()
        let now = Moment.now
        let next = fireTimers(now)
        wait(until: next, from: now)
    }

    /// A hook may ask for the next turn; that is why they are taken out first. Two arrays take turns, so that nothing is
    /// allocated.
    private func runHooks() {
        guard !endOfTurn.isEmpty else { return }
        swap(&endOfTurn, &hooksAtWork)
        for hook in hooksAtWork { hook() }
        hooksAtWork.removeAll(keepingCapacity: true)
    }

    private func takeInbox() {
        inbox.withLock { inbox in
            inbox.isAsleep = false
            guard !inbox.work.isEmpty else { return }
            if ready.isEmpty {
                swap(&ready, &inbox.work)
            } else {
                ready.append(contentsOf: inbox.work)
                inbox.work.removeAll(keepingCapacity: true)
            }
        }
    }

    private func performReady() {
        var done = 0
        while done < ready.count, done < Self.workPerTurn {
            perform(ready[done])
            done += 1
        }
        ready.removeFirst(done)
    }

    /// Fires what is due. Returns when the next timer is.
    private func fireTimers(_ now: Moment) -> Moment {
        for timer in timers where timer.due <= now {
            timer.due = .never
            timer.action()
        }
        var next = Moment.never
        for timer in timers where timer.due < next { next = timer.due }
        return next
    }

    private func wait(until next: Moment, from now: Moment) {
        let mayLinger = ready.isEmpty && endOfTurn.isEmpty && !isStopping
        let mustNotSleep = inbox.withLock { inbox in
            inbox.isAsleep = mayLinger && inbox.work.isEmpty
            return !inbox.isAsleep
        }
        var reports: (readiness_event, readiness_event, readiness_event, readiness_event) = (
            .init(), .init(), .init(), .init()
        )
        let timeout = mustNotSleep ? 0 : Self.milliseconds(from: now, until: next)
        withUnsafeMutableBytes(of: &reports) { buffer in
            let events = buffer.bindMemory(to: readiness_event.self)
            let count = readiness_wait(readiness, events.baseAddress, Int32(events.count), timeout)
            for index in 0..<max(0, Int(count)) { report(events[index]) }
        }
    }

    private func report(_ event: readiness_event) {
        guard event.token != 0 else { return wakeup_clear(wakeup) }
        watchers[event.token]?.socketIsReady(
            toRead: event.ready & readiness_read != 0, toWrite: event.ready & readiness_write != 0)
    }

    /// Rounded up, so that a timer is never looked at too early and again and again.
    private static func milliseconds(from now: Moment, until next: Moment) -> Int32 {
        guard next < .never else { return -1 }
        let nanoseconds = next.nanoseconds(since: now)
        return Int32(clamping: (nanoseconds + 999_999) / 1_000_000)
    }
}

/// Fires when its time has come, then waits to be set again. Confined to its loop.
final class LoopTimer {
    /// When it fires.
    var due = Moment.never
    /// What it does then.
    let action: () -> Void

    init(action: @escaping () -> Void) {
        self.action = action
    }

    /// Moves the time forward if `moment` is earlier.
    func advance(to moment: Moment) {
        if moment < due { due = moment }
    }
}
