import Domain
import Foundation
public import Logging
public import Storage

/// One run of the nightly batch: asks for a round of every alliance it is given, works on them beside whatever other
/// workers there are, and tells of each as it is done, whoever did it.
///
/// An alliance that fails leaves yesterday's round standing and does not keep the others from theirs. There is one
/// night at a time; a run that dies leaves whole rounds, and the next one does the rest.
public struct Night: Sendable {
    let store: BatchStore
    let order: NightOrder
    let settings: WorkerSettings
    let logger: Logger

    /// Makes a night.
    public init(store: BatchStore, order: NightOrder, settings: WorkerSettings, logger: Logger) {
        self.store = store
        self.order = order
        self.settings = settings
        self.logger = logger
    }

    /// Runs the night, with at most `workers` alliances at a time in this process.
    ///
    /// - Parameter report: is told of every alliance as it is done, one at a time.
    /// - Returns: how many were planned, had a round already, and failed.
    /// - Throws: ``StorageError/nightIsRunning(holder:since:until:)``; ``StorageError/leaseLost`` when another run took
    ///   this one's place because it had frozen; `CancellationError`. Rounds that were published by then stay, whole.
    public func run(
        _ alliances: [(id: AllianceID, key: String)], workers: Int,
        report: @escaping @Sendable (NightOutcome) async -> Void
    ) async throws -> NightSummary {
        try await store.openNight(order, holder: settings.holder, at: Date(), for: settings.lease)
        do {
            let watch = NightWatch(alliances, store: store, report: report)
            try await withHeartbeat(
                every: settings.lease, on: store.executor,
                renew: { try await store.renewNight(order.id, until: $0) }
            ) {
                try await store.enqueueRounds(of: alliances.map(\.id), for: order, at: Date())
                try await work(workers, watch)
            }
            let summary = await watch.summary
            try await store.closeNight(order.id, summary.failed.isEmpty ? .done : .failed, at: Date())
            return summary
        } catch StorageError.leaseLost {
            throw StorageError.leaseLost
        } catch {
            // A task of its own, which is not cancelled: the next run need not wait for the lease to run out.
            let end: NightEnd = Task.isCancelled ? .cancelled : .failed
            await Task { try? await store.closeNight(order.id, end, at: Date()) }.value
            if Task.isCancelled { throw CancellationError() }
            throw error
        }
    }

    private func work(_ workers: Int, _ watch: NightWatch) async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<workers {
                group.addTask {
                    try await workAlong(watch)
                    return true
                }
            }
            group.addTask(executorPreference: store.executor) {
                try await look(watch)
                return false
            }
            // Who works ends when all is done. Who looks need not be waited for, but may see it a moment before the last job
            // has come to its end.
            var left = workers
            while left > 0, let wasWorking = try await group.next() { left -= wasWorking ? 1 : 0 }
            group.cancelAll()
        }
    }

    /// Looks for what workers of other processes did. When the database is away, there is nothing to see until it is back.
    private func look(_ watch: NightWatch) async throws {
        while await !watch.isOver {
            do {
                await watch.see(try await store.results(ofNight: order.id))
            } catch  where !Task.isCancelled {
                logger.warning("the night's results cannot be read", metadata: ["error": "\(error)"])
            }
            try await Task.sleep(for: .seconds(1))
        }
    }

    private func workAlong(_ watch: NightWatch) async throws {
        let worker = Worker(store: store, settings: settings, kinds: [.round], logger: logger)
        let longestPause = Duration.milliseconds(250)
        var pause = Duration.milliseconds(10)
        while await !watch.isOver {
            do {
                while let job = try await store.lease(
                    [.round], ofNight: order.id, holder: settings.holder, at: Date(), for: settings.lease)
                {
                    pause = .milliseconds(10)
                    if let result = await worker.work(on: job) { await watch.see([result]) }
                    try Task.checkCancellation()
                }
                try await store.buryExhausted(at: Date())
            } catch  where !Task.isCancelled {
                logger.warning("the queue cannot be read", metadata: ["error": "\(error)"])
            }
            // What is left is others' work, most of it about to be done, or waits to be tried again.
            if await !watch.isOver { try await Task.sleep(for: pause) }
            pause = min(pause * 2, longestPause)
        }
    }
}

/// What is known of a night so far.
private actor NightWatch {
    private var waiting: [AllianceID: String]
    private let store: BatchStore
    private let report: @Sendable (NightOutcome) async -> Void
    private(set) var summary = NightSummary()

    init(
        _ alliances: [(id: AllianceID, key: String)], store: BatchStore,
        report: @escaping @Sendable (NightOutcome) async -> Void
    ) {
        waiting = Dictionary(alliances.map { ($0.id, $0.key) }) { first, _ in first }
        self.store = store
        self.report = report
    }

    /// Whether every alliance has its result.
    var isOver: Bool { waiting.isEmpty }

    /// Tells of results that are new.
    func see(_ results: [NightResult]) async {
        for result in results {
            guard let key = waiting[result.alliance] else { continue }
            var outcome = NightOutcome(key: key, result: result)
            if let round = result.round, result.warnings > 0 {
                outcome.warnings = (try? await store.warnings(of: round, in: result.alliance)) ?? []
            }
            // While its warnings were read, somebody else may have told of it.
            guard waiting.removeValue(forKey: result.alliance) != nil else { continue }
            summary.add(outcome)
            await report(outcome)
        }
    }
}
