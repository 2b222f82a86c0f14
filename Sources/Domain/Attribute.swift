/// A profile attribute that an alliance records about its salespeople.
public struct Attribute: Sendable, Hashable, Codable {
    /// Column name in `salespeople.csv`.
    public var name: String
    /// How its cells are read.
    public var kind: Kind

    /// Makes an attribute.
    public init(name: String, kind: Kind) {
        self.name = name
        self.kind = kind
    }

    /// How the cells of an attribute are read.
    public enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        /// A finite number.
        case number
        /// One of several words.
        case category
        /// Any number of words, separated by `|`.
        case set
    }
}

/// What is known of one attribute of one person. Absence (unknown) is a nil `AttributeValue?`.
public enum AttributeValue: Sendable, Hashable, Codable {
    /// A finite number.
    case number(Double)
    /// One word.
    case category(String)
    /// Distinct words, sorted.
    case set([String])
}
