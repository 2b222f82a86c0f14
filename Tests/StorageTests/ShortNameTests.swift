import Testing

@testable import Storage

/// Who is called by a part of their name alone, and who is not.
@Suite struct ShortNameTests {
    private static let anna = ShortName(
        of: "Dr. Anna M. van Kampen", beside: ["Bo Lund"], among: ["Bo Lund", "Anna Schmidt", "Eva Kampen"])

    @Test(arguments: [
        ("Anna joins every second call; ask ANNA.", "erased joins every second call; ask erased."),
        (
            "anna's calls, Annas Termine, \u{201E}Anna\u{201C}",
            "erased's calls, eraseds Termine, \u{201E}erased\u{201C}"
        ),
        ("Mrs. Kampen leads, van is no name, M. neither.", "Mrs. erased leads, van is no name, M. neither."),
        // Others, known or not, and what only looks alike.
        ("Anna Schmidt and Eva Kampen sign, Anna reads.", "Anna Schmidt and Eva Kampen sign, erased reads."),
        (
            "anna.schmidt, anna@example.com, Anna-Lena, Hanna, Annabel",
            "anna.schmidt, anna@example.com, Anna-Lena, Hanna, Annabel"
        ),
        ("Bo leads.", "Bo leads."), ("", ""), ("Anna", "erased"),
    ])
    func `a first name or surname alone goes`(text: String, left: String) {
        #expect(Self.anna.erased(from: text) == left)
    }

    @Test(arguments: [
        ("We will mark the day.", "We will mark the day."),
        (
            "Will you join? Will the customer? Mark the day.",
            "Will you join? Will the customer? Mark the day."
        ),
        ("Will joins, and so does Mark.", "erased joins, and so does erased."),
        ("Ask Will.", "Ask erased."),
    ])
    func `a name that is also a word is a name where it is written as one`(text: String, left: String) {
        let will = ShortName(of: "Will Mark", beside: [], among: [])
        #expect(will.erased(from: text) == left)
    }

    @Test func `somebody of the same name who takes part keeps it`() {
        let one = ShortName(of: "Anna Kim", beside: ["Anna Lund"], among: ["Anna Lund"])
        #expect(one.erased(from: "Anna asks Kim.") == "Anna asks erased.")
        #expect(ShortName(of: nil, beside: [], among: []).isEmpty)
        #expect(ShortName(of: "anna", beside: [], among: []).isEmpty)
    }
}
