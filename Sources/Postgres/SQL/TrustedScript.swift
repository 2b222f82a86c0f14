/// The text of a whole file of statements, sent as it is: no values, no preparation.
///
/// A script bypasses what ``SQL`` guarantees, so making one is spelled out: from a literal, or
/// from text that the program itself carries (an embedded migration).
public struct TrustedScript: ExpressibleByStringLiteral, Sendable {
    /// The statements, separated by semicolons.
    public let text: String

    /// A script that stands in the source.
    public init(stringLiteral text: StaticString) {
        self.text = text.description
    }

    /// A script from a file that is part of the program or that its operator vouches for. Never for anything that a
    /// user of the program could have written.
    public init(trustedText text: String) {
        self.text = text
    }
}
