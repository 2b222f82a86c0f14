/// One time at which both people of a pairing are asked about each other.
///
/// What they answer is sealed until both have answered or the deadline has passed, so that nobody answers an answer.
public struct Occasion: Sendable, Hashable {
    /// What is asked.
    public var kind: Kind
    /// From when people are reminded. An earlier answer is taken too.
    public var opens: Day
    /// The last day before what is there is released.
    public var deadline: Day
    /// Sides whose person has answered.
    public var answeredBy: Set<Side>
    /// Whether the answers have been released: from then on they are fixed, and the model learns from them.
    public var isReleased: Bool

    /// Makes an occasion.
    public init(
        kind: Kind, opens: Day, deadline: Day, answeredBy: Set<Side> = [], isReleased: Bool = false
    ) {
        self.kind = kind
        self.opens = opens
        self.deadline = deadline
        self.answeredBy = answeredBy
        self.isReleased = isReleased
    }

    /// What is asked.
    public enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        /// A few ticks in between.
        case pulse
        /// The whole instrument.
        case sheet
    }

    /// Whether what is there is to be released on a day.
    public func isDue(on day: Day) -> Bool { !isReleased && (answeredBy.count == 2 || day > deadline) }

    /// How far apart pulses are, in days: often enough to hear of trouble, seldom enough to be answered.
    public static let pulseDistance = 14
    /// How long before its day a sheet is asked for, and how long after it is waited for, in days.
    public static let sheetWindow = 7
    /// After how many days a confirmed pairing is asked about again.
    public static let confirmedDistance = 90
}

extension PairingLife {
    /// What both people are to be asked during the part of the trial that begins on a day; nothing when there is no trial.
    ///
    /// - Parameter first: the first day of the trial, or of its extension.
    public func occasions(from first: Day) -> [Occasion] {
        guard status == .trial, let plannedEnd else { return [] }
        var occasions: [Occasion] = []
        var pulse = first.advanced(byDays: Occasion.pulseDistance)
        while pulse < plannedEnd.advanced(byDays: -Occasion.sheetWindow) {
            occasions.append(
                Occasion(
                    kind: .pulse, opens: pulse, deadline: pulse.advanced(byDays: Occasion.pulseDistance - 1)))
            pulse = pulse.advanced(byDays: Occasion.pulseDistance)
        }
        return occasions + [Occasion.sheet(about: plannedEnd)]
    }
}

extension Occasion {
    /// The whole instrument, asked about a day.
    public static func sheet(about day: Day) -> Occasion {
        Occasion(
            kind: .sheet, opens: day.advanced(byDays: -sheetWindow),
            deadline: day.advanced(byDays: sheetWindow))
    }
}
