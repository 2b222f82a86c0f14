import InMemoryLogging
import Logging
import Testing

@testable import Postgres

/// An outage stands in the log once, however often everybody tries.
@Suite struct OutageTests {
    private let refused = PostgresError(.connectionFailed, "Connection refused.")

    private func told(_ attempts: PostgresError?...) -> [Logger.Message] {
        let handler = InMemoryLogHandler()
        let outage = Outage(logger: Logger(label: "test") { _ in handler })
        for failure in attempts { outage.note(failure) }
        return handler.entries.map(\.message)
    }

    @Test func `who connects has nothing to tell`() {
        #expect(told(nil, nil) == [])
    }

    @Test func `the same failure is told once, and so is its end`() {
        #expect(told(refused, refused, refused, nil, nil) == ["cannot connect", "connects again"])
    }

    @Test func `another failure, and one after a recovery, are told`() {
        let other = PostgresError(.connectionFailed, "No such database.")
        #expect(told(refused, other, other) == ["cannot connect", "cannot connect"])
        #expect(told(refused, nil, refused) == ["cannot connect", "connects again", "cannot connect"])
    }
}
