import Logging
import Synchronization

/// Whether a client can connect, told when it changes: everything of a client that tries again would say the same.
final class Outage: Sendable {
    private let logger: Logger
    /// What was told last; nil while connections come about.
    private let cause = Mutex<PostgresError?>(nil)

    init(logger: Logger) {
        self.logger = logger
    }

    /// Notes how an attempt went.
    func note(_ failure: PostgresError?) {
        let before = cause.withLock { cause in
            defer { cause = failure }
            return cause
        }
        switch failure {
        case let failure? where failure == before:
            logger.debug("still cannot connect", metadata: ["error": "\(failure)"])
        case let failure?: logger.warning("cannot connect", metadata: ["error": "\(failure)"])
        case nil where before != nil: logger.notice("connects again")
        case nil: break
        }
    }
}
