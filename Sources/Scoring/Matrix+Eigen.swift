import CScoringKernels

extension Matrix {
    /// Eigenvalues (largest first) and orthonormal eigenvectors (columns) of a symmetric matrix, by cyclic
    /// Jacobi rotations: slow for thousands of rows, exact and simple for the hundreds met here.
    ///
    /// Source: Golub & Van Loan, Matrix Computations, 4th edition, section 8.5.
    func symmetricEigen() -> (values: [Double], vectors: Matrix) {
        let n = rows
        var work = values
        var vectors = Matrix.diagonal([Double](repeating: 1, count: n)).values
        work.withUnsafeMutableBufferPointer { a in
            vectors.withUnsafeMutableBufferPointer { v in
                for _ in 0..<30 where !Matrix.isNearlyDiagonal(a, n) {
                    for p in 0..<n {
                        for q in p + 1..<max(n, p + 1) { Matrix.rotate(a, v, n, p, q) }
                    }
                }
            }
        }
        let order = (0..<n).sorted { (work[$1 * n + $1], $0) < (work[$0 * n + $0], $1) }
        var sorted = Matrix(n, n)
        for (place, index) in order.enumerated() {
            // Vectors are kept as rows while rotating.
            for k in 0..<n { sorted[k, place] = vectors[index * n + k] }
        }
        return (order.map { work[$0 * n + $0] }, sorted)
    }

    private static func isNearlyDiagonal(_ a: UnsafeMutableBufferPointer<Double>, _ n: Int) -> Bool {
        var (off, on) = (0.0, 0.0)
        for row in 0..<n {
            on += a[row * n + row] * a[row * n + row]
            for column in 0..<row { off += a[row * n + column] * a[row * n + column] }
        }
        return off <= 1e-24 * on
    }

    /// One rotation that makes the entry (p, q) zero.
    @inline(__always)
    private static func rotate(
        _ a: UnsafeMutableBufferPointer<Double>, _ v: UnsafeMutableBufferPointer<Double>, _ n: Int, _ p: Int,
        _ q: Int
    ) {
        let apq = a[p * n + q]
        if abs(apq) < 1e-300 { return }
        let theta = (a[q * n + q] - a[p * n + p]) / (2 * apq)
        let t = (theta >= 0 ? 1.0 : -1.0) / (abs(theta) + (theta * theta + 1).squareRoot())
        let c = 1 / (t * t + 1).squareRoot()
        let s = t * c
        // Rows and columns of a symmetric matrix are the same numbers: the rows are rotated with contiguous
        // memory, then mirrored into the columns.
        let (app, aqq) = (a[p * n + p], a[q * n + q])
        scoring_turn_rows(a.baseAddress, Int64(p), Int64(q), c, s, Int64(n))
        scoring_turn_rows(v.baseAddress, Int64(p), Int64(q), c, s, Int64(n))
        a[p * n + p] = app - t * apq
        a[q * n + q] = aqq + t * apq
        a[p * n + q] = 0
        a[q * n + p] = 0
        for k in 0..<n where k != p && k != q {
            a[k * n + p] = a[p * n + k]
            a[k * n + q] = a[q * n + k]
        }
    }
}
