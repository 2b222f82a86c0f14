/// What profiles say of people's effects, with weights that both sides share in part.
///
/// Outcomes are in *roles*: first the person's answers about others (actor effects), then others' answers about
/// them (partner effects), so that the same column can be asked the same thing on both sides. The weights of
/// a side are common weights plus its own, equally likely a priori: what makes a good counterpart is partly
/// the same on both sides, and twice the people then teach it.
struct ProfileRegression: Sendable, Hashable {
    /// Prior share of a weight's variance that both sides have in common.
    static let commonShare = 0.9

    /// Inputs: the profile times the root of the common share, then a block for each side.
    var ridge: MultivariateRidge
    /// Columns of a profile row.
    let columns: Int
    /// Sum of squares of each side's inputs along the directions of the basis; needed while learning only.
    private var strengths: [[Double]] = []

    /// Number of inputs of the regression.
    var inputCount: Int { ridge.inputCount }

    /// Prepares the regression. O(people × columns² + columns³).
    init(_ rows: Matrix, members: [[Int]], outcomes: Int) {
        columns = rows.columns
        let grams = members.map { rows.gram(of: $0) }
        let (common, own) = (Self.commonShare, 1 - Self.commonShare)
        var gram = Matrix(3 * columns, 3 * columns)
        for row in 0..<columns {
            for column in 0..<columns {
                let entries = grams.map { $0[row, column] }
                gram[row, column] = common * (entries[0] + entries[1])
                for side in 0...1 {
                    let (i, j) = ((side + 1) * columns + row, (side + 1) * columns + column)
                    gram[i, j] = own * entries[side]
                    gram[row, j] = (common * own).squareRoot() * entries[side]
                    gram[i, column] = (common * own).squareRoot() * entries[side]
                }
            }
        }
        ridge = MultivariateRidge(gram: gram, outcomes: outcomes)
        strengths = members.enumerated().map { side, people in strengths(rows, people, side) }
    }

    private func strengths(_ rows: Matrix, _ people: [Int], _ side: Int) -> [Double] {
        var sums = [Double](repeating: 0, count: inputCount)
        for person in people {
            let along = ridge.along(inputs(rows.row(person), side: side))
            for index in sums.indices { sums[index] += along[index] * along[index] }
        }
        return sums
    }

    /// Puts a regression together from stored parts.
    init(ridge: MultivariateRidge, columns: Int) {
        self.ridge = ridge
        self.columns = columns
    }

    /// The inputs of a person.
    func inputs(_ row: [Double], side: Int) -> [Double] {
        var result = [Double](repeating: 0, count: 3 * columns)
        let (common, own) = (Self.commonShare.squareRoot(), (1 - Self.commonShare).squareRoot())
        for column in 0..<columns {
            result[column] = common * row[column]
            result[(side + 1) * columns + column] = own * row[column]
        }
        return result
    }

    /// Computes the weights from effects (`people × channels`); `noise` and `prior` are in roles. Returns the
    /// expected sum of squares of the weights.
    mutating func solve(
        _ rows: Matrix, members: [[Int]], effects: [Double], noise: Matrix, prior: Matrix,
        isAnew: Bool = true
    ) -> Matrix {
        let width = noise.rows
        var products = Matrix(3 * columns, width)
        let (common, own) = (Self.commonShare.squareRoot(), (1 - Self.commonShare).squareRoot())
        for side in 0...1 {
            var sums = Matrix(columns, width)
            for person in members[side] { sums.addOuterProduct(rows, effects, row: person) }
            let inRoles = side == 0 ? sums : sums.columnRolesSwapped()
            for column in 0..<columns {
                for role in 0..<width {
                    products[column, role] += common * inRoles[column, role]
                    products[(side + 1) * columns + column, role] += own * inRoles[column, role]
                }
            }
        }
        return ridge.solve(products: products, noise: noise, prior: prior, isAnew: isAnew)
    }

    /// Weights of the profile columns for one side, `columns × channels`.
    func weights(of side: Int) -> Matrix {
        var result = Matrix(columns, ridge.weights.columns)
        let (common, own) = (Self.commonShare.squareRoot(), (1 - Self.commonShare).squareRoot())
        let width = result.columns
        for column in 0..<columns {
            for channel in 0..<width {
                let role = side == 0 ? channel : (channel + width / 2) % width
                result[column, channel] =
                    common * ridge.weights[column, role] + own
                    * ridge.weights[(side + 1) * columns + column, role]
            }
        }
        return result
    }

    /// What the profiles of the others say of a person who was learned from, and how unsure that is.
    func withoutOne(
        _ row: [Double], side: Int, expected: [Double], effect: [Double]
    ) -> (expected: [Double], spreads: [Double]) {
        let width = effect.count
        let leverages = ridge.leverages(inputs(row, side: side)).map { min(0.95, $0) }
        let both = Matrix(2, width, values: expected.inRoles(side) + effect.inRoles(side)) * ridge.transform
        var others = Matrix(1, width)
        for outcome in 0..<width {
            let leverage = leverages[outcome]
            others[0, outcome] = (both[0, outcome] - leverage * both[1, outcome]) / (1 - leverage)
        }
        return (
            (others * ridge.inverseTransform).values.inRoles(side), leverages.map { $0 / (1 - $0) }
        )
    }

    /// How unsure the expectation of somebody is who was not learned from.
    func spreads(_ row: [Double], side: Int) -> [Double] { ridge.leverages(inputs(row, side: side)) }

    /// Precision of a person's effects before any sheet: effects beyond the profile, and unsure weights.
    func priorPrecision(_ people: Matrix, side: Int, spreads: [Double]) -> Matrix {
        var covariance = people
        addSpread(spreads[...], side: side, to: &covariance)
        return covariance.inverted().inverse
    }

    /// Adds to a covariance of effects how unsure their expectation is.
    func addSpread(_ spreads: ArraySlice<Double>, side: Int, to covariance: inout Matrix) {
        var rows = ridge.inverseTransform.values
        let width = spreads.count
        for (outcome, spread) in spreads.enumerated() {
            let row = ridge.inverseTransform.row(outcome).inRoles(side)
            for role in 0..<width { rows[outcome * width + role] = spread.squareRoot() * row[role] }
        }
        covariance.addScatter(ofRows: rows)
    }

    /// Sum over the people of a side of how unsure their expectations are, in channels.
    func uncertainty(of side: Int) -> Matrix {
        spread(ridge.leverages(squares: strengths[side]), side: side)
    }

    private func spread(_ spreads: [Double], side: Int) -> Matrix {
        var result = Matrix(spreads.count, spreads.count)
        addSpread(spreads[...], side: side, to: &result)
        return result
    }
}

extension Matrix {
    /// The matrix with both halves of its rows and columns swapped: from channels to roles of side b, or back.
    func rolesSwapped() -> Matrix {
        var result = self
        for row in 0..<rows {
            for column in 0..<columns {
                result[(row + rows / 2) % rows, (column + columns / 2) % columns] = self[row, column]
            }
        }
        return result
    }
}

extension Matrix {
    /// The matrix with both halves of its columns swapped.
    func columnRolesSwapped() -> Matrix {
        var result = self
        for row in 0..<rows {
            for column in 0..<columns {
                result[row, (column + columns / 2) % columns] = self[row, column]
            }
        }
        return result
    }
}

extension [Double] {
    /// From channels to roles of a side, or back: side b's halves are swapped.
    func inRoles(_ side: Int) -> [Double] {
        side == 0 ? self : Array(self[(count / 2)...] + self[..<(count / 2)])
    }
}
