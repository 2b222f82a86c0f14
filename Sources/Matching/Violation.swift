/// A way in which a solution breaks the rules or its proof fails.
public enum Violation: Sendable, Hashable {
    /// The solution belongs to a problem of another size.
    case wrongSize
    /// A pair names a row or column that does not exist.
    case noSuchPair(Pair)
    /// A pair is made twice.
    case repeatedPair(Pair)
    /// A pair is forbidden, or worse than the worst allowed.
    case forbiddenPair(Pair)
    /// A pin is not among the pairs.
    case missingPin(Pair)
    /// More pairs than places.
    case overCapacity(Side, index: Int)
    /// ``Solution/total`` is not the sum of the scores.
    case wrongTotal(found: Double, expected: Double)
    /// ``Solution/utility`` is not the sum of scores and bonuses.
    case wrongUtility(found: Double, expected: Double)
    /// The cover does not prove that no more pairs are possible.
    case morePairsPossible
    /// The prices allow a utility that lies further above than ``Solution/gap`` admits.
    case betterIsPossible(bound: Double, claimed: Double)
    /// A price is not a number, or the price of a side with room has the wrong sign.
    case badPrice(Side, index: Int)
    /// It is not proved that the worst pair could not be better.
    case worstPairCouldBeBetter
}
