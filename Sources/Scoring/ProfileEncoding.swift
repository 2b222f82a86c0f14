import CScoringKernels
import Domain

/// How profiles of an alliance become numbers: learned once by `fit`, applied to newcomers unchanged.
///
/// Numbers are standardised over all people, categories and sets become one column for each word that
/// enough people have, and an unknown value is the average, never zero of the raw scale.
struct ProfileEncoding: Sendable, Hashable {
    /// One attribute with what was learned of its values.
    struct Field: Sendable, Hashable {
        /// Name and kind.
        var attribute: Attribute
        /// Mean of a number.
        var centre: Double = 0
        /// Standard deviation of a number; 0 when it does not vary.
        var spread: Double = 0
        /// Words that have a column, in alphabetical order.
        var words: [String] = []
    }

    /// One column of the profile matrix.
    struct Column: Sendable, Hashable {
        /// Index into ``fields``.
        var field: Int
        /// Index of the word, or nil for a number.
        var word: Int?
        /// Mean on side a and on side b, taken off so that the columns do not move the grand mean.
        var means: [Double] = [0, 0]
        /// What the centred column is multiplied with.
        var factor: Double = 1
    }

    /// Kind of field that stands for the person's company; no attribute can have this name, as the folder
    /// reserves it.
    static let companyField = "company"
    /// Words that fewer people share have no column: nothing can be learned of them.
    static let fewestPeople = 4
    /// At most so many words of one field have a column: the most frequent ones.
    static let mostWords = 64
    /// A standardised number is held within this many standard deviations.
    static let farthest = 3.5

    /// The fields in the order of ``Alliance/attributes``, then the company.
    var fields: [Field]
    /// Columns of the profile matrix.
    var columns: [Column]
    /// Principal directions, `columns.count × rank`: a person's components are profile row × this.
    var directions: Matrix
    /// Keys of the companies, by which company pairs are known again in a newer snapshot.
    var companies: [String]

    /// Puts an encoding together from stored parts.
    init(fields: [Field], columns: [Column], directions: Matrix, companies: [String]) {
        self.companies = companies
        self.fields = fields
        self.columns = columns
        self.directions = directions
    }

    /// Value of a field for a person; the company counts as a category.
    static func value(_ field: Int, of person: Int, in snapshot: Snapshot) -> AttributeValue? {
        let salesperson = snapshot.people[person]
        if field == snapshot.alliance.attributes.count {
            return .category(snapshot.companies[salesperson.company].key)
        }
        return field < salesperson.attributes.count ? salesperson.attributes[field] : nil
    }
}

extension ProfileEncoding {
    /// Learns the encoding from all people of a snapshot. O(people × attributes).
    init(learning snapshot: Snapshot, rank: Int = 6) {
        let attributes = snapshot.alliance.attributes + [Attribute(name: Self.companyField, kind: .category)]
        fields = attributes.map { Field(attribute: $0) }
        columns = []
        directions = Matrix(0, 0)
        companies = snapshot.companies.map(\.key)
        for index in fields.indices { learnField(index, snapshot) }
        learnColumns(snapshot)
        learnDirections(snapshot, rank: rank)
    }

    private mutating func learnField(_ index: Int, _ snapshot: Snapshot) {
        var (count, sum, squares) = (0.0, 0.0, 0.0)
        var frequencies: [String: Int] = [:]
        for person in snapshot.people.indices {
            switch Self.value(index, of: person, in: snapshot) {
            case .number(let number):
                count += 1
                let step = number - sum
                sum += step / count
                squares += step * (number - sum)
            case .category(let word): frequencies[word, default: 0] += 1
            case .set(let words): for word in words { frequencies[word, default: 0] += 1 }
            case nil: break
            }
        }
        fields[index].centre = sum
        let spread = count > 1 ? (squares / (count - 1)).squareRoot() : 0
        fields[index].spread = spread > 1e-9 * max(1, abs(sum)) ? spread : 0
        let most = snapshot.people.count - Self.fewestPeople
        let usable = frequencies.filter { $0.value >= Self.fewestPeople && $0.value <= most }
        let frequent = usable.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.mostWords)
        fields[index].words = frequent.map(\.key).sorted()
    }

    private mutating func learnColumns(_ snapshot: Snapshot) {
        for (index, field) in fields.enumerated() {
            if field.attribute.kind == .number {
                if field.spread > 0 { columns.append(Column(field: index)) }
            } else {
                columns += field.words.indices.map { Column(field: index, word: $0) }
            }
        }
        let sides = snapshot.people.indices.map { snapshot.side(of: $0) == .a ? 0 : 1 }
        for index in columns.indices { learnColumn(index, snapshot, sides) }
        for field in fields.indices { shareVariance(field) }
    }

    /// Scales the columns of a field so that their variances add up to 1: before anything is learned, a
    /// category of twenty words may matter as much as one number, not twenty times as much.
    private mutating func shareVariance(_ field: Int) {
        let own = columns.indices.filter { columns[$0].field == field && columns[$0].factor > 0 }
        let variance = own.reduce(0) { $0 + 1 / (columns[$1].factor * columns[$1].factor) }
        for index in own { columns[index].factor = 1 / variance.squareRoot() }
    }

    /// Mean of a column on each side, and the factor that gives it unit variance around those means.
    private mutating func learnColumn(_ index: Int, _ snapshot: Snapshot, _ sides: [Int]) {
        var (counts, sums, squares) = ([0.0, 0.0], [0.0, 0.0], [0.0, 0.0])
        for person in sides.indices {
            let raw = rawValue(columns[index], Self.value(columns[index].field, of: person, in: snapshot))
            guard let raw else { continue }
            counts[sides[person]] += 1
            sums[sides[person]] += raw
            squares[sides[person]] += raw * raw
        }
        columns[index].means = [0, 1].map { counts[$0] > 0 ? sums[$0] / counts[$0] : 0 }
        let scatter = [0, 1].map { squares[$0] - sums[$0] * columns[index].means[$0] }
        let variance = max(0, scatter[0] + scatter[1]) / max(1, counts[0] + counts[1] - 2)
        // A column that only tells the sides apart says nothing inside a side.
        columns[index].factor = variance > 1e-6 ? 1 / variance.squareRoot() : 0
    }

    /// The value of a column before centring; nil when unknown.
    private func rawValue(_ column: Column, _ value: AttributeValue?) -> Double? {
        let field = fields[column.field]
        switch value {
        case .number(let number):
            guard column.word == nil, field.spread > 0 else { return nil }
            return max(-Self.farthest, min(Self.farthest, (number - field.centre) / field.spread))
        case .category(let word):
            guard let index = column.word else { return nil }
            return field.words[index] == word ? 1 : 0
        case .set(let words):
            guard let index = column.word else { return nil }
            return words.contains(field.words[index]) ? 1 : 0
        case nil: return nil
        }
    }

    /// One row of the profile matrix; unknown values are 0, the average of the side.
    func row(of person: Int, in snapshot: Snapshot) -> [Double] {
        let side = snapshot.side(of: person) == .a ? 0 : 1
        return columns.map { column in
            guard let raw = rawValue(column, Self.value(column.field, of: person, in: snapshot)) else {
                return 0
            }
            return (raw - column.means[side]) * column.factor
        }
    }

    /// Finds the directions of largest variance by subspace iteration from a fixed start.
    private mutating func learnDirections(_ snapshot: Snapshot, rank: Int) {
        let width = columns.count
        let used = min(rank, width)
        directions = Matrix(width, used)
        guard used > 0, snapshot.people.count > 1 else { return }
        var scatter = Matrix(width, width)
        for person in snapshot.people.indices { scatter.addOuterProduct(row(of: person, in: snapshot)) }
        scatter = scatter.scaled(by: 1 / Double(snapshot.people.count))
        directions = scatter.leadingDirections(used)
        for index in 0..<used {
            let direction = (0..<width).map { directions[$0, index] }
            let deviation = max(1e-9, scatter.quadraticForm(direction)).squareRoot()
            for row in 0..<width { directions[row, index] /= deviation }
        }
    }
}

extension Matrix {
    /// Adds `vector · vectorᵀ`.
    mutating func addOuterProduct(_ vector: [Double]) { addScatter(ofRows: vector) }

    /// Adds `left · rightᵀ`.
    mutating func addOuterProduct(_ left: [Double], _ right: [Double]) {
        precondition(
            left.count == rows && right.count == columns, "an outer product must have the matrix's size")
        values.withUnsafeMutableBufferPointer {
            scoring_add_product($0.baseAddress, left, right, Int64(left.count), 1, Int64(right.count))
        }
    }

    /// Adds the outer product of one row of a matrix and one of a list of rows, as long as those here.
    mutating func addOuterProduct(_ left: Matrix, _ right: [Double], row: Int) {
        values.withUnsafeMutableBufferPointer { out in
            left.values.withUnsafeBufferPointer { l in
                right.withUnsafeBufferPointer { r in
                    guard let l = l.baseAddress, let r = r.baseAddress else { return }
                    scoring_add_product(
                        out.baseAddress, l + row * rows, r + row * columns, Int64(rows), 1, Int64(columns))
                }
            }
        }
    }

    /// Adds the outer products of rows with themselves; `rows` holds one after the other.
    mutating func addScatter(ofRows rows: [Double]) {
        if rows.isEmpty { return }
        let width = columns
        values.withUnsafeMutableBufferPointer { out in
            rows.withUnsafeBufferPointer {
                scoring_add_scatter(out.baseAddress, $0.baseAddress, Int64($0.count / width), Int64(width))
            }
        }
    }

    /// Orthonormal directions of largest variance of a symmetric matrix, one a column, largest first.
    func leadingDirections(_ count: Int, rounds: Int = 60) -> Matrix {
        var basis = Matrix(rows, count)
        for row in 0..<rows {
            for column in 0..<count { basis[row, column] = row % count == column ? 1 + Double(row) / 97 : 0 }
        }
        for _ in 0..<rounds { basis = (self * basis).orthonormalised() }
        return basis
    }

    /// The columns made orthonormal, in order (Gram–Schmidt, twice for safety).
    private func orthonormalised() -> Matrix {
        var result = transposed
        for index in 0..<result.rows {
            for _ in 0..<2 {
                for earlier in 0..<index {
                    let overlap = zip(result.row(index), result.row(earlier)).reduce(0) { $0 + $1.0 * $1.1 }
                    for k in 0..<result.columns { result[index, k] -= overlap * result[earlier, k] }
                }
            }
            let length = result.row(index).reduce(0) { $0 + $1 * $1 }.squareRoot()
            for k in 0..<result.columns { result[index, k] /= max(length, 1e-300) }
        }
        return result.transposed
    }
}
