import CScoringKernels

/// A dense matrix of doubles, row-major: the only container of the linear algebra in this target.
///
/// Sizes here are small (the answers of a sheet, the columns of a profile), so loops over contiguous memory
/// are as fast as a BLAS call, give the same bits on every machine and need no library to be installed.
struct Matrix: Sendable, Hashable {
    /// Number of rows.
    let rows: Int
    /// Number of columns.
    let columns: Int
    /// Entries, `rows × columns`, row after row.
    var values: [Double]

    /// Makes a matrix of zeros.
    init(_ rows: Int, _ columns: Int) {
        self.rows = rows
        self.columns = columns
        values = [Double](repeating: 0, count: rows * columns)
    }

    /// Makes a matrix of given entries; their number is a precondition.
    init(_ rows: Int, _ columns: Int, values: [Double]) {
        precondition(values.count == rows * columns, "a matrix needs rows × columns entries")
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    /// The entry in `row` and `column`.
    subscript(row: Int, column: Int) -> Double {
        get { values[row * columns + column] }
        set { values[row * columns + column] = newValue }
    }

    /// A square matrix with this diagonal.
    static func diagonal(_ entries: [Double]) -> Matrix {
        var result = Matrix(entries.count, entries.count)
        for index in entries.indices { result[index, index] = entries[index] }
        return result
    }

    /// Entries of the diagonal.
    var diagonal: [Double] { (0..<min(rows, columns)).map { self[$0, $0] } }

    /// The transpose.
    var transposed: Matrix {
        var result = Matrix(columns, rows)
        for row in 0..<rows {
            for column in 0..<columns { result[column, row] = self[row, column] }
        }
        return result
    }

    /// One row as a vector.
    func row(_ row: Int) -> [Double] { Array(values[row * columns..<(row + 1) * columns]) }

    /// Adds `factor` times another matrix of the same size.
    mutating func add(_ other: Matrix, times factor: Double = 1) {
        let count = values.count
        values.withUnsafeMutableBufferPointer { mine in
            other.values.withUnsafeBufferPointer { theirs in
                for index in 0..<count { mine[index] += factor * theirs[index] }
            }
        }
    }

    /// This matrix times a number.
    func scaled(by factor: Double) -> Matrix {
        var result = self
        for index in result.values.indices { result.values[index] *= factor }
        return result
    }

    /// Matrix product. O(rows × columns × other.columns).
    static func * (left: Matrix, right: Matrix) -> Matrix {
        precondition(left.columns == right.rows, "inner sizes of a product must agree")
        var result = Matrix(left.rows, right.columns)
        if result.values.isEmpty || right.values.isEmpty { return result }
        result.values.withUnsafeMutableBufferPointer { out in
            left.values.withUnsafeBufferPointer { l in
                right.values.withUnsafeBufferPointer { r in
                    scoring_add_product(
                        out.baseAddress, l.baseAddress, r.baseAddress, Int64(left.rows), Int64(left.columns),
                        Int64(right.columns))
                }
            }
        }
        return result
    }

    /// Matrix times vector. O(rows × columns).
    static func * (left: Matrix, right: [Double]) -> [Double] {
        precondition(left.columns == right.count, "inner sizes of a product must agree")
        var result = [Double](repeating: 0, count: left.rows)
        let width = left.columns
        left.values.withUnsafeBufferPointer { l in
            right.withUnsafeBufferPointer { r in
                for row in 0..<left.rows {
                    var sum = 0.0
                    for column in 0..<width { sum += l[row * width + column] * r[column] }
                    result[row] = sum
                }
            }
        }
        return result
    }

    /// Row vector times matrix, which for symmetric matrices is matrix times vector, only faster. O(rows × columns).
    static func * (left: [Double], right: Matrix) -> [Double] {
        precondition(left.count == right.rows, "inner sizes of a product must agree")
        var result = [Double](repeating: 0, count: right.columns)
        scoring_add_product(&result, left, right.values, 1, Int64(right.rows), Int64(right.columns))
        return result
    }

    /// `vectorᵀ · self · vector`.
    func quadraticForm(_ vector: [Double]) -> Double {
        var sum = 0.0
        values.withUnsafeBufferPointer { m in
            for row in 0..<rows {
                var part = 0.0
                for column in 0..<columns { part += m[row * columns + column] * vector[column] }
                sum += part * vector[row]
            }
        }
        return sum
    }

    /// The same of a matrix of 4 × 4, to the bit, without room for a list: there are many pairs with four outputs.
    func quadraticForm(_ vector: SIMD4<Double>) -> Double {
        var sum = 0.0
        for row in 0..<4 {
            var part = 0.0
            for column in 0..<4 { part += self[row, column] * vector[column] }
            sum += part * vector[row]
        }
        return sum
    }
}
