/// Why a matching problem has no answer. Every case says where to look.
public enum MatchingError: Error, Sendable, Hashable {
    /// A list has another length than the problem needs.
    case wrongCount(of: String, expected: Int, found: Int)
    /// A side has more members than an Int32 index reaches.
    case tooManyMembers(Side, Int)
    /// A score is NaN.
    case notANumber(Pair)
    /// A score is +infinity, or so large that sums would lose precision (beyond 2⁹⁶⁰).
    case outOfRange(Pair)
    /// A bonus, threshold or price is not a finite number or out of range.
    case badParameter(String, Double)
    /// A capacity is negative.
    case negativeCapacity(Side, index: Int, Int32)
    /// A pair names a row or column that does not exist.
    case noSuchPair(Pair)
    /// A pair is listed twice among the candidates, pins or present pairs.
    case repeatedPair(Pair)
    /// Row starts fall, or do not span the candidates.
    case brokenRowStarts(row: Int)
    /// A pin is a forbidden pair.
    case forbiddenPin(Pair)
    /// More pins than places.
    case pinsExceedCapacity(Side, index: Int, pins: Int, capacity: Int32)
    /// Not everybody on the smaller side can be matched: together, these rows may only go to these columns, and these have
    /// too few places for them (or the other way round, if the columns are the smaller side).
    case infeasible(rows: [Int], columns: [Int])
    /// Whole-number scores need a whole-number bonus and threshold of at most 2³⁰.
    case notWhole(String, Double)
}
