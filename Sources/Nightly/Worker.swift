import Foundation
public import Logging
import Scoring
public import Storage

/// Works off the queue: refits, so that sheets change recommendations within seconds, and the rounds of a night.
///
/// Any number of workers, in any number of processes on any number of machines, share the queue. A worker that dies or
/// freezes loses its lease, and somebody else takes over. A model is safe to store twice: an older one never replaces
/// a newer one. A round is published in the transaction that ends its job, which a worker that lost its lease cannot.
public struct Worker: Sendable {
    let store: BatchStore
    let settings: WorkerSettings
    let logger: Logger
    private let kinds: [JobKind]
    private let courier: Courier?
    private let teachers: Teachers
    /// How long to wait for a call before looking at the queue all the same.
    private let pollInterval: Duration = .seconds(5)

    /// Tells an alliance's webhooks what is due.
    public typealias Courier = @Sendable (AllianceID) async throws -> Void

    /// Makes a worker over a store that does jobs of these kinds, and deliveries when it is given a courier.
    public init(
        store: BatchStore, settings: WorkerSettings, kinds: [JobKind] = [.refit, .round, .erase],
        courier: Courier? = nil, logger: Logger
    ) {
        self.store = store
        self.settings = settings
        self.kinds = courier == nil ? kinds : kinds + [.deliver]
        self.courier = courier
        teachers = Teachers(store: store, shelfLife: 60)
        self.logger = logger
    }

    /// Works until the task is cancelled, on at most `slots` jobs at a time. `calls` yields when there may be work; the
    /// queue is also looked at now and then, for work that was announced while nobody listened.
    public func run(slots: Int = 1, calls: some AsyncSequence<Void, Never> & Sendable) async {
        await refitOutdated()
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
            for await _ in wakeUps {
                await withTaskGroup(of: Void.self) { slotGroup in
                    for _ in 0..<slots { slotGroup.addTask { await drain() } }
                }
            }
            group.cancelAll()
        }
    }

    /// Asks for refits of models that an older program left behind: until then their alliances cannot be shown.
    public func refitOutdated() async {
        do {
            let count = try await store.refitOutdated(at: Date()) { Posterior.isCurrent($0) }
            if count > 0 {
                logger.info("models of an older program are fitted anew", metadata: ["count": "\(count)"])
            }
        } catch {
            logger.warning("the stored models cannot be read", metadata: ["error": "\(error)"])
        }
    }

    /// Does all the work that is due now. Returns how many jobs were done.
    @discardableResult
    public func drain() async -> Int {
        var done = 0
        do {
            // What becomes due meanwhile, a failed job above all, is for the next time.
            let start = Date()
            try await store.buryExhausted(at: start)
            while !Task.isCancelled,
                let job = try await store.lease(
                    kinds, holder: settings.holder, at: Date(), dueBy: start, for: settings.lease)
            {
                await work(on: job)
                done += 1
            }
        } catch  where !Task.isCancelled {
            logger.warning("the queue cannot be read", metadata: ["error": "\(error)"])
        } catch {}
        return done
    }

    /// Does one job and ends it: done, given back, or given up.
    ///
    /// - Returns: what its night was told, for a round that came to an end.
    @discardableResult
    func work(on job: LeasedJob) async -> NightResult? {
        do {
            return try await withHeartbeat(
                every: settings.lease, on: store.executor,
                renew: { try await store.renew(job, until: $0) }, { try await perform(job) })
        } catch {
            return await end(job, after: error)
        }
    }

    private var refitter: Refitter { Refitter(store: store, teachers: teachers) }

    private func perform(_ job: LeasedJob) async throws -> NightResult? {
        switch job.kind {
        case .refit:
            do {
                let (record, _) = try await refitter.refit(job.alliance, at: Date())
                try await HoldOutDesk(store: store, teachers: teachers).evaluateDaily(record, at: Date())
            } catch StorageError.noAlliance {
                logger.debug("the alliance has gone", metadata: ["alliance": "\(job.alliance.uuid)"])
            }
            try await store.complete(job)
            return nil
        case .erase:
            for person in try await store.pendingErasures(of: job.alliance) {
                try await store.erase(person: person, of: job.alliance, by: nil, at: Date())
            }
            // The model went with them: it knew everybody by key.
            try await refitter.refit(job.alliance, at: Date())
            try await store.complete(job)
            return nil
        case .deliver:
            guard let courier else { preconditionFailure("only a worker with a courier takes deliveries") }
            try await courier(job.alliance)
            try await store.complete(job)
            return nil
        case .round:
            let (result, record) = try await RoundJob(store: store, settings: settings, teachers: teachers)
                .perform(job)
            try await store.releaseAggregates(of: job.alliance, knowing: record, at: Date())
            try await store.releaseLift(of: job.alliance, at: Date())
            return result
        }
    }

    private func end(_ job: LeasedJob, after error: any Error) async -> NightResult? {
        let metadata: Logger.Metadata = [
            "kind": "\(job.kind.rawValue)", "alliance": "\(job.alliance.uuid)", "error": "\(error)",
        ]
        switch JobFailure(error, attempt: job.attempt, of: job.kind, isStopped: Task.isCancelled) {
        case .lost:
            logger.notice("a job passed to another worker", metadata: metadata)
        case .stopped:
            // A task of its own, which is not cancelled: the next worker need not wait for the lease to run out.
            await Task {
                try? await store.giveBack(
                    job, failure: "the worker was stopped", due: Date(), countsAsAttempt: false)
            }.value
        case .again(let wait, let reason):
            logger.warning("a job failed and will be tried again", metadata: metadata)
            try? await store.giveBack(job, failure: reason, due: Date() + wait)
        case .never(let reason):
            logger.error("a job failed and is given up", metadata: metadata)
            // When the database cannot be told, the lease runs out and the job is tried again.
            guard (try? await store.bury(job, failure: reason, at: Date())) != nil else { return nil }
            return NightResult(alliance: job.alliance, state: .failed, failure: reason)
        }
        return nil
    }
}
