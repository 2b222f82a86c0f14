/// Whom to put together with whom: scores, capacities, and the rules of the game.
///
/// Of all sets of pairs in which no row and no column passes its capacity and no pair is made twice, ``solve(_:watch:)``
/// finds one with the greatest sum of scores:
///
///     maximise  Σ score[i, j] · x[i, j]     x[i, j] ∈ {0, 1}
///     with      Σⱼ x[i, j] ≤ rowCapacity[i]     Σᵢ x[i, j] ≤ columnCapacity[j]
///
/// and ``unmatched`` says what an empty place costs.
public struct MatchingProblem: Sendable {
    /// What each pair is worth.
    public var scores: Scores
    /// How many pairs each row takes, 0 or more; `nil` means one each.
    public var rowCapacities: [Int32]?
    /// How many pairs each column takes, 0 or more; `nil` means one each.
    public var columnCapacities: [Int32]?
    /// When a place may stay empty.
    public var unmatched: UnmatchedRule
    /// Pairs that must be made. They use capacity and their score counts (a pin may not be forbidden).
    public var pins: [Pair]
    /// Pairs that exist today: each gains ``presentPairBonus``, the price of a change.
    public var presentPairs: [Pair]
    /// What staying together is worth, in score units; 0 or more.
    public var presentPairBonus: Double
    /// What is best.
    public var objective: Objective
    /// What NaN means.
    public var nanPolicy: NaNPolicy
    /// An earlier solution to begin from.
    public var warmStart: WarmStart?
    /// How many threads may work on it, 1 or more; the answer is the same for any number. They share the
    /// passes over the scores; bids and searches are one thread's.
    public var threadCount: Int

    /// A problem with the given scores, one place each, and everybody matched who can be.
    public init(
        scores: Scores,
        rowCapacities: [Int32]? = nil,
        columnCapacities: [Int32]? = nil,
        unmatched: UnmatchedRule = .asFewAsPossible,
        pins: [Pair] = [],
        presentPairs: [Pair] = [],
        presentPairBonus: Double = 0,
        objective: Objective = .total,
        nanPolicy: NaNPolicy = .isAnError,
        warmStart: WarmStart? = nil,
        threadCount: Int = 1
    ) {
        self.scores = scores
        self.rowCapacities = rowCapacities
        self.columnCapacities = columnCapacities
        self.unmatched = unmatched
        self.pins = pins
        self.presentPairs = presentPairs
        self.presentPairBonus = presentPairBonus
        self.objective = objective
        self.nanPolicy = nanPolicy
        self.warmStart = warmStart
        self.threadCount = threadCount
    }

    /// Number of side A members.
    public var rowCount: Int { scores.rowCount }
    /// Number of side B members.
    public var columnCount: Int { scores.columnCount }
}

/// When a place may stay empty.
public enum UnmatchedRule: Sendable, Hashable {
    /// First as many pairs as the capacities and the forbidden pairs allow, then the greatest total among those
    /// (scores may be negative).
    case asFewAsPossible
    /// As ``asFewAsPossible``, and the side with fewer places must be filled completely:
    /// otherwise ``MatchingError/infeasible(rows:columns:)`` names the clash.
    case notAllowed
    /// Only pairs that are worth it: maximises Σ (score - threshold), so that a pair below the threshold is
    /// never made (one exactly at it may or may not be).
    case allowed(below: Double)
}

/// What makes one set of pairs better than another, once ``UnmatchedRule`` is satisfied.
public enum Objective: Sendable, Hashable {
    /// The greatest total.
    case total
    /// The greatest worst pair first, then the greatest total among those. Pins are not judged.
    case worstFirst
}

/// An earlier solution to begin from. It changes the time needed, never the total.
///
/// The solver finds out itself which rows and columns have changed. Where a few per cent have, it searches for those only.
public struct WarmStart: Sendable {
    /// The earlier price of each row.
    public var rowPrices: [Double]
    /// The earlier price of each column.
    public var columnPrices: [Double]
    /// The earlier pairs.
    public var pairs: [Pair]

    /// Begins from given prices, one for each row and column, and pairs.
    public init(rowPrices: [Double], columnPrices: [Double], pairs: [Pair]) {
        self.rowPrices = rowPrices
        self.columnPrices = columnPrices
        self.pairs = pairs
    }

    /// Begins from an earlier solution of a problem of the same size.
    public init(_ earlier: Solution) {
        self.init(rowPrices: earlier.rowPrices, columnPrices: earlier.columnPrices, pairs: earlier.pairs)
    }
}
