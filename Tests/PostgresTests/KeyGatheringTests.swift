@testable import Postgres
import Testing

@Suite struct KeyGatheringTests {
    private func gathering(of count: Int) -> KeyGathering<Int, Int> {
        var gathering = KeyGathering<Int, Int>()
        for key in 0..<count { gathering.add(KeyQuestion(key, deadline: .never)) }
        return gathering
    }

    @Test func `few keys leave together, and later ones wait until they are back`() {
        var few = gathering(of: 15)
        #expect(few.takeBatch()?.questions.count == 15)
        for key in 0..<7 { few.add(KeyQuestion(key, deadline: .never)) }
        #expect(few.takeBatch().map(\.keys.count) == nil)
        few.end()
        #expect(few.takeBatch()?.keys.count == 7)
    }

    @Test func `many keys leave in two halves, and a third statement never`() {
        var many = gathering(of: 64)
        #expect(many.takeBatch()?.questions.count == 32)
        #expect(many.takeBatch()?.questions.count == 32)
        for key in 0..<64 { many.add(KeyQuestion(key, deadline: .never)) }
        #expect(many.takeBatch().map(\.keys.count) == nil)
    }

    @Test func `who has given up does not travel, and the most impatient one sets the time`() {
        var gathering = KeyGathering<Int, Int>()
        let gone = KeyQuestion<Int, Int>(1, deadline: Moment(nanoseconds: 1))
        gathering.add(gone)
        gathering.add(KeyQuestion(2, deadline: Moment(nanoseconds: 9)))
        gathering.add(KeyQuestion(2, deadline: Moment(nanoseconds: 5)))
        gone.finish(.failure(PostgresError.ofCancelledTask))
        let batch = gathering.takeBatch()
        #expect(batch?.keys == [2])
        #expect(batch?.deadline == Moment(nanoseconds: 5))
        gathering.end()
        #expect(gathering.isIdle)
    }
}
