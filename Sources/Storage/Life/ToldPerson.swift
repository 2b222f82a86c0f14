public import Domain

/// What is told of one of many salespeople.
public struct ToldPerson: Sendable {
    /// Key of the person, new or known.
    public var key: String
    /// Row of the company in the record that was checked against.
    public var company: Int
    /// What is told.
    public var change: PersonChange
    /// The version of the person that it is meant for; nil for somebody new.
    public var version: Int64?

    /// Tells something of a person.
    public init(key: String, company: Int, change: PersonChange, version: Int64?) {
        self.key = key
        self.company = company
        self.change = change
        self.version = version
    }
}

/// Why nothing of what was told of many people was stored. People are named by their place in what was sent, from 0.
public enum PeopleVersionError: Problem, Hashable {
    /// They are there already, and nothing says for which version the change is.
    case unnamed([Int])
    /// They have changed since they were read, or are not there.
    case outdated([Int])

    /// What to show.
    public var problem: ProblemText {
        switch self {
        case .unnamed(let places):
            ProblemText(
                kind: .unconditional, code: "storage.people-without-version",
                message: "\(Self.words(places)): there already, and no version is named; nothing was stored.",
                hint: """
                    Send the version that GET /v1/salespeople shows of each, or If-Match: * to change whatever is \
                    there.
                    """, pointer: Self.pointer(places))
        case .outdated(let places):
            ProblemText(
                kind: .outdated, code: "storage.people-changed-since-read",
                message: "\(Self.words(places)): changed since you read them, or gone; nothing was stored.",
                hint: "Read them again, and send their new versions.", pointer: Self.pointer(places))
        }
    }

    /// The first few, by where they stand: a thousand would fill a page.
    private static func words(_ places: [Int]) -> String {
        let shown = places.prefix(10).map { "/salespeople/\($0)" }.joined(separator: ", ")
        return places.count > 10 ? "\(shown) and \(places.count - 10) more" : shown
    }

    private static func pointer(_ places: [Int]) -> String? { places.first.map { "/salespeople/\($0)" } }
}
