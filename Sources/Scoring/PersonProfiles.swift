import Domain

/// The encoded profiles of people, laid out for comparing one person with many.
struct PersonProfiles: Sendable, Hashable {
    /// Profile rows, `people × columns`.
    var rows: Matrix
    /// Principal components of the rows, `people × rank`.
    var components: Matrix
    /// Standardised numbers, `people × numbers`; NaN when unknown. Only fields that vary.
    var numbers: [Float] = []
    /// Codes of categories, `people × categories`; 0 when unknown. The company is left out.
    var categories: [Int32] = []
    /// Words of sets as numbers, `people × sets`, each ascending; nil when unknown.
    var sets: [[Int32]?] = []
    /// Accounts a person covers, as ascending numbers.
    var accounts: [[Int32]]
    /// Company of each person, as an index into ``ProfileEncoding/companies``; −1: founded since.
    var companies: [Int32]

    /// Puts profiles together from stored parts.
    init(
        rows: Matrix, directions: Matrix, numbers: [Float], categories: [Int32], sets: [[Int32]?],
        accounts: [[Int32]], companies: [Int32]
    ) {
        self.companies = companies
        self.rows = rows
        components = rows * directions
        self.numbers = numbers
        self.categories = categories
        self.sets = sets
        self.accounts = accounts
    }

    /// Encodes all people of a snapshot. O(people × columns).
    init(_ snapshot: Snapshot, by encoding: ProfileEncoding) {
        rows = Matrix(snapshot.people.count, encoding.columns.count)
        for person in snapshot.people.indices {
            // Rounded to single precision, as it is stored.
            let row = encoding.row(of: person, in: snapshot).map { Double(Float($0)) }
            rows.values.replaceSubrange(person * row.count..<(person + 1) * row.count, with: row)
        }
        components = rows * encoding.directions
        accounts = Self.accounts(snapshot)
        let known = snapshot.companies.map { company in
            Int32(encoding.companies.firstIndex(of: company.key) ?? -1)
        }
        companies = snapshot.people.map { known[$0.company] }
        var codes = [[String: Int32]](repeating: [:], count: encoding.fields.count)
        for person in snapshot.people.indices { encode(person, snapshot, encoding, &codes) }
    }

    private mutating func encode(
        _ person: Int, _ snapshot: Snapshot, _ encoding: ProfileEncoding, _ codes: inout [[String: Int32]]
    ) {
        for (index, field) in encoding.fields.enumerated() {
            let value = ProfileEncoding.value(index, of: person, in: snapshot)
            func code(_ word: String) -> Int32 {
                if let known = codes[index][word] { return known }
                let next = Int32(codes[index].count + 1)
                codes[index][word] = next
                return next
            }
            switch field.attribute.kind {
            case .number:
                if field.spread == 0 { continue }
                if case .number(let number) = value {
                    let distance = (number - field.centre) / field.spread
                    let held = max(-ProfileEncoding.farthest, min(ProfileEncoding.farthest, distance))
                    numbers.append(Float(held))
                } else {
                    numbers.append(.nan)
                }
            case .category:
                if field.attribute.name == ProfileEncoding.companyField { continue }
                if case .category(let word) = value {
                    categories.append(code(word))
                } else {
                    categories.append(0)
                }
            case .set:
                if case .set(let words) = value {
                    sets.append(words.map(code).sorted())
                } else {
                    sets.append(nil)
                }
            }
        }
    }

    private static func accounts(_ snapshot: Snapshot) -> [[Int32]] {
        var numbers: [String: Int32] = [:]
        var result = [Set<Int32>](repeating: [], count: snapshot.people.count)
        for row in snapshot.coverage {
            let number = numbers[row.account] ?? Int32(numbers.count)
            numbers[row.account] = number
            result[row.person].insert(number)
        }
        return result.map { $0.sorted() }
    }
}
