/// Where the dyads of each person and of each class are found in a ``DyadTable``.
struct DyadLayout: Sendable {
    /// Dyads of one person that are of one class.
    struct Run: Sendable {
        var kind: Int
        /// Places in ``dyads`` and ``others``.
        var places: Range<Int>
    }

    /// Dyads person by person, those of a person class by class.
    private(set) var dyads: [Int32]
    /// The other person of each of ``dyads``.
    private(set) var others: [Int32]
    /// All dyads class by class, those of a class in the order of the table.
    private(set) var byClass: [Int32]
    private var classStarts: [Int]
    /// Person by person, class by class.
    private(set) var runs: [Run] = []
    private var runStarts: [Int]

    /// Sorts the dyads of a table by counting. O(dyads + people).
    init(_ table: DyadTable, people: Int) {
        classStarts = [Int](repeating: 0, count: table.classes.count + 1)
        for kind in table.classOf { classStarts[Int(kind) + 1] += 1 }
        for kind in table.classes.indices { classStarts[kind + 1] += classStarts[kind] }
        byClass = [Int32](repeating: 0, count: table.count)
        var next = classStarts
        for (dyad, kind) in table.classOf.enumerated() {
            byClass[next[Int(kind)]] = Int32(dyad)
            next[Int(kind)] += 1
        }
        var starts = [Int](repeating: 0, count: people + 1)
        for person in table.personA { starts[Int(person) + 1] += 1 }
        for person in table.personB { starts[Int(person) + 1] += 1 }
        for person in 0..<people { starts[person + 1] += starts[person] }
        dyads = [Int32](repeating: 0, count: starts[people])
        others = dyads
        next = starts
        // Going through the dyads class by class orders each person's list by class.
        for dyad in byClass {
            let (a, b) = (table.personA[Int(dyad)], table.personB[Int(dyad)])
            for (person, other) in [(Int(a), b), (Int(b), a)] {
                dyads[next[person]] = dyad
                others[next[person]] = other
                next[person] += 1
            }
        }
        runStarts = [0]
        runStarts.reserveCapacity(people + 1)
        for person in 0..<people { addRuns(of: starts[person]..<starts[person + 1], table) }
    }

    private mutating func addRuns(of places: Range<Int>, _ table: DyadTable) {
        var first = places.lowerBound
        while first < places.upperBound {
            let kind = table.classOf[Int(dyads[first])]
            var last = first + 1
            while last < places.upperBound, table.classOf[Int(dyads[last])] == kind { last += 1 }
            runs.append(Run(kind: Int(kind), places: first..<last))
            first = last
        }
        runStarts.append(runs.count)
    }

    /// The runs of a person, as places in ``runs``.
    func runs(of person: Int) -> Range<Int> { runStarts[person]..<runStarts[person + 1] }

    /// The dyads of a class, as places in ``byClass``.
    func places(ofClass kind: Int) -> Range<Int> { classStarts[kind]..<classStarts[kind + 1] }
}
