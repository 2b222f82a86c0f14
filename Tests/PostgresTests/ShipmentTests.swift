@testable import Postgres
import Testing

@Suite struct ShipmentTests {
    /// A question that goes with those of the same read and scope.
    private final class Question: KeyQuestion {
        private let owner: Read
        let scope: Int
        let key: Int

        init(_ owner: Read, scope: Int = 0, _ key: Int) {
            self.owner = owner
            self.scope = scope
            self.key = key
        }

        var read: AnyObject { owner }

        func goes(with other: any KeyQuestion) -> Bool { scope == (other as? Question)?.scope }

        func statement(asking questions: [any KeyQuestion]) -> Statement {
            Statement(sql: "\(questions.compactMap { ($0 as? Question)?.key })")
        }
    }

    private final class Read: Sendable {}

    private func request(_ question: Question) -> Request {
        Request(.row(question), start: .now, deadline: .never, isAutocommit: false)
    }

    private func plain(_ sql: SQL) -> Request { Request(sql, deadline: .never, isAutocommit: false) }

    @Test func `questions of one read and scope share a statement, all else has its own`() {
        let (one, other) = (Read(), Read())
        let shipment = Shipment([
            request(Question(one, 1)), plain("a"), request(Question(other, 2)), request(Question(one, 3)),
            request(Question(one, scope: 1, 4)), plain("a"), request(Question(one, 5)),
        ])
        #expect(shipment.places == [0, 1, 2, 0, 3, 4, 0])
        let expected: [SQL] = ["\([1, 3, 5])", "a", "\([2])", "\([4])", "a"]
        #expect(shipment.statements.map(\.sql.bindings.bytes) == expected.map(\.bindings.bytes))
        #expect(shipment.statements.map(\.sql.text) == expected.map(\.text))
    }

    @Test func `who failed in company is asked for alone`() {
        let read = Read()
        var queue = LaneQueue(policy: .reads, batchLimit: 10)
        for key in 1...3 { queue.add(request(Question(read, key))) }
        queue.add(plain("b"))
        let batch = queue.takeBatch()
        let shipment = Shipment(batch)
        #expect(shipment.places == [0, 0, 0, 1])
        var progress = BatchProgress<QueryResult>(
            steps: (0..<2).map { .init(owner: $0, role: .query) }, places: shipment.places)
        progress.take(.failure(PostgresError(.server(.uniqueViolation), "zero")))
        progress.take(.endOfStep)
        progress.take(.aborted)
        progress.take(.endOfStep)
        progress.take(.sync)
        let settled = queue.settle(batch, .answered(progress))
        #expect(settled.isEmpty)
        var sizes: [Int] = []
        while case let batch = queue.takeBatch(), !batch.isEmpty {
            sizes.append(batch.count)
            if batch.count == 1, case .row = batch[0].wish {
                var progress = BatchProgress<QueryResult>(
                    steps: [.init(owner: 0, role: .query)], places: Shipment(batch).places)
                progress.take(.failure(PostgresError(.server(.uniqueViolation), "zero")))
                progress.take(.endOfStep)
                progress.take(.sync)
                #expect(queue.settle(batch, .answered(progress)).count == 1)
            }
        }
        #expect(sizes == [1, 1, 1, 1])
    }
}
