/// One of the two sides of an alliance. Candidates for each other always stand on opposite sides.
public enum Side: String, Sendable, Hashable, CaseIterable, Codable {
    case a
    case b

    /// The other side.
    public var opposite: Side { self == .a ? .b : .a }
}
