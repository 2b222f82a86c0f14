/// Why a pair is foretold better or worse than the average pair, for the eyes of one side.
public struct Reason: Sendable, Hashable {
    /// What it rests on.
    public enum Kind: Sendable, Hashable {
        /// Both have the same (or a similar, or an overlapping) value of this attribute.
        case alike(attribute: String)
        /// The two differ in this attribute.
        case different(attribute: String)
        /// A part of the counterpart's profile that speaks for (or against) them.
        case profile(attribute: String)
        /// What the viewer's own side, at least five raters, say of the counterpart.
        case reputation(raters: Int)
        /// Customer accounts that both cover.
        case sharedAccounts(count: Int)
        /// The two have worked together before.
        case experience
        /// Little is known of the counterpart yet.
        case newcomer
        /// Nothing else is worth a sentence.
        case ordinary
    }

    /// What it rests on.
    public var kind: Kind
    /// Points of chemistry it adds (or takes, when negative) against an average pair.
    public var points: Double
    /// One sentence in words a manager uses.
    public var text: String

    /// Makes a reason.
    public init(kind: Kind, points: Double, text: String) {
        self.kind = kind
        self.points = points
        self.text = text
    }
}
