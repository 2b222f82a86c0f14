import Domain
import Matching

/// A simulated alliance of which the truth is known: two sides of equal size, and how much everybody likes everybody.
///
///     liking of i for j = actor(i) + partner(j) + relationship(i, j)      and the same from j to i
///     relationship = profile (bilinear) + hidden taste (rank 3) + what is between the two alone
///
/// The true chemistry of a pair is the mean of its two directions. A trial shows both directions with noise.
struct World {
    let count: Int
    /// Profiles of side a and side b: `people × 6`.
    let profiles: (a: Table, b: Table)
    /// Liking of a (row) for b (column), and of b (column) for a (row).
    let liking: (aToB: Table, bToA: Table)
    /// True chemistry of every pair.
    let chemistry: Table
    /// What earlier alliances taught of how profiles go together, for every pair.
    let foretold: Table
    private let noise: Double
    private var dice: Dice

    static let attributes = 6
    private static let tastes = 3

    /// Draws a world.
    ///
    /// - Parameter experience: what it has in common with other worlds of the same installation.
    init(count: Int, seed: UInt64, shares: WorldShares, _ experience: Experience) {
        var dice = Dice(seed: seed)
        self.count = count
        let a = Table(count, Self.attributes, normal: &dice)
        let b = Table(count, Self.attributes, normal: &dice)
        profiles = (a, b)
        let effects = (Self.effects(a, shares, &dice), Self.effects(b, shares, &dice))
        let form = Self.bilinear(a, b, shares, experience, &dice)
        let taste = Self.both(shares.reciprocity) {
            Self.unit(Table(count, Self.tastes, normal: &dice) * Table(Self.tastes, count, normal: &dice))
        }
        let alone = Self.both(shares.reciprocity) { Table(count, count, normal: &dice) }
        func direction(_ profile: Table, _ taste: Table, _ alone: Table) -> Table {
            shares.profile.squareRoot() * profile + shares.taste.squareRoot() * taste
                + shares.pair.squareRoot() * alone
        }
        var aToB = direction(form.parts.0, taste.0, alone.0)
        var bToA = direction(form.parts.1, taste.1, alone.1)
        for row in 0..<count {
            for column in 0..<count {
                aToB[row, column] += effects.0.actor[row] + effects.1.partner[column]
                bToA[row, column] += effects.1.actor[column] + effects.0.partner[row]
            }
        }
        liking = (aToB, bToA)
        chemistry = 0.5 * (aToB + bToA)
        foretold = form.foretold
        noise = shares.noise.squareRoot()
        self.dice = dice
    }

    /// What the two people of a trial say of each other: their liking and the noise of the occasion.
    mutating func trial(_ row: Int, _ column: Int) -> (ofB: Double, ofA: Double) {
        (
            liking.aToB[row, column] + noise * dice.normal(), liking.bToA[row, column] + noise * dice.normal()
        )
    }

    /// A world that has nothing in common with any other.
    init(count: Int, seed: UInt64, shares: WorldShares) {
        var dice = Dice(seed: seed ^ 0xe0_9e_71_e4_ce)
        self.init(
            count: count, seed: seed, shares: shares, Experience(attributes: Self.attributes, &dice))
    }

    /// Actor and partner effects of a side, a part of each explained by the profile.
    private static func effects(
        _ profile: Table, _ shares: WorldShares, _ dice: inout Dice
    ) -> (actor: [Double], partner: [Double]) {
        func effect(_ share: Double) -> [Double] {
            let weights = Table(attributes, 1, normal: &dice)
            let length = weights.values.reduce(0) { $0 + $1 * $1 }.squareRoot()
            let said = profile * weights
            let known = shares.profileOfEffects
            return said.values.map { value in
                (known.squareRoot() * value / length + (1 - known).squareRoot() * dice.normal())
                    * share.squareRoot()
            }
        }
        return (effect(shares.actor), effect(shares.partner))
    }

    /// What profiles say of each pair in both directions, and what of it experience foretells.
    private static func bilinear(
        _ a: Table, _ b: Table, _ shares: WorldShares, _ experience: Experience, _ dice: inout Dice
    ) -> (parts: (Table, Table), foretold: Table) {
        let (correlation, skill) = (shares.reciprocity, shares.experience)
        let own = experience.varied(skill, &dice)
        let forms = [own.shared, own.ofDirections.0, own.ofDirections.1].map { unit(a * $0 * b.transposed) }
        let (part, rest) = (correlation.squareRoot(), (1 - correlation).squareRoot())
        let parts = (part * forms[0] + rest * forms[1], part * forms[0] + rest * forms[2])
        // A form of independent standard weights has a deviation of as much as there are attributes.
        let size = skill * (shares.profile * (1 + correlation) / 2).squareRoot() / Double(attributes)
        return (parts, a * (size * experience.mutual(correlation)) * b.transposed)
    }

    /// Two tables with a given correlation.
    private static func both(_ correlation: Double, _ draw: () -> Table) -> (Table, Table) {
        let (shared, one, two) = (draw(), draw(), draw())
        let (part, rest) = (correlation.squareRoot(), (1 - correlation).squareRoot())
        return (part * shared + rest * one, part * shared + rest * two)
    }

    private static func unit(_ table: Table) -> Table {
        let centred = table.doublyCentred
        return (1 / centred.deviation) * centred
    }
}
