import Domain
import Matching

/// The one cause of every change of a plan.
///
/// Changes that hang together (see ``Rearrangement``) have one root: a pin before an exploration before the new pair that is
/// worth most. The other new pairs of the part follow from it, and so does every pair that ends for a new one.
struct Causes {
    /// A cause, and the people (rows of the snapshot) of the change it follows from.
    struct Named {
        var cause: ProposedChange.Cause
        var parent: Board.Dyad?
    }

    /// New pairs (positions) with their causes, ascending.
    private(set) var begun: [(Board.Dyad, Named)] = []
    /// Pairs that end (positions) with their causes, ascending.
    private(set) var ended: [(Board.Dyad, Named)] = []
    /// For each row and each column the new pair that takes the place of an ended one.
    private(set) var newPairOfRow: [Int: Board.Dyad] = [:]
    private(set) var newPairOfColumn: [Int: Board.Dyad] = [:]
    /// Rows and columns of whom a pair ends.
    private(set) var endingRows: Set<Int> = []
    private(set) var endingColumns: Set<Int> = []

    private let board: Board
    private let explored: Set<Pair>
    private let newPeople: Set<Int>
    private let toldOf: Set<Int>
    /// For each person the forced end that frees them.
    private var freedBy: [Int: Board.Dyad] = [:]
    private let pinned: Set<Board.Dyad>

    init(_ plan: Plan) {
        let board = plan.board
        self.board = board
        explored = plan.explored.explored
        pinned = Set(plan.board.pinned)
        toldOf = Set(plan.news.people)
        newPeople = Set(plan.snapshot.people.indices).subtracting(plan.board.standing.experienced)
        for (dyad, _) in board.mustEnd {
            freedBy[dyad.a] = dyad
            freedBy[dyad.b] = dyad
        }
        let present = board.present.map { Pair($0) }
        let difference = Rearrangement(from: present, to: plan.pairs, rowCount: board.rows.count)
        let presentPerRow = Dictionary(grouping: board.present, by: \.a).mapValues(\.count)
        let presentPerColumn = Dictionary(grouping: board.present, by: \.b).mapValues(\.count)
        for part in difference.parts {
            add(part, plan.utilities) { place in
                presentPerRow[place.a, default: 0] > Int(board.rowCapacities[place.a])
                    || presentPerColumn[place.b, default: 0] > Int(board.columnCapacities[place.b])
            }
        }
        begun.sort { $0.0 < $1.0 }
        ended.sort { $0.0 < $1.0 }
    }

    private mutating func add(
        _ part: Rearrangement.Part, _ utilities: Utilities, isCrowded: (Board.Dyad) -> Bool
    ) {
        let new = part.begun.map { Board.Dyad($0) }
        let root = new.min { one, two in
            let (first, second) = (rank(one), rank(two))
            if first != second { return first < second }
            return utilities[one] == utilities[two] ? one < two : utilities[one] > utilities[two]
        }
        endingRows.formUnion(part.ended.map(\.row))
        endingColumns.formUnion(part.ended.map(\.column))
        for place in new {
            newPairOfRow[place.a] = newPairOfRow[place.a] ?? place
            newPairOfColumn[place.b] = newPairOfColumn[place.b] ?? place
            let replaces = endingRows.contains(place.a) || endingColumns.contains(place.b)
            begun.append((place, cause(ofBeginning: place, root: root, replaces: replaces)))
        }
        for pair in part.ended {
            ended.append((Board.Dyad(pair), cause(ofEnding: Board.Dyad(pair), isCrowded)))
        }
    }

    private func rank(_ place: Board.Dyad) -> Int {
        pinned.contains(place) ? 0 : explored.contains(Pair(place)) ? 1 : 2
    }

    private func cause(ofBeginning place: Board.Dyad, root: Board.Dyad?, replaces: Bool) -> Named {
        if pinned.contains(place) { return Named(cause: .rule) }
        if explored.contains(Pair(place)) { return Named(cause: .exploration) }
        if let root, root != place { return Named(cause: .knockOn, parent: board.people(root)) }
        let people = board.people(place)
        if let forced = freedBy[people.a] ?? freedBy[people.b] {
            return Named(cause: .knockOn, parent: forced)
        }
        return Named(cause: ownCause(people, replaces: replaces))
    }

    private func ownCause(_ people: Board.Dyad, replaces: Bool) -> ProposedChange.Cause {
        let both: Set = [people.a, people.b]
        if !both.isDisjoint(with: toldOf) { return .newSheet }
        if !both.isDisjoint(with: newPeople) { return .newPerson }
        if replaces { return .betterExpected }
        return both.isDisjoint(with: board.standing.parted) ? .unpaired : .endedPairing
    }

    private func cause(ofEnding place: Board.Dyad, _ isCrowded: (Board.Dyad) -> Bool) -> Named {
        let new = [newPairOfRow[place.a], newPairOfColumn[place.b]].compactMap(\.self)
        if let pin = new.first(where: { pinned.contains($0) }) {
            return Named(cause: .rule, parent: board.people(pin))
        }
        if let first = new.first { return Named(cause: .knockOn, parent: board.people(first)) }
        if isCrowded(place) { return Named(cause: .capacity) }
        let people = board.people(place)
        return Named(cause: toldOf.isDisjoint(with: [people.a, people.b]) ? .betterExpected : .newSheet)
    }
}
