import struct Domain.SplitMix64

/// Matrices that are typical, or hard for one algorithm or another.
enum Classes: String, CaseIterable {
    case uniform, chemistry, threeDecimals, constant, rankOne, machol, line, clusters, geometric, exponential,
        integers
    case heavyTies, oneFeasible, halfForbidden
    case sum, repeatedRows, few, blocks, scaledRows, scaledColumns, circle
    case planted, tenLevels, triangle, products, crowdedTies, twoClusters

    /// A row-major matrix of this class.
    func scores(rows: Int, columns: Int, using generator: inout SplitMix64) -> [Double] {
        func fill(_ value: (Int, Int) -> Double) -> [Double] {
            (0..<rows * columns).map { value($0 / columns, $0 % columns) }
        }
        func draws(_ count: Int) -> [Double] { (0..<count).map { _ in generator.uniform() } }
        switch self {
        case .uniform: return draws(rows * columns)
        case .chemistry: return Self.chemistry(rows: rows, columns: columns, using: &generator)
        case .threeDecimals:
            return Self.chemistry(rows: rows, columns: columns, using: &generator).map {
                ($0 * 1000).rounded() / 1000
            }
        case .constant: return fill { _, _ in 1 }
        case .rankOne:
            let (left, right) = (draws(rows), draws(columns))
            return fill { left[$0] * right[$1] }
        case .machol: return fill { -Double(($0 + 1) * ($1 + 1)) }
        case .line:
            let (left, right) = (draws(rows), draws(columns))
            return fill { -abs(left[$0] - right[$1]) }
        case .clusters:
            let (left, right, noise) = (draws(rows), draws(columns), draws(rows * columns))
            return fill { (Int(left[$0] * 8) == Int(right[$1] * 8) ? 2 : 0) + 0.1 * noise[$0 * columns + $1] }
        case .geometric:
            let (x, y, a, b) = (draws(rows), draws(rows), draws(columns), draws(columns))
            return fill {
                -((x[$0] - a[$1]) * (x[$0] - a[$1]) + (y[$0] - b[$1]) * (y[$0] - b[$1])).squareRoot()
            }
        case .exponential: return draws(rows * columns).map { 1 / (1e-6 + $0) }
        case .integers: return draws(rows * columns).map { ($0 * 100).rounded() }
        case .heavyTies: return draws(rows * columns).map { ($0 * 3).rounded(.down) }
        case .oneFeasible: return fill { $1 > $0 ? -.infinity : Double(($0 * 7 + $1 * 3) % 11) }
        case .halfForbidden:
            let noise = draws(rows * columns)
            return fill { noise[$0 * columns + $1] < 0.5 ? -.infinity : noise[$0 * columns + $1] }
        case .sum:
            let (left, right) = (draws(rows), draws(columns))
            return fill { left[$0] + right[$1] }
        case .repeatedRows:
            let kinds = draws(10 * columns)
            return fill { row, column in kinds[row % 10 * columns + column] }
        case .few: return draws(rows * columns).map { $0 < 0.005 ? 100 * $0 : 0 }
        case .blocks:
            let worth = draws(100)
            return fill { worth[$0 * 10 / rows * 10 + $1 * 10 / columns] }
        case .scaledRows, .scaledColumns:
            let isByRow = self == .scaledRows
            let scales = draws(isByRow ? rows : columns).map {
                Double(sign: .plus, exponent: Int($0 * 20), significand: 1)
            }
            let noise = draws(rows * columns)
            return fill { scales[isByRow ? $0 : $1] * noise[$0 * columns + $1] }
        case .twoClusters:
            let (left, right, noise) = (draws(rows), draws(columns), draws(rows * columns))
            return fill { ((left[$0] < 0.5) == (right[$1] < 0.5) ? 1 : 0) + 0.1 * noise[$0 * columns + $1] }
        case .planted:
            let noise = draws(rows * columns)
            return fill { noise[$0 * columns + $1] + ($1 == ($0 * 7 + 3) % columns ? 2 : 0) }
        case .tenLevels: return draws(rows * columns).map { ($0 * 10).rounded(.down) }
        case .triangle: return fill { $1 <= $0 ? 1 : 0 }
        case .products: return fill { Double(($0 + 1) * ($1 + 1) % columns) }
        case .crowdedTies:
            // All rows have the same twenty best columns, so most of them are outbid.
            let noise = draws(rows * columns)
            return fill { $1 % 16 == 5 ? 1 : 0.5 * noise[$0 * columns + $1] }
        case .circle:
            let (left, right) = (draws(rows), draws(columns))
            return fill { -min(abs(left[$0] - right[$1]), 1 - abs(left[$0] - right[$1])) }
        }
    }

    /// Row part + column part + an inner product of eight traits + noise: what chemistry scores look like.
    static func chemistry(rows: Int, columns: Int, using generator: inout SplitMix64) -> [Double] {
        let left = (0..<rows * 8).map { _ in generator.normal() }
        let right = (0..<columns * 8).map { _ in generator.normal() }
        let rowPart = (0..<rows).map { _ in generator.normal() }
        let columnPart = (0..<columns).map { _ in generator.normal() }
        return (0..<rows * columns).map { position in
            let (row, column) = (position / columns, position % columns)
            var inner = 0.0
            for trait in 0..<8 { inner += left[row * 8 + trait] * right[column * 8 + trait] }
            return rowPart[row] + columnPart[column] + inner / 2.83 + 0.3 * generator.normal()
        }
    }
}
