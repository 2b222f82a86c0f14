import CScoringKernels

extension Matrix {
    /// Lower triangular Cholesky factor of a symmetric positive definite matrix. O(n³ / 3).
    ///
    /// Pivots are held above a trillionth of the diagonal, so a matrix that is singular by rounding still
    /// gives a usable factor.
    func choleskyFactor() -> Matrix {
        var factor = self
        let n = rows
        if n > 0 {
            factor.values.withUnsafeMutableBufferPointer { matrix in
                withUnsafeTemporaryAllocation(of: Double.self, capacity: n) { room in
                    scoring_factorise(matrix.baseAddress, room.baseAddress, Int64(n))
                }
            }
        }
        return factor
    }

    /// Inverse of a symmetric positive definite matrix, and the logarithm of its determinant. O(n³).
    func inverted() -> (inverse: Matrix, logDeterminant: Double) {
        var work = self
        let n = rows
        var logDeterminant = 0.0
        if n > 0 {
            work.values.withUnsafeMutableBufferPointer { matrix in
                withUnsafeTemporaryAllocation(of: Double.self, capacity: n * n) { room in
                    scoring_invert(matrix.baseAddress, room.baseAddress, Int64(n), &logDeterminant)
                }
            }
        }
        return (work, logDeterminant)
    }

    /// Solves `self · x = right` for a symmetric positive definite matrix; `right` may have many columns.
    func solve(_ right: Matrix) -> Matrix {
        precondition(rows == right.rows, "sizes of a system must agree")
        var solution = right
        let (n, width) = (rows, right.columns)
        guard n > 0 else { return solution }
        let factor = choleskyFactor()
        factor.values.withUnsafeBufferPointer { l in
            solution.values.withUnsafeMutableBufferPointer { x in
                for row in 0..<n {
                    for k in 0..<row {
                        let weight = l[row * n + k]
                        if weight == 0 { continue }
                        for column in 0..<width { x[row * width + column] -= weight * x[k * width + column] }
                    }
                    let pivot = 1 / l[row * n + row]
                    for column in 0..<width { x[row * width + column] *= pivot }
                }
                for row in stride(from: n - 1, through: 0, by: -1) {
                    let pivot = 1 / l[row * n + row]
                    for column in 0..<width { x[row * width + column] *= pivot }
                    for k in 0..<row {
                        let weight = l[row * n + k]
                        for column in 0..<width { x[k * width + column] -= weight * x[row * width + column] }
                    }
                }
            }
        }
        return solution
    }
}

extension [Double] {
    /// Replaces symmetric positive definite matrices, one after the other, by their inverses. O(matrices × width³).
    mutating func invertMatrices(width: Int) {
        guard width > 0 else { return }
        let matrices = Int64(count / (width * width))
        withUnsafeMutableBufferPointer { list in
            withUnsafeTemporaryAllocation(of: Double.self, capacity: 8 * (width + 1) * width) { room in
                scoring_invert_many(list.baseAddress, matrices, room.baseAddress, Int64(width))
            }
        }
    }
}
