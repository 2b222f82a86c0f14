/// One call's question for the row of a key, which a statement can ask together with others.
protocol KeyQuestion: AnyObject, Sendable {
    /// The statement in the making that it belongs to: questions of one and the same have one type.
    var read: AnyObject { get }

    /// Whether one statement can ask both.
    ///
    /// - Precondition: both are of the same ``read``.
    func goes(with other: any KeyQuestion) -> Bool

    /// The statement that asks all of these.
    ///
    /// - Precondition: they are of this ``read``, and go with one another.
    func statement(asking questions: [any KeyQuestion]) -> Statement
}

/// The statements that requests travel as: one each, but for rows that can be looked for together. No I/O.
struct Shipment {
    private(set) var statements: [Statement] = []
    /// Which statement the answer of each request comes from.
    private(set) var places: [Int] = []

    init(_ requests: [Request]) {
        statements.reserveCapacity(requests.count)
        places.reserveCapacity(requests.count)
        var groups: [(place: Int, questions: [any KeyQuestion])] = []
        for request in requests {
            switch request.wish {
            case .statement(let statement): add(statement)
            case .row(let question):
                // Who travels alone has spoiled the company's statement, and gets one of its own.
                let group =
                    request.mustTravelAlone
                    ? nil : groups.firstIndex { Self.isAlike(question, $0.questions[0]) }
                if let group {
                    groups[group].questions.append(question)
                    places.append(groups[group].place)
                } else {
                    groups.append((statements.count, [question]))
                    add(Statement(sql: ""))
                }
            }
        }
        for group in groups {
            statements[group.place] = group.questions[0].statement(asking: group.questions)
        }
    }

    private mutating func add(_ statement: Statement) {
        places.append(statements.count)
        statements.append(statement)
    }

    private static func isAlike(_ one: any KeyQuestion, _ other: any KeyQuestion) -> Bool {
        one.read === other.read && one.goes(with: other)
    }
}
