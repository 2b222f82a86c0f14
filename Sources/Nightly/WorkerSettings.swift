public import Foundation

/// How workers hold their jobs.
public struct WorkerSettings: Sendable, Hashable {
    /// For how long a job is a worker's without a sign of life, in seconds. A heartbeat renews it three times as often.
    public var lease: TimeInterval = 30
    /// How long what a round was planned from is kept, in days.
    public var replayDays = 30
    /// Host and process, for people to read.
    public var holder: String
    /// The version of the program, which is kept with every round.
    public var program: String

    /// Makes settings with the defaults above.
    public init(holder: String, program: String) {
        self.holder = holder
        self.program = program
    }
}
