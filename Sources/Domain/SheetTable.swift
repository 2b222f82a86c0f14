/// One rater's answers about one target.
public struct Sheet: Sendable, Hashable {
    /// Index of the rater in ``Snapshot/people``.
    public var rater: Int
    /// Index of the target in ``Snapshot/people``, on the other side.
    public var target: Int
    /// When it was written; nil when unknown.
    public var day: Day?
    /// One answer for each factor of the instrument, in scale points; nil where unanswered.
    public var ratings: [Double?]
    /// The rater's overall judgement, in scale points; nil where unanswered.
    public var success: Double?
    /// Whether the rater would go on with this counterpart; nil where unanswered.
    public var wouldContinue: Bool?

    /// Makes a sheet.
    public init(
        rater: Int, target: Int, day: Day? = nil, ratings: [Double?] = [], success: Double? = nil,
        wouldContinue: Bool? = nil
    ) {
        self.rater = rater
        self.target = target
        self.day = day
        self.ratings = ratings
        self.success = success
        self.wouldContinue = wouldContinue
    }
}

/// Many sheets of one alliance, stored by column: a million of them fit in some 45 MB.
///
/// Unknown answers are NaN (ratings, success), ``unknownDay`` and ``unknownDecision``.
public struct SheetTable: Sendable, Hashable {
    /// Marks a sheet without a date in ``days``.
    public static let unknownDay = Int32.min
    /// Marks a sheet without a decision in ``decisions``.
    public static let unknownDecision: Int8 = -1

    /// Answers per sheet: the number of factors of the instrument.
    public let factorCount: Int
    /// Index of each sheet's rater in ``Snapshot/people``.
    public private(set) var raters: [Int32] = []
    /// Index of each sheet's target in ``Snapshot/people``.
    public private(set) var targets: [Int32] = []
    /// Days since 1970-01-01, or ``unknownDay``.
    public private(set) var days: [Int32] = []
    /// Answers, row-major `count × factorCount`, in scale points; NaN where unanswered.
    public private(set) var ratings: [Float] = []
    /// Overall judgements in scale points; NaN where unanswered.
    public private(set) var successes: [Float] = []
    /// 1 yes, 0 no, ``unknownDecision`` unanswered.
    public private(set) var decisions: [Int8] = []

    /// Makes an empty table for an instrument of `factorCount` factors.
    public init(factorCount: Int) {
        self.factorCount = factorCount
    }

    /// Number of sheets.
    public var count: Int { raters.count }

    /// Makes room for `count` sheets in all.
    public mutating func reserveCapacity(_ count: Int) {
        raters.reserveCapacity(count)
        targets.reserveCapacity(count)
        days.reserveCapacity(count)
        ratings.reserveCapacity(count * factorCount)
        successes.reserveCapacity(count)
        decisions.reserveCapacity(count)
    }

    /// Adds a sheet at the end; it must have ``factorCount`` ratings (a precondition).
    public mutating func append(_ sheet: Sheet) {
        precondition(sheet.ratings.count == factorCount, "a sheet needs one answer for each factor")
        raters.append(Int32(sheet.rater))
        targets.append(Int32(sheet.target))
        days.append(sheet.day?.daysSince1970 ?? Self.unknownDay)
        for rating in sheet.ratings { ratings.append(rating.map { Float($0) } ?? .nan) }
        successes.append(sheet.success.map { Float($0) } ?? .nan)
        decisions.append(sheet.wouldContinue.map { $0 ? 1 : 0 } ?? Self.unknownDecision)
    }

    /// Adds a sheet from columns as they are stored; `answers` has ``factorCount`` entries, NaN for unknown.
    public mutating func append(
        rater: Int32, target: Int32, day: Int32, answers: some Collection<Float>, success: Float,
        decision: Int8
    ) {
        precondition(answers.count == factorCount, "a sheet needs one answer for each factor")
        raters.append(rater)
        targets.append(target)
        days.append(day)
        ratings.append(contentsOf: answers)
        successes.append(success)
        decisions.append(decision)
    }

    /// The sheet at `index`, in `0 ..< count` (a precondition).
    public subscript(index: Int) -> Sheet {
        let row = ratings[index * factorCount..<(index + 1) * factorCount]
        return Sheet(
            rater: Int(raters[index]), target: Int(targets[index]),
            day: days[index] == Self.unknownDay ? nil : Day(daysSince1970: days[index]),
            ratings: row.map { $0.isNaN ? nil : Double($0) },
            success: successes[index].isNaN ? nil : Double(successes[index]),
            wouldContinue: decisions[index] == Self.unknownDecision ? nil : decisions[index] == 1)
    }

    /// Compares bit patterns of answers, so that two unknown answers are equal.
    public static func == (left: SheetTable, right: SheetTable) -> Bool {
        left.factorCount == right.factorCount && left.raters == right.raters && left.targets == right.targets
            && left.days == right.days && left.decisions == right.decisions
            && left.ratings.elementsEqual(right.ratings) { $0 == $1 || ($0.isNaN && $1.isNaN) }
            && left.successes.elementsEqual(right.successes) { $0 == $1 || ($0.isNaN && $1.isNaN) }
    }

    /// Hashes who rated whom and when, which equal tables share.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(raters)
        hasher.combine(targets)
        hasher.combine(days)
    }
}
