/// Bayesian regression of many outcomes at once on the same inputs, with a full covariance of weights.
///
///     outcome = weightsᵀ · input + noise,   noise ~ N(0, noise),   each row of weights ~ N(0, prior)
///
/// A change of basis makes both the noise and the prior diagonal ("canonical outcomes") and another the
/// inputs, after which every weight is a number of its own. What profiles say can so be much about one blend
/// of answers and nothing about the rest.
struct MultivariateRidge: Sendable, Hashable {
    /// Orthonormal directions of the inputs, one a column.
    let basis: Matrix
    /// Sum of squares of the inputs along each direction.
    let strengths: [Double]
    /// Weights, `inputs × outcomes`.
    private(set) var weights: Matrix
    /// Outcomes → canonical outcomes: a row vector times this. Its product with its transpose is `noise⁻¹`.
    private(set) var transform: Matrix
    /// Canonical outcomes → outcomes.
    private(set) var inverseTransform: Matrix
    /// Posterior variances of the weights, directions × canonical outcomes.
    private(set) var variances: Matrix

    /// Number of inputs.
    var inputCount: Int { basis.rows }

    /// Prepares a regression on inputs of this Gram matrix. O(inputs³).
    init(gram: Matrix, outcomes: Int) {
        let eigen = gram.symmetricEigen()
        basis = eigen.vectors
        strengths = eigen.values.map { max(0, $0) }
        weights = Matrix(gram.rows, outcomes)
        transform = .diagonal([Double](repeating: 1, count: outcomes))
        inverseTransform = transform
        variances = Matrix(gram.rows, outcomes)
    }

    /// Puts a regression together from stored parts.
    init(
        basis: Matrix, strengths: [Double], weights: Matrix, transform: Matrix, inverseTransform: Matrix,
        variances: Matrix
    ) {
        self.basis = basis
        self.strengths = strengths
        self.weights = weights
        self.transform = transform
        self.inverseTransform = inverseTransform
        self.variances = variances
    }

    /// Computes the weights; returns the expected sum of squares of their rows, `outcomes × outcomes`: what
    /// the prior covariance is learned from. O(inputs² × outcomes + outcomes³).
    ///
    /// - Parameters:
    ///   - products: inputsᵀ · outcomes.
    ///   - isAnew: false when noise and prior are those of the last time.
    mutating func solve(products: Matrix, noise: Matrix, prior: Matrix, isAnew: Bool = true) -> Matrix {
        if isAnew {
            let precisions = diagonalise(noise, prior)
            for row in 0..<inputCount {
                for column in 0..<noise.rows {
                    variances[row, column] = 1 / (strengths[row] + precisions[column])
                }
            }
        }
        var rotated = basis.transposed * products * transform
        var squares = Matrix(noise.rows, noise.rows)
        for row in 0..<inputCount {
            for column in 0..<noise.rows {
                rotated[row, column] *= variances[row, column]
                squares[column, column] += variances[row, column]
            }
            squares.addOuterProduct(rotated.row(row))
        }
        weights = basis * rotated * inverseTransform
        return inverseTransform.transposed * squares * inverseTransform
    }

    /// Sets the transforms; returns the prior precision of each canonical outcome.
    private mutating func diagonalise(_ noise: Matrix, _ prior: Matrix) -> [Double] {
        let lower = noise.choleskyFactor()
        let inverse = lower.lowerInverse()
        let eigen = (inverse * prior * inverse.transposed).symmetricEigen()
        transform = inverse.transposed * eigen.vectors
        inverseTransform = eigen.vectors.transposed * lower.transposed
        return eigen.values.map { 1 / max(1e-9, $0) }
    }

    /// Share of the variance that `prior` gives to predictions at the inputs learned from which they have taken away: 0 before
    /// anything is learned, towards 1 when the weights are known. O(inputs × outcomes).
    ///
    /// - Parameter known: how much of the outcomes was seen, 0 to 1; the rest was filled in from what was expected.
    func reliability(_ prior: Matrix, known: Double = 1) -> Double {
        let priors = (transform.transposed * prior * transform).diagonal
        var (learned, all) = (0.0, 0.0)
        for strength in strengths {
            for variance in priors where variance > 0 {
                // The noise of canonical outcomes is 1.
                let signal = strength * variance
                learned += signal * known * signal / (1 + known * signal)
                all += signal
            }
        }
        return all > 0 ? learned / all : 0
    }

    /// How uncertain the prediction at an input is, in each canonical outcome, as a multiple of the noise:
    /// the leverage of an input that was learned from.
    func leverages(_ input: [Double]) -> [Double] {
        leverages(squares: along(input).map { $0 * $0 })
    }

    /// Sum of the leverages of inputs, from their sums of squares along the directions.
    func leverages(squares: [Double]) -> [Double] {
        squares * variances
    }

    /// An input along the directions of the basis.
    func along(_ input: [Double]) -> [Double] { input * basis }

    /// Sum of the leverages of all inputs that were learned from, as a covariance of outcomes.
    func uncertainty() -> Matrix {
        inverseTransform.transposed * Matrix.diagonal(leverages(squares: strengths)) * inverseTransform
    }
}

extension Matrix {
    /// Inverse of a lower triangular matrix.
    func lowerInverse() -> Matrix {
        var result = Matrix(rows, rows)
        for column in 0..<rows {
            for row in column..<rows {
                var sum = row == column ? 1.0 : 0.0
                for k in column..<row { sum -= self[row, k] * result[k, column] }
                result[row, column] = sum / self[row, row]
            }
        }
        return result
    }
}
