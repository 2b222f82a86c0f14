import Domain
import Testing

@testable import Scoring

@Suite struct LinearAlgebraTests {
    private static func positive(_ size: Int, seed: UInt64) -> Matrix {
        var numbers = SplitMix64(seed: seed)
        var root = Matrix(size, size)
        for index in root.values.indices { root.values[index] = numbers.normal() }
        var result = root * root.transposed
        for index in 0..<size { result[index, index] += 0.1 }
        return result
    }

    private static func distance(_ one: Matrix, _ two: Matrix) -> Double {
        zip(one.values, two.values).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }

    @Test(arguments: [1, 2, 3, 7, 8, 9, 16, 17, 40])
    func `a matrix times its inverse is the unit matrix`(size: Int) {
        let matrix = Self.positive(size, seed: UInt64(size))
        let unit = Matrix.diagonal([Double](repeating: 1, count: size))
        #expect(Self.distance(matrix * matrix.inverted().inverse, unit) < 1e-8)
        #expect(Self.distance(matrix * matrix.solve(unit), unit) < 1e-8)
    }

    @Test(arguments: [1, 2, 5, 12, 33])
    func `eigenvectors rebuild a symmetric matrix`(size: Int) {
        let matrix = Self.positive(size, seed: UInt64(size) + 50)
        let (values, vectors) = matrix.symmetricEigen()
        #expect(Self.distance(vectors * .diagonal(values) * vectors.transposed, matrix) < 1e-8)
        #expect(Self.distance(vectors.transposed * vectors, .diagonal(values.map { _ in 1 })) < 1e-10)
        #expect(values == values.sorted(by: >))
    }

    @Test func `a regression of many outcomes is the dense solve of all weights at once`() {
        let (noise, prior) = (Self.positive(2, seed: 7), Self.positive(2, seed: 8))
        let gram = Self.positive(3, seed: 9)
        var numbers = SplitMix64(seed: 10)
        let products = Matrix(3, 2, values: (0..<6).map { _ in numbers.normal() })
        var ridge = MultivariateRidge(gram: gram, outcomes: 2)
        _ = ridge.solve(products: products, noise: noise, prior: prior)
        // Normal equations of vec(weights): gram ⊗ noise⁻¹ + 1 ⊗ prior⁻¹.
        let (noiseInverse, priorInverse) = (noise.inverted().inverse, prior.inverted().inverse)
        var system = Matrix(6, 6)
        for i in 0..<3 {
            for j in 0..<3 {
                for k in 0..<2 {
                    for l in 0..<2 {
                        system[i * 2 + k, j * 2 + l] =
                            gram[i, j] * noiseInverse[k, l] + (i == j ? priorInverse[k, l] : 0)
                    }
                }
            }
        }
        let right = products * noiseInverse
        let weights = system.solve(Matrix(6, 1, values: right.values)).values
        #expect(Self.distance(ridge.weights, Matrix(3, 2, values: weights)) < 1e-8)
    }

    @Test func `the fast exponential and root are right to single precision`() {
        for step in -400...400 {
            let value = Float(step) / 8
            let result = SIMD8<Float>.exponential(SIMD8(repeating: value))[3]
            #expect(abs(Double(result) / Double.exponential(Double(value)) - 1) < 5e-6)
            let large = 1 + Float(step + 400) * 3
            let root = SIMD8<Float>.inverseRoot(SIMD8(repeating: large))[5]
            #expect(abs(root * large.squareRoot() - 1) < 2e-6)
        }
    }
}
