import Domain
import Foundation
import Planning
import Scoring
import Storage

/// What becomes of a job that failed.
enum JobFailure: Equatable {
    /// Another worker has it.
    case lost
    /// The worker was told to stop.
    case stopped
    /// It is tried again after so many seconds.
    case again(after: TimeInterval, reason: String)
    /// Trying again would fail again.
    case never(reason: String)

    /// Judges a failure.
    ///
    /// - Parameters:
    ///   - attempt: how often the job was begun.
    ///   - isStopped: whether the worker's task was cancelled, whatever the work made of it.
    init(_ error: any Error, attempt: Int, of kind: JobKind, isStopped: Bool) {
        let reason = (error as? any Problem)?.problem.message ?? "\(error)"
        switch error {
        case StorageError.leaseLost: self = .lost
        case _ where isStopped: self = .stopped
        // Pure computation: equal facts fail equally. New facts bring a new job.
        case is PlanningError, is ScoringError, is UnusablePolicy: self = .never(reason: reason)
        case _ where attempt >= kind.attemptLimit: self = .never(reason: reason)
        // 2, 4, 8, 16 seconds.
        default: self = .again(after: pow(2, Double(min(attempt, 9))), reason: reason)
        }
    }
}
