extension Matrix {
    /// Lower triangular Cholesky factor of a symmetric positive definite matrix. O(n³ / 3).
    ///
    /// Pivots are held above a trillionth of the diagonal, so a matrix that is singular by rounding still
    /// gives a usable factor.
    func choleskyFactor() -> Matrix {
        var factor = self
        let n = rows
        factor.values.withUnsafeMutableBufferPointer { Matrix.factorise($0.baseAddress!, n) }
        return factor
    }

    /// Inverse of a symmetric positive definite matrix, and the logarithm of its determinant. O(n³).
    func inverted() -> (inverse: Matrix, logDeterminant: Double) {
        var work = self
        let n = rows
        var logDeterminant = 0.0
        if n > 0 {
            work.values.withUnsafeMutableBufferPointer {
                logDeterminant = Matrix.invert($0.baseAddress!, n)
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

    /// Replaces the `n × n` matrix at `a` by its lower Cholesky factor, zeros above the diagonal.
    static func factorise(_ a: UnsafeMutablePointer<Double>, _ n: Int) {
        for row in 0..<n {
            let current = a + row * n
            let original = current[row]
            for column in 0..<row {
                let other = a + column * n
                var sum = current[column]
                for k in 0..<column { sum -= current[k] * other[k] }
                current[column] = sum / other[column]
            }
            var pivot = original
            for k in 0..<row { pivot -= current[k] * current[k] }
            current[row] = max(pivot, 1e-12 * max(original, 1e-12)).squareRoot()
            for column in row + 1..<max(n, row + 1) { current[column] = 0 }
        }
    }

    /// Replaces the symmetric positive definite `n × n` matrix at `a` by its inverse; returns log |a|.
    @discardableResult
    static func invert(_ a: UnsafeMutablePointer<Double>, _ n: Int) -> Double {
        factorise(a, n)
        var logDeterminant = 0.0
        // Inverts the lower factor in place, row by row; row r of the inverse needs rows above it only.
        for row in 0..<n {
            let current = a + row * n
            let pivot = current[row]
            logDeterminant += 2 * Double.logarithm(pivot)
            let scale = 1 / pivot
            for column in 0..<row {
                var sum = 0.0
                for k in column..<row { sum += current[k] * a[k * n + column] }
                current[column] = -sum * scale
            }
            current[row] = scale
        }
        // inverse = (L⁻¹)ᵀ L⁻¹: the upper triangle first, then the mirror image.
        for row in 0..<n {
            for column in row..<n {
                var sum = 0.0
                for k in column..<n { sum += a[k * n + row] * a[k * n + column] }
                a[row * n + column] = sum
            }
            // Entries of this row below the diagonal are not needed any more by later rows.
        }
        for row in 0..<n {
            for column in 0..<row { a[row * n + column] = a[column * n + row] }
        }
        return logDeterminant
    }
}
