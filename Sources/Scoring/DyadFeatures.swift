/// What two profiles say about the pair, as numbers: how alike the two are in each attribute, how many
/// accounts they share, the products of their principal components (who suits whom), and which two companies meet.
///
/// Order: differences of numbers, same category, overlap of sets, shared accounts, products, then company pairs.
/// Each is centred and scaled over the possible pairs of the alliance; unknown is 0, the average.
struct DyadFeatures: Sendable, Hashable {
    /// Number of compared numbers, categories and sets.
    let numberCount: Int
    /// Number of compared categories.
    let categoryCount: Int
    /// Number of compared sets.
    let setCount: Int
    /// Whether shared accounts are compared.
    let comparesAccounts: Bool
    /// Components that are multiplied with each other.
    let rank: Int
    /// Companies of side a and of side b that have a feature of their own where they meet.
    var companyPairs: [CompanyPair] = []
    /// Mean of each similarity over possible pairs.
    var centres: [Double]
    /// What a centred similarity is multiplied with; 0 when it does not vary.
    var factors: [Double]

    /// Similarities, without the products.
    var similarityCount: Int { numberCount + categoryCount + setCount + (comparesAccounts ? 1 : 0) }
    /// What products are multiplied with: together they may explain a third of what similarities may.
    var productFactor: Double {
        similarityCount == 0 || rank == 0
            ? 1 : (Double(similarityCount) / (3 * Double(rank * rank))).squareRoot()
    }
    /// What the mark of a company pair is multiplied with: what two companies have in common may explain half as much as
    /// everything that profiles say of the pair.
    var companyFactor: Double { (Double(max(8, companyStart)) / 2).squareRoot() }
    /// Place of the first company pair.
    var companyStart: Int { similarityCount + rank * rank }
    /// Numbers in all for a pair.
    var count: Int { companyStart + companyPairs.count }

    /// Two companies, as indices into ``ProfileEncoding/companies``.
    struct CompanyPair: Sendable, Hashable {
        var a: Int32
        var b: Int32
    }

    /// At most so many company pairs have a feature: those of the most people.
    static let mostCompanyPairs = 64

    /// Puts features together from stored parts.
    init(
        numberCount: Int, categoryCount: Int, setCount: Int, comparesAccounts: Bool, rank: Int,
        companyPairs: [CompanyPair], centres: [Double], factors: [Double]
    ) {
        self.companyPairs = companyPairs
        self.numberCount = numberCount
        self.categoryCount = categoryCount
        self.setCount = setCount
        self.comparesAccounts = comparesAccounts
        self.rank = rank
        self.centres = centres
        self.factors = factors
    }

    /// Learns centres and spreads from a regular sample of at most `sample` possible pairs.
    init(learning profiles: PersonProfiles, sideA: [Int], sideB: [Int], sample: Int = 20_000) {
        let people = max(1, profiles.rows.rows)
        numberCount = profiles.numbers.count / people
        categoryCount = profiles.categories.count / people
        setCount = profiles.sets.count / people
        comparesAccounts = profiles.accounts.contains { !$0.isEmpty }
        rank = profiles.components.columns
        companyPairs = Self.companyPairs(profiles, sideA, sideB)
        centres = []
        factors = []
        let width = similarityCount
        centres = [Double](repeating: 0, count: width)
        factors = [Double](repeating: 1, count: width)
        var (counts, sums, squares) = (centres, centres, centres)
        var raw = centres
        let pairs = sideA.count * sideB.count
        guard pairs > 0, width > 0 else { return }
        for step in 0..<min(pairs, sample) {
            // A stride prime to most sizes walks the pairs evenly.
            let pair =
                pairs <= sample
                ? step : Int(truncatingIfNeeded: (UInt64(step) &* 2_654_435_761) % UInt64(pairs))
            let (a, b) = (sideA[pair / sideB.count], sideB[pair % sideB.count])
            similarities(a, b, profiles, into: &raw)
            for index in 0..<width where !raw[index].isNaN {
                counts[index] += 1
                sums[index] += raw[index]
                squares[index] += raw[index] * raw[index]
            }
        }
        for index in 0..<width {
            let mean = sums[index] / max(1, counts[index])
            let variance = squares[index] / max(1, counts[index]) - mean * mean
            centres[index] = mean
            factors[index] = variance > 1e-6 ? 1 / variance.squareRoot() : 0
        }
    }

    /// Writes the features of a pair. O(count).
    func write(
        _ a: Int, _ b: Int, _ profiles: PersonProfiles, into out: inout [Double]
    ) {
        similarities(a, b, profiles, into: &out)
        for index in 0..<similarityCount {
            out[index] = out[index].isNaN ? 0 : (out[index] - centres[index]) * factors[index]
        }
        var place = similarityCount
        let (rowA, rowB) = (a * rank, b * rank)
        profiles.components.values.withUnsafeBufferPointer { component in
            for i in 0..<rank {
                for j in 0..<rank {
                    out[place] = productFactor * component[rowA + i] * component[rowB + j]
                    place += 1
                }
            }
        }
        for pair in companyPairs {
            let met = profiles.companies[a] == pair.a && profiles.companies[b] == pair.b
            out[place] = met ? companyFactor : 0
            place += 1
        }
    }

    /// The pairs of companies with the most people; none where every pair of people is of the same two.
    private static func companyPairs(
        _ profiles: PersonProfiles, _ sideA: [Int], _ sideB: [Int]
    ) -> [CompanyPair] {
        let sizes = [sideA, sideB].map { people in
            people.reduce(into: [Int32: Int]()) { $0[profiles.companies[$1], default: 0] += 1 }
        }
        let pairs = sizes[0].flatMap { a in
            sizes[1].map { b in (pair: CompanyPair(a: a.key, b: b.key), size: a.value * b.value) }
        }
        guard pairs.count > 1 else { return [] }
        let largest = pairs.sorted { ($1.size, $0.pair.a, $0.pair.b) < ($0.size, $1.pair.a, $1.pair.b) }
        return largest.prefix(mostCompanyPairs).map(\.pair)
    }

    /// Raw similarities; NaN where one of the two is unknown.
    func similarities(_ a: Int, _ b: Int, _ profiles: PersonProfiles, into out: inout [Double]) {
        for index in 0..<numberCount {
            let one = profiles.numbers[a * numberCount + index]
            let two = profiles.numbers[b * numberCount + index]
            out[index] = Double(abs(one - two))
        }
        var place = numberCount
        for index in 0..<categoryCount {
            let one = profiles.categories[a * categoryCount + index]
            let two = profiles.categories[b * categoryCount + index]
            out[place] = one == 0 || two == 0 ? .nan : one == two ? 1 : 0
            place += 1
        }
        for index in 0..<setCount {
            out[place] = Self.overlap(
                profiles.sets[a * setCount + index], profiles.sets[b * setCount + index])
            place += 1
        }
        if comparesAccounts {
            let shared = Self.sharedCount(profiles.accounts[a], profiles.accounts[b])
            out[place] = Double.binaryLogarithm(1 + Double(shared))
        }
    }

    /// Jaccard overlap of two sets, NaN where one is unknown, 0 where both are empty.
    static func overlap(_ one: [Int32]?, _ two: [Int32]?) -> Double {
        guard let one, let two else { return .nan }
        let shared = sharedCount(one, two)
        let union = one.count + two.count - shared
        return union == 0 ? 0 : Double(shared) / Double(union)
    }

    /// Number of entries that two ascending lists share. O(n + m).
    static func sharedCount(_ one: [Int32], _ two: [Int32]) -> Int {
        var (i, j, shared) = (0, 0, 0)
        while i < one.count, j < two.count {
            if one[i] == two[j] { shared += 1 }
            let (left, right) = (one[i], two[j])
            if left <= right { i += 1 }
            if right <= left { j += 1 }
        }
        return shared
    }
}
