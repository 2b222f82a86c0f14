internal import Matching

/// Random candidates for each row, scored by what two profiles of eight numbers say, what each side is worth, and noise.
func drawnCandidates(rowCount: Int, perRow: Int) -> CandidateScores {
    var random = Mixer(state: 3)
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
            scores.append(Int32((1000 * (agreement + 0.3 * random.normal())).rounded()))
        }
        starts.append(columns.count)
    }
    return CandidateScores(
        columnCount: rowCount, rowStarts: starts, columns: columns, elements: .integer(scores))
}

/// Eight numbers, the products of which have variance 1 together, and in place 8 what the member is worth to everybody.
private func profiles(_ count: Int, _ random: inout Mixer) -> [SIMD16<Float>] {
    (0..<count).map { _ in
        var profile = SIMD16<Float>()
        for place in 0..<8 { profile[place] = random.normal() * 0.5946 }
        profile[8] = random.normal()
        return profile
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
private struct Mixer {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Nearly normal, mean 0, variance 1: twelve uniforms of ten bits.
    mutating func normal() -> Float {
        let (first, second) = (next(), next())
        let sum = (0..<6).reduce(UInt64(0)) {
            $0 + (first >> (10 * $1) & 1023) + (second >> (10 * $1) & 1023)
        }
        return (Float(sum) + 6) / 1024 - 6
    }
}
