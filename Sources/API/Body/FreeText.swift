import Gateway

/// What people write in their own words: as long as the description allows, and no longer.
enum FreeText {
    /// The longest reason, rule or criterion, in characters of Unicode.
    static let longest = 2000

    /// The text, if it is short enough; nil when there is none.
    /// - Throws: ``GatewayError/badField(name:message:hint:)``.
    static func checked(_ text: String?, named name: String, atMost most: Int = longest) throws -> String? {
        guard let text, text.unicodeScalars.count > most else { return text }
        throw GatewayError.badField(
            name: name, message: "it is longer than \(most) characters.", hint: "Say it in fewer words.")
    }

    /// The texts, if each is short enough.
    /// - Throws: ``GatewayError/badField(name:message:hint:)``.
    static func checked(_ texts: [String]?, named name: String, atMost most: Int) throws -> [String] {
        for text in texts ?? [] { _ = try checked(text, named: name, atMost: most) }
        return texts ?? []
    }
}
