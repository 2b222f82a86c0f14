import Domain
import Testing

@Suite struct DayTests {
    @Test func `every day of four centuries follows the one before it`() throws {
        var day = try #require(Day("1900-01-01"))
        var (year, month, date) = (1900, 1, 1)
        while year < 2300 {
            #expect(day.parts == (year, month, date))
            #expect(Day(year: year, month: month, day: date) == day)
            #expect(Day("\(day)") == day)
            day = day.advanced(byDays: 1)
            if Day(year: year, month: month, day: date + 1) != nil {
                date += 1
            } else if month < 12 {
                (month, date) = (month + 1, 1)
            } else {
                (year, month, date) = (year + 1, 1, 1)
            }
        }
    }

    @Test func `the epoch and known days have their numbers`() {
        #expect(Day("1970-01-01")?.daysSince1970 == 0)
        #expect(Day("2000-03-01")?.daysSince1970 == 11_017)
        #expect(Day("0001-01-01")?.daysSince1970 == -719_162)
        #expect(Day("9999-12-31")?.daysSince1970 == 2_932_896)
    }

    @Test(arguments: [
        "", "2026-1-01", "2026-02-30", "2023-02-29", "1900-02-29", "2026-13-01", "2026-00-10", "2026-01-00",
        "0000-01-01",
        "2026/01/01", "2026-01-01 ", "+026-01-01", "２０２６-01-01", "20260101",
    ])
    func `what is no day is refused`(text: String) {
        #expect(Day(text) == nil)
    }

    @Test func `leap days are where the calendar has them`() {
        #expect(Day("2000-02-29") != nil)
        #expect(Day("2024-02-29") != nil)
        #expect(Day("2100-02-29") == nil)
    }
}
