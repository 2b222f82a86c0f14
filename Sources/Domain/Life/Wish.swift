/// What a salesperson would like about one counterpart. Theirs alone; the night weighs it, and it decides nothing.
public enum Wish: String, Sendable, Hashable, CaseIterable, Codable {
    /// "I would like to work with them."
    case with
    /// "Please not."
    case without
}
