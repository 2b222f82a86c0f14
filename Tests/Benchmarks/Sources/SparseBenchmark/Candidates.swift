internal import Domain
internal import Matching

/// Random candidates for each row, scored by what two profiles of eight numbers say, what each side is worth, and noise.
func drawnCandidates(rowCount: Int, perRow: Int) -> CandidateScores {
    var random = SplitMix64(seed: 3)
    let left = profiles(rowCount, &random)
    let right = profiles(rowCount, &random)
    var starts = [0]
    var columns: [Int32] = []
    var scores: [Int32] = []
    starts.reserveCapacity(rowCount + 1)
    columns.reserveCapacity(rowCount * perRow)
    scores.reserveCapacity(rowCount * perRow)
    var drawn = [Int32](repeating: 0, count: perRow)
    for row in 0..<rowCount {
        for index in drawn.indices { drawn[index] = Int32(random.next() % UInt64(rowCount)) }
        drawn.sort()
        var last: Int32 = -1
        for column in drawn where column != last {
            last = column
            let (own, other) = (left[row], right[Int(column)])
            let agreement = (own.lowHalf * other.lowHalf).sum() + own[8] + other[8]
            columns.append(column)
            scores.append(Int32((1000 * (agreement + 0.3 * random.coarseNormal())).rounded()))
        }
        starts.append(columns.count)
    }
    return CandidateScores(
        columnCount: rowCount, rowStarts: starts, columns: columns, elements: .integer(scores))
}

/// Eight numbers, the products of which have variance 1 together, and in place 8 what the member is worth to everybody.
private func profiles(_ count: Int, _ random: inout SplitMix64) -> [SIMD16<Float>] {
    (0..<count).map { _ in
        var profile = SIMD16<Float>()
        for place in 0..<8 { profile[place] = random.coarseNormal() * 0.5946 }
        profile[8] = random.coarseNormal()
        return profile
    }
}

extension SplitMix64 {
    /// Nearly normal, mean 0, variance 1: twelve uniforms of ten bits.
    fileprivate mutating func coarseNormal() -> Float {
        let (first, second) = (next(), next())
        let sum = (0..<6).reduce(UInt64(0)) {
            $0 + (first >> (10 * $1) & 1023) + (second >> (10 * $1) & 1023)
        }
        return (Float(sum) + 6) / 1024 - 6
    }
}
