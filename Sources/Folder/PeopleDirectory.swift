import Domain

/// Finds the people whom sheets, pairings, rules and accounts name, and tells their side.
struct PeopleDirectory {
    private let known: Snapshot?
    private(set) var register: KeyRegister
    /// The side of everyone in the snapshot so far; nil where it could not be told.
    private var sides: [Side?]

    init(_ reader: SalespeopleReader) {
        known = reader.known
        register = reader.register
        sides = reader.sides
    }

    /// The index in the snapshot of the person in a cell; nil when there is none of that key.
    mutating func find(_ cell: Cell) -> Int? {
        guard let index = register.find(cell) else { return nil }
        if index == sides.count, let place = register.referred.last { sides.append(known?.side(of: place)) }
        return index
    }

    /// The side of a person that was found.
    func side(of person: Int) -> Side? { sides[person] }
}

extension RowCells {
    /// The person in a cell; nil when empty or unknown (noted).
    func person(_ column: Int, in people: inout PeopleDirectory) -> Int? {
        let cell = row[column]
        if let person = people.find(cell) { return person }
        if cell.isEmpty {
            fault(column, "the cell is needed and empty")
        } else if people.register.isComplete {
            fault(column, "unknown person \"\(cell.shownText)\"")
        }
        return nil
    }

    /// The two people of a row, `a` on side a and `b` on side b; nil when not (noted).
    func pair(_ a: Int, _ b: Int, in people: inout PeopleDirectory) -> Pair? {
        let (personA, personB) = (person(a, in: &people), person(b, in: &people))
        var isRight = true
        for (column, person, side) in [(a, personA, Side.a), (b, personB, Side.b)] {
            guard let person, people.side(of: person) == side.opposite else { continue }
            fault(
                column,
                "\"\(row[column].shownText)\" stands on side \(side.opposite.rawValue), expected side \(side.rawValue)"
            )
            isRight = false
        }
        guard let personA, let personB, isRight else { return nil }
        return Pair(personA: personA, personB: personB)
    }
}

/// Two people by their index in the snapshot.
struct Pair: Hashable {
    let personA: Int
    let personB: Int
}
