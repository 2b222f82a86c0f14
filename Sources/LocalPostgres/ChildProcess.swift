import CLocalPostgres
import Dispatch
import Foundation
import Glibc
import Synchronization

/// A child process that lives no longer than this one.
///
/// It is forked from a thread of its own that stays in `waitid` until the child ends: Linux sends the
/// death signal when the *thread* that forked ends, and a thread of the concurrency pool ends after
/// a few idle seconds.
final class ChildProcess: Sendable {
    /// How a child ended.
    enum End: Sendable, Equatable {
        case exited(status: Int32)
        case signalled(number: Int32)
    }

    /// Process id; still this child's as long as ``end`` is `nil`.
    let identifier: pid_t
    private let state = Mutex<End?>(nil)
    private let running = DispatchGroup()

    private init(identifier: pid_t) {
        self.identifier = identifier
        running.enter()
    }

    /// Starts a program and returns once it executes.
    static func launch(_ plan: LaunchPlan) async throws(LocalPostgresError) -> ChildProcess {
        let outcome: Result<ChildProcess, LocalPostgresError> = await withCheckedContinuation {
            continuation in
            Thread.detachNewThread {
                let outcome = plan.fork().map(ChildProcess.init(identifier:))
                continuation.resume(returning: outcome)
                if case .success(let child) = outcome { child.watch() }
            }
        }
        return try outcome.get()
    }

    /// How the child ended, `nil` while it runs.
    var end: End? { state.withLock { $0 } }

    /// Waits until the child has ended, at most for `limit`.
    ///
    /// - Returns: how it ended, `nil` if it still runs.
    func waitForEnd(atMost limit: Duration? = nil) async -> End? {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let resumeOnce = OnlyOnce { continuation.resume() }
            running.notify(queue: .global()) { resumeOnce() }
            guard let limit else { return }
            DispatchQueue.global().asyncAfter(deadline: .now() + limit.seconds) { resumeOnce() }
        }
        return end
    }

    /// Blocks the calling thread until the child has ended, at most for `limit`; for use at exit,
    /// where nothing asynchronous runs any more.
    func blockUntilEnd(atMost limit: Duration) -> End? {
        _ = running.wait(timeout: .now() + limit.seconds)
        return end
    }

    /// Sends a signal unless the child has ended.
    func signal(_ number: Int32) {
        state.withLock { end in
            if end == nil { _ = Glibc.kill(identifier, number) }
        }
    }

    private func watch() {
        var information = siginfo_t()
        while waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        // The child is a zombie now and its id still taken. Reaping under the lock keeps `signal`
        // from hitting a stranger that gets the id next.
        state.withLock { end in
            var status: Int32 = 0
            while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
            end = End(waitStatus: status)
        }
        running.leave()
    }
}

extension ChildProcess.End {
    fileprivate init(waitStatus: Int32) {
        let signal = waitStatus & 0x7f
        self = signal == 0 ? .exited(status: (waitStatus >> 8) & 0xff) : .signalled(number: signal)
    }
}

/// Runs its body at the first call and does nothing at later ones.
private final class OnlyOnce: Sendable {
    private let body: Mutex<(@Sendable () -> Void)?>

    init(_ body: @escaping @Sendable () -> Void) {
        self.body = Mutex(body)
    }

    func callAsFunction() {
        let taken = body.withLock { body in
            defer { body = nil }
            return body
        }
        taken?()
    }
}

extension Duration {
    /// The duration in seconds.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
