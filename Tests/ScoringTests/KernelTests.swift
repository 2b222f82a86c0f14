import CScoringKernels
import Domain
import Testing

@testable import Scoring

/// Kernels give the bits of the plain loops they stand for: every entry summed in order, every product rounded before it is
/// added, however wide the vectors.
@Suite struct KernelTests {
    /// Sizes around those of vectors.
    static let sizes = [1, 2, 7, 8, 9, 15, 16, 17, 31, 33, 93]

    private static func matrix(_ rows: Int, _ columns: Int, _ numbers: inout SplitMix64) -> Matrix {
        Matrix(rows, columns, values: (0..<rows * columns).map { _ in numbers.normal() })
    }

    /// Sum over `k` of `left[i, k] · right[k, j]`, beginning with what is there.
    private static func product(_ left: Matrix, _ right: Matrix, onto start: Matrix) -> Matrix {
        var result = start
        for row in 0..<left.rows {
            for column in 0..<right.columns {
                for k in 0..<left.columns { result[row, column] += left[row, k] * right[k, column] }
            }
        }
        return result
    }

    @Test(arguments: sizes)
    func `products are those of plain loops, bit for bit`(size: Int) {
        var numbers = SplitMix64(seed: UInt64(size))
        let (left, right) = (Self.matrix(5, size, &numbers), Self.matrix(size, 16, &numbers))
        #expect(left * right == Self.product(left, right, onto: Matrix(5, 16)))
        #expect(left.row(3) * right == Self.product(left, right, onto: Matrix(5, 16)).row(3))
    }

    @Test(arguments: sizes)
    func `scatters and outer products are those of plain loops, bit for bit`(size: Int) {
        var numbers = SplitMix64(seed: UInt64(size) + 100)
        let (rows, others) = (Self.matrix(6, size, &numbers), Self.matrix(6, 5, &numbers))
        var scatter = Self.matrix(size, size, &numbers)
        let expected = Self.product(rows.transposed, rows, onto: scatter)
        scatter.addScatter(ofRows: rows.values)
        #expect(scatter == expected)
        var outer = Matrix(size, 5)
        for row in 0..<6 { outer.addOuterProduct(rows.row(row), others.row(row)) }
        #expect(outer == Self.product(rows.transposed, others, onto: Matrix(size, 5)))
    }

    @Test(arguments: sizes)
    func `products with floats are those of plain loops, bit for bit`(size: Int) {
        var numbers = SplitMix64(seed: UInt64(size) + 200)
        let (left, right) = (Self.matrix(6, 4, &numbers), Self.matrix(6, size, &numbers))
        let floats = left.values.map { Float($0) }
        let rounded = Matrix(6, 4, values: floats.map { Double($0) })
        for order in [[0, 1, 2, 3, 4, 5], [4, 0, 5, 5, 1, 2]] as [[Int32]] {
            var sums = Matrix(4, size)
            scoring_add_products(&sums.values, floats, order, right.values, 6, 4, Int64(size))
            let picked = Matrix(6, 4, values: order.flatMap { rounded.row(Int($0)) })
            #expect(sums == Self.product(picked.transposed, right, onto: Matrix(4, size)))
        }
        let weights = (0..<4 * size).map { _ in Float(numbers.normal()) }
        let answers = (0..<6 * size).map { _ in Float(numbers.normal()) }
        var (offsets, rests) = ([Float](repeating: 0.5, count: 6 * size), answers)
        scoring_write_offsets(&offsets, &rests, answers, floats, weights, 6, 4, Int64(size))
        for row in 0..<6 {
            for column in 0..<size {
                let sum = (0..<4).reduce(Float(0)) { $0 + floats[row * 4 + $1] * weights[$1 * size + column] }
                #expect(offsets[row * size + column] == sum)
                #expect(rests[row * size + column] == answers[row * size + column] - sum)
            }
        }
    }

    @Test(arguments: sizes)
    func `rests and residuals of dyads are those of plain loops, bit for bit`(size: Int) {
        var numbers = SplitMix64(seed: UInt64(size) + 400)
        let (effects, means) = (Self.matrix(5, size, &numbers), Self.matrix(1, size, &numbers).values)
        let rests = (0..<6 * size).map { _ in Float(numbers.normal()) }
        let mask = (0..<size).map { Double($0 % 2) }
        let dyads: [Int32] = [5, 0, 3]
        let (a, b): ([Int32], [Int32]) = ([0, 1, 0, 1, 1, 0], [2, 3, 4, 4, 2, 3])
        var sum = means
        let others = dyads.map { b[Int($0)] }
        scoring_add_rests(&sum, dyads, others, 1, 2, rests, effects.values, Int64(size))
        var residuals = [Double](repeating: 7, count: 3 * size)
        scoring_write_residuals(
            &residuals, dyads, 3, rests, a, b, effects.values, means, mask, Int64(size))
        for column in 0..<size {
            var expected = means[column]
            for place in 1...2 {
                let rest = Double(rests[Int(dyads[place]) * size + column])
                expected += rest - effects[Int(others[place]), column]
            }
            #expect(sum[column] == expected)
            for (place, dyad) in dyads.enumerated() {
                let people = effects[Int(a[Int(dyad)]), column]
                let known = means[column] + people + effects[Int(b[Int(dyad)]), column]
                let residual = mask[column] * (Double(rests[Int(dyad) * size + column]) - known)
                #expect(residuals[place * size + column] == residual)
            }
        }
    }

    @Test(arguments: sizes)
    func `a row times one of many matrices is that of plain loops, bit for bit`(size: Int) {
        var numbers = SplitMix64(seed: UInt64(size) + 500)
        let (left, matrices) = (Self.matrix(3, size, &numbers), Self.matrix(2 * size, size, &numbers))
        var rows = Self.matrix(2, size, &numbers)
        let second = Matrix(size, size, values: Array(matrices.values[(size * size)...]))
        let start = Matrix(1, size, values: rows.row(1))
        let expected = Self.product(Matrix(1, size, values: left.row(2)), second, onto: start)
        scoring_add_row_product(&rows.values, 1, left.values, 2, matrices.values, 1, Int64(size))
        #expect(rows.row(1) == expected.values)
    }

    @Test(arguments: sizes)
    func `many inverses at once undo their matrices, each as if it stood alone`(size: Int) {
        var numbers = SplitMix64(seed: UInt64(size) + 600)
        let matrices = (0..<11).map { _ -> Matrix in
            let root = Self.matrix(size, size, &numbers)
            var matrix = root * root.transposed
            for index in 0..<size { matrix[index, index] += 0.1 }
            return matrix
        }
        var together = matrices.flatMap(\.values)
        together.invertMatrices(width: size)
        for (number, matrix) in matrices.enumerated() {
            var alone = matrix.values
            alone.invertMatrices(width: size)
            #expect(together[number * size * size..<(number + 1) * size * size] == alone[...])
            let product = matrix * Matrix(size, size, values: alone)
            for row in 0..<size {
                for column in 0..<size {
                    #expect(abs(product[row, column] - (row == column ? 1 : 0)) < 1e-7)
                }
            }
        }
    }

    @Test(arguments: sizes)
    func `the Cholesky factor is that of plain loops, bit for bit`(size: Int) {
        var numbers = SplitMix64(seed: UInt64(size) + 300)
        let root = Self.matrix(size, size, &numbers)
        var matrix = root * root.transposed
        for index in 0..<size { matrix[index, index] += 0.1 }
        var factor = Matrix(size, size)
        for row in 0..<size {
            for column in 0...row {
                var sum = matrix[row, column]
                for k in 0..<column { sum -= factor[row, k] * factor[column, k] }
                factor[row, column] = row == column ? sum.squareRoot() : sum / factor[column, column]
            }
        }
        #expect(matrix.choleskyFactor() == factor)
        let logarithm = factor.diagonal.reduce(0) { $0 + 2 * Double.logarithm($1) }
        #expect(matrix.inverted().logDeterminant == logarithm)
    }

    @Test func `a matrix that is singular by rounding still has a factor`() {
        var matrix = Matrix(9, 9)
        matrix.addScatter(ofRows: (0..<9).map { Double($0) + 1 })
        let factor = matrix.choleskyFactor()
        #expect(factor.values.allSatisfy { $0.isFinite })
        #expect(matrix.inverted().inverse.values.allSatisfy { $0.isFinite })
        var many = matrix.values
        many.invertMatrices(width: 9)
        #expect(many.allSatisfy { $0.isFinite })
    }
}
