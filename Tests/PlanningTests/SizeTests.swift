import Domain
import Testing

@testable import Planning

@Suite struct SizeTests {
    @Test func `a plan that memory cannot hold is refused in a sentence`() throws {
        try checkSize(rows: 10_000, columns: 25_000)
        let error = #expect(throws: PlanningError.self) { try checkSize(rows: 40_000, columns: 60_000) }
        #expect(error?.problem.code == "planning.too-many-pairs")
        #expect(error?.problem.message.contains("40000 people of side a and 60000 of side b") == true)
    }
}
