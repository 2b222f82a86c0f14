import Foundation
public import Logging
public import Storage

/// Works off the queue of refits: sheets that arrive change recommendations within seconds.
///
/// Any number of workers share the queue. A worker that dies or freezes loses its lease, and somebody else takes
/// over. Storing a model is safe to do twice: an older one never replaces a newer one.
public struct RefitWorker: Sendable {
    private let store: BatchStore
    private let refitter: Refitter
    private let logger: Logger
    /// How long a worker may take for one fit before somebody else may try.
    private let lease: TimeInterval = 300
    /// How long to wait for a call before looking at the queue all the same.
    private let pollInterval: Duration = .seconds(5)

    /// Makes a worker over a store.
    public init(store: BatchStore, logger: Logger) {
        self.store = store
        refitter = Refitter(store: store)
        self.logger = logger
    }

    /// Works until the task is cancelled. `calls` yields when there may be work; the queue is also looked at now and
    /// then, for work that was announced while nobody listened.
    public func run(calls: some AsyncSequence<Void, Never> & Sendable) async {
        await withTaskGroup(of: Void.self) { group in
            let (wakeUps, wake) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
            wake.yield()
            group.addTask {
                for await _ in calls { wake.yield() }
                wake.finish()
            }
            group.addTask {
                // Sleeping fails only when the task is cancelled.
                while (try? await Task.sleep(for: pollInterval)) != nil { wake.yield() }
            }
            for await _ in wakeUps { await drain() }
            group.cancelAll()
        }
    }

    /// Does all the work that is due now. Returns how many jobs were done.
    @discardableResult
    public func drain() async -> Int {
        var done = 0
        do {
            // What becomes due meanwhile, a failed job above all, is for the next time.
            let start = Date()
            while !Task.isCancelled,
                let job = try await store.leaseRefit(at: Date(), dueBy: start, for: lease)
            {
                await work(on: job)
                done += 1
            }
        } catch {
            logger.warning("the queue cannot be read", metadata: ["error": "\(error)"])
        }
        return done
    }

    private func work(on job: LeasedJob) async {
        do {
            try await refitter.refit(job.alliance, at: Date())
            try await store.complete(job)
            logger.debug("refitted", metadata: ["alliance": "\(job.alliance.uuid)"])
        } catch StorageError.noAlliance {
            _ = try? await store.complete(job)
        } catch  where Task.isCancelled {
            // A task of its own, which is not cancelled: the next worker need not wait for the lease to run out.
            await Task { try? await store.giveBack(job, failure: "the worker was stopped", due: Date()) }
                .value
        } catch {
            logger.error(
                "a refit failed", metadata: ["alliance": "\(job.alliance.uuid)", "error": "\(error)"])
            // 2, 4, 8 … seconds, at most 10 minutes.
            let wait = min(600, pow(2, Double(min(job.attempt, 10))))
            try? await store.giveBack(job, failure: "\(error)", due: Date() + wait)
        }
    }
}
