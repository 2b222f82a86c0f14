extension PairGrid {
    func addNumbers(
        _ person: Int, _ posterior: Posterior, _ first: UnsafeMutablePointer<Block>,
        _ second: UnsafeMutablePointer<Block>
    ) {
        let features = posterior.features
        for index in 0..<features.numberCount {
            let mine = posterior.profiles.numbers[person * features.numberCount + index]
            let weights = posterior.derived.indexWeights[index]
            if mine.isNaN || weights == (0, 0) { continue }
            let centre = Float(features.centres[index])
            numbers[index].withUnsafeBufferPointer { values in
                knownNumbers[index].withUnsafeBufferPointer { known in
                    for block in 0..<values.count {
                        let distance = (Block.magnitude(values[block] - mine) - centre) * known[block]
                        first[block] += distance * weights.0
                        second[block] += distance * weights.1
                    }
                }
            }
        }
    }

    func addCategories(
        _ person: Int, _ posterior: Posterior, _ first: UnsafeMutablePointer<Block>,
        _ second: UnsafeMutablePointer<Block>
    ) {
        let features = posterior.features
        for index in 0..<features.categoryCount {
            let mine = posterior.profiles.categories[person * features.categoryCount + index]
            let feature = features.numberCount + index
            let weights = posterior.derived.indexWeights[feature]
            if mine == 0 || weights == (0, 0) { continue }
            let different = Block(repeating: Float(-features.centres[feature]))
            let same = different + 1
            categories[index].withUnsafeBufferPointer { codes in
                for block in 0..<codes.count {
                    var value = different.replacing(with: same, where: codes[block] .== mine)
                    value.replace(with: 0, where: codes[block] .== 0)
                    first[block] += value * weights.0
                    second[block] += value * weights.1
                }
            }
        }
    }

    func addSets(
        _ person: Int, _ posterior: Posterior, _ first: UnsafeMutablePointer<Block>,
        _ second: UnsafeMutablePointer<Block>
    ) {
        let features = posterior.features
        for index in 0..<features.setCount {
            guard let mine = posterior.profiles.sets[person * features.setCount + index] else { continue }
            let feature = features.numberCount + features.categoryCount + index
            let weights = posterior.derived.indexWeights[feature]
            if weights == (0, 0) { continue }
            let centre = Float(features.centres[feature])
            let overlaps = sets[index].values.map { value -> Float in
                let overlap = Float(DyadFeatures.overlap(mine, value))
                return overlap.isNaN ? 0 : overlap - centre
            }
            overlaps.withUnsafeBufferPointer { overlaps in
                sets[index].valueOf.withUnsafeBufferPointer { valueOf in
                    for block in 0..<valueOf.count {
                        var value = Block()
                        for lane in 0..<8 { value[lane] = overlaps[Int(valueOf[block][lane])] }
                        first[block] += value * weights.0
                        second[block] += value * weights.1
                    }
                }
            }
        }
    }

    func addAccounts(
        _ person: Int, _ posterior: Posterior, _ first: UnsafeMutablePointer<Block>,
        _ second: UnsafeMutablePointer<Block>
    ) {
        let features = posterior.features
        guard features.comparesAccounts else { return }
        let feature = features.similarityCount - 1
        let weights = posterior.derived.indexWeights[feature]
        let centre = Float(features.centres[feature])
        for block in 0..<blockCount {
            first[block] -= weights.0 * centre
            second[block] -= weights.1 * centre
        }
        var shared: [Int32: Int] = [:]
        for account in posterior.profiles.accounts[person] {
            for place in coverers[account] ?? [] { shared[place, default: 0] += 1 }
        }
        for (place, number) in shared {
            let value = Float(Double.binaryLogarithm(1 + Double(number)))
            first[Int(place) >> 3][Int(place) & 7] += weights.0 * value
            second[Int(place) >> 3][Int(place) & 7] += weights.1 * value
        }
    }

    func addProducts(
        _ person: Int, _ posterior: Posterior, _ first: UnsafeMutablePointer<Block>,
        _ second: UnsafeMutablePointer<Block>
    ) {
        let features = posterior.features
        for theirs in 0..<features.rank {
            var weights: (Float, Float) = (0, 0)
            for mine in 0..<features.rank {
                let (ofA, ofB) = standsOnA ? (theirs, mine) : (mine, theirs)
                let product = features.similarityCount + ofA * features.rank + ofB
                let weight = posterior.derived.indexWeights[product]
                let value = Float(posterior.profiles.components[person, mine])
                weights.0 += weight.0 * value
                weights.1 += weight.1 * value
            }
            components[theirs].withUnsafeBufferPointer { component in
                for block in 0..<component.count {
                    first[block] += component[block] * weights.0
                    second[block] += component[block] * weights.1
                }
            }
        }
    }
}

extension PairGrid {
    func addCompanies(
        _ person: Int, _ posterior: Posterior, _ first: UnsafeMutablePointer<Block>,
        _ second: UnsafeMutablePointer<Block>
    ) {
        let features = posterior.features
        let own = posterior.profiles.companies[person]
        for (index, pair) in features.companyPairs.enumerated() where (standsOnA ? pair.b : pair.a) == own {
            let weights = posterior.derived.indexWeights[features.companyStart + index]
            let theirs = standsOnA ? pair.a : pair.b
            for block in 0..<companies.count {
                let met = Block().replacing(with: 1, where: companies[block] .== theirs)
                first[block] += met * weights.0
                second[block] += met * weights.1
            }
        }
    }
}

/// One set attribute of many people: few distinct values, and which of them each person has.
struct SetColumn: Sendable {
    /// Distinct values; nil is unknown.
    var values: [[Int32]?] = []
    /// Index into ``values`` for each person, padded with 0.
    var valueOf: [SIMD8<Int32>]

    init(_ sets: [[Int32]?]) {
        var known: [[Int32]?: Int32] = [:]
        valueOf = [SIMD8<Int32>](repeating: SIMD8(repeating: 0), count: (sets.count + 7) / 8)
        for (place, set) in sets.enumerated() {
            let index = known[set] ?? Int32(values.count)
            if known[set] == nil {
                known[set] = index
                values.append(set)
            }
            valueOf[place >> 3][place & 7] = index
        }
    }
}

extension SIMD8<Float> {
    /// Absolute values.
    @inline(__always)
    static func magnitude(_ value: Self) -> Self {
        Self(bits: value.bits & 0x7FFF_FFFF)
    }

    /// eˣ with a relative error below 3·10⁻⁷; arguments are held within ±60.
    @inline(__always)
    static func exponential(_ value: Self) -> Self {
        let scaled =
            value.clamped(lowerBound: Self(repeating: -60), upperBound: Self(repeating: 60)) * 1.442_695_04
        // Adding 1.5 · 2²³ rounds to the nearest integer and leaves it in the lowest bits.
        let shifted = scaled + 12_582_912
        let fraction = (scaled - (shifted - 12_582_912)) * 0.693_147_18
        let power = Self(bits: (shifted.bits &- 0x4B40_0000 &+ 127) &<< 23)
        var series = fraction * (1.0 / 720) + (1.0 / 120)
        series = series * fraction + (1.0 / 24)
        series = series * fraction + (1.0 / 6)
        series = series * fraction + 0.5
        series = series * fraction + 1
        return power * (series * fraction + 1)
    }

    /// 1 / √x for x ≥ 1 with a relative error below 10⁻⁶: a first guess from the bits, then Newton's method.
    @inline(__always)
    static func inverseRoot(_ value: Self) -> Self {
        var root = Self(bits: 0x5F37_59DF &- (value.bits &>> 1))
        let half = value * 0.5
        for _ in 0..<3 { root = root * (1.5 - half * root * root) }
        return root
    }

    @inline(__always)
    private var bits: SIMD8<UInt32> { unsafeBitCast(self, to: SIMD8<UInt32>.self) }

    @inline(__always)
    private init(bits: SIMD8<UInt32>) { self = unsafeBitCast(bits, to: SIMD8<Float>.self) }
}
