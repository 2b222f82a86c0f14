/// An agreement under which the companies of two sides sell together.
public struct Alliance: Sendable, Hashable, Codable {
    /// Permanent name in URLs, folders and commands: `a-z`, `0-9` and `-`.
    public var key: String
    /// What people read.
    public var name: String
    /// The questionnaire its salespeople answer about each other.
    public var instrument: Instrument
    /// The profile attributes it records, in column order.
    public var attributes: [Attribute]

    /// Makes an alliance.
    public init(key: String, name: String, instrument: Instrument = .study, attributes: [Attribute] = []) {
        self.key = key
        self.name = name
        self.instrument = instrument
        self.attributes = attributes
    }

    /// Whether a text can be an alliance's key: 1 to 63 of `a-z`, `0-9` and `-`, not starting with `-`.
    public static func isKey(_ text: some StringProtocol) -> Bool {
        let bytes = text.utf8
        guard (1...63).contains(bytes.count), bytes.first != UInt8(ascii: "-") else { return false }
        return bytes.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
        }
    }
}
