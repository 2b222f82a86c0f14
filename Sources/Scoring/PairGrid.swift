import Domain

/// Eight single-precision numbers that are computed with at once.
typealias Block = SIMD8<Float>

/// People of one side laid out column by column, so that one person of the other side is compared with all
/// of them in a few passes over contiguous single-precision numbers, eight at a time.
///
/// Everything is already reduced to the two *indices* of chemistry (see ``Chemistry``): direction 0 is a
/// about b, direction 1 is b about a. Columns are padded to whole blocks with zeros.
struct PairGrid: Sendable {
    /// Rows of the posterior that are the columns here.
    let people: [Int]
    /// Whether those people stand on side a.
    let standsOnA: Bool
    /// Blocks in a column.
    let blockCount: Int
    /// Place of each person of the posterior among ``people``; −1: not here.
    private var places: [Int32]
    /// Contribution to both indices, and its variances and covariance in the order 00, 01, 11.
    private var indices: [[Block]]
    private var spreads: [[Block]]
    /// Standardised numbers, 0 where unknown; and 1 where known.
    var numbers: [[Block]] = []
    var knownNumbers: [[Block]] = []
    /// Codes of categories.
    var categories: [[SIMD8<Int32>]] = []
    /// For each set attribute the distinct values, and which of them each person has.
    var sets: [SetColumn] = []
    /// Principal components.
    var components: [[Block]] = []
    /// Companies.
    var companies: [SIMD8<Int32>] = []
    /// The people who cover each account.
    var coverers: [Int32: [Int32]] = [:]

    /// Lays out some people of one side. O(people × features).
    init(_ posterior: Posterior, _ people: [Int]) {
        self.people = people
        standsOnA = people.first.map { posterior.sides[$0] == .a } ?? true
        blockCount = (people.count + 7) / 8
        let (features, profiles) = (posterior.features, posterior.profiles)
        places = [Int32](repeating: -1, count: posterior.personCount)
        indices = [[Block]](repeating: [Block](repeating: Block(), count: blockCount), count: 2)
        spreads = [[Block]](repeating: [Block](repeating: Block(), count: blockCount), count: 3)
        for (place, person) in people.enumerated() { places[person] = Int32(place) }
        for person in people { refresh(person, posterior) }
        for index in 0..<features.numberCount {
            let values = people.map { profiles.numbers[$0 * features.numberCount + index] }
            numbers.append(Self.blocks(values.map { $0.isNaN ? 0 : $0 }))
            knownNumbers.append(Self.blocks(values.map { $0.isNaN ? 0 : 1 }))
        }
        for index in 0..<features.categoryCount {
            categories.append(
                Self.blocks(people.map { profiles.categories[$0 * features.categoryCount + index] }))
        }
        for index in 0..<features.setCount {
            sets.append(SetColumn(people.map { profiles.sets[$0 * features.setCount + index] }))
        }
        for index in 0..<features.rank {
            components.append(Self.blocks(people.map { Float(profiles.components[$0, index]) }))
        }
        companies = Self.blocks(people.map { profiles.companies[$0] })
        if features.comparesAccounts {
            for (place, person) in people.enumerated() {
                for account in profiles.accounts[person] {
                    coverers[account, default: []].append(Int32(place))
                }
            }
        }
    }

    private static func blocks<Value: SIMDScalar & ExpressibleByIntegerLiteral>(
        _ values: [Value]
    ) -> [SIMD8<Value>] {
        var result = [SIMD8<Value>](repeating: SIMD8(repeating: 0), count: (values.count + 7) / 8)
        for (place, value) in values.enumerated() { result[place >> 3][place & 7] = value }
        return result
    }

    /// Where a person stands among ``people``, who must be here (a precondition).
    func place(of person: Int) -> Int { Int(places[person]) }

    /// Takes over what is known of a person now. O(1).
    mutating func refresh(_ person: Int, _ posterior: Posterior) {
        guard person < places.count, places[person] >= 0 else { return }
        let (block, lane) = (Int(places[person]) >> 3, Int(places[person]) & 7)
        let contribution = posterior.derived.indexContribution(of: person)
        indices[0][block][lane] = contribution.means.0
        indices[1][block][lane] = contribution.means.1
        spreads[0][block][lane] = contribution.spreads.0
        spreads[1][block][lane] = contribution.spreads.1
        spreads[2][block][lane] = contribution.spreads.2
    }

    /// Mean and variance of the chemistry of `person`, of the other side, with everybody here.
    /// O(people × features). The pointers have room for one number each.
    func chemistry(
        of person: Int, _ posterior: Posterior, scratch: inout Scratch,
        mean: UnsafeMutablePointer<Float>, variance: UnsafeMutablePointer<Float>
    ) {
        scratch.prepare(blockCount)
        let mine = posterior.derived.indexContribution(of: person)
        let fixed = posterior.derived.indexConstants
        scratch.withPointers { first, second in
            for block in 0..<blockCount {
                first[block] = indices[0][block] + (fixed.means.0 + mine.means.0)
                second[block] = indices[1][block] + (fixed.means.1 + mine.means.1)
            }
            addNumbers(person, posterior, first, second)
            addCategories(person, posterior, first, second)
            addSets(person, posterior, first, second)
            addAccounts(person, posterior, first, second)
            addProducts(person, posterior, first, second)
            addCompanies(person, posterior, first, second)
            let own = (
                fixed.spreads.0 + mine.spreads.0, fixed.spreads.1 + mine.spreads.1,
                fixed.spreads.2 + mine.spreads.2
            )
            finish(first, second, own)
            UnsafeRawPointer(first).withMemoryRebound(to: Float.self, capacity: blockCount * 8) {
                mean.update(from: $0, count: people.count)
            }
            UnsafeRawPointer(second).withMemoryRebound(to: Float.self, capacity: blockCount * 8) {
                variance.update(from: $0, count: people.count)
            }
        }
        replaceKnown(person, posterior, &scratch.pair, mean, variance)
    }

    /// Replaces the two indices by mean and variance of the chemistry; the same formulas as ``Chemistry``.
    private func finish(
        _ first: UnsafeMutablePointer<Block>, _ second: UnsafeMutablePointer<Block>,
        _ own: (Float, Float, Float)
    ) {
        spreads[0].withUnsafeBufferPointer { spread00 in
            spreads[1].withUnsafeBufferPointer { spread01 in
                spreads[2].withUnsafeBufferPointer { spread11 in
                    for block in 0..<blockCount {
                        let v00 = spread00[block] + own.0
                        let v01 = spread01[block] + own.1
                        let v11 = spread11[block] + own.2
                        // π / 8, see Link.damping(variance:).
                        let d0 = Block.inverseRoot(v00 * 0.392_699_08 + 1)
                        let d1 = Block.inverseRoot(v11 * 0.392_699_08 + 1)
                        let e0 = Block.exponential(-(first[block] * d0))
                        let e1 = Block.exponential(-(second[block] * d1))
                        let (q0, q1) = (e0 + 1, e1 + 1)
                        let value = Block.inverseRoot(q0 * q1) * 100
                        let (g0, g1) = (e0 / q0, e1 / q1)
                        first[block] = value
                        let parts = g0 * g0 * v00 + g0 * g1 * v01 * 2 + g1 * g1 * v11
                        second[block] = value * value * parts * 0.25
                    }
                }
            }
        }
    }

    /// Pairs with sheets of their own are few: each is computed the long way.
    private func replaceKnown(
        _ person: Int, _ posterior: Posterior, _ room: inout Posterior.PairRoom,
        _ mean: UnsafeMutablePointer<Float>, _ variance: UnsafeMutablePointer<Float>
    ) {
        for entry in posterior.derived.dyadsOfPerson[person] {
            let dyad = Int(entry)
            let other = Int(standsOnA ? posterior.table.personA[dyad] : posterior.table.personB[dyad])
            let place = Int(places[other])
            if place < 0 { continue }
            let chemistry = posterior.chemistry(ofKnown: dyad, &room)
            mean[place] = Float(chemistry.mean)
            variance[place] = Float(chemistry.variance)
        }
    }
}

extension PairGrid {
    /// Room for the two indices of everybody here, reused from person to person.
    struct Scratch {
        private var first: [Block] = []
        private var second: [Block] = []
        var pair = Posterior.PairRoom()

        mutating func prepare(_ count: Int) {
            if first.count == count { return }
            first = [Block](repeating: Block(), count: count)
            second = first
        }

        mutating func withPointers(
            _ body: (UnsafeMutablePointer<Block>, UnsafeMutablePointer<Block>) -> Void
        ) {
            first.withUnsafeMutableBufferPointer { first in
                second.withUnsafeMutableBufferPointer { second in
                    guard let one = first.baseAddress, let two = second.baseAddress else { return }
                    body(one, two)
                }
            }
        }
    }
}
