import struct Foundation.Data
import struct Foundation.UUID

/// A bearer key as its owner holds it: `rapport_` and, in base64url, the alliance's id and 256 secret bits.
///
/// The alliance stands inside, so that the digest is looked up behind that alliance's own wall.
public struct BearerToken: Sendable, Hashable {
    /// The alliance the key belongs to.
    public let alliance: AllianceID
    /// 32 random bytes.
    public let secret: [UInt8]

    private static let prefix = "rapport_"

    init(alliance: AllianceID, secret: [UInt8]) {
        self.alliance = alliance
        self.secret = secret
    }

    /// Reads a token; nil when the text cannot be one.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count == Self.prefix.utf8.count + 64, text.hasPrefix(Self.prefix) else { return nil }
        let base64 = String(text).dropFirst(Self.prefix.count)
            .replacing("-", with: "+")
            .replacing("_", with: "/")
        guard let bytes = Data(base64Encoded: String(base64)).map(Array.init), bytes.count == 48 else {
            return nil
        }
        alliance = AllianceID(
            UUID(
                uuid: (
                    bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6], bytes[7], bytes[8],
                    bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]
                )))
        secret = Array(bytes[16...])
    }

    /// A new token; the system's generator is the cryptographic one.
    static func random(for alliance: AllianceID) -> BearerToken {
        var generator = SystemRandomNumberGenerator()
        return BearerToken(
            alliance: alliance, secret: (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }

    /// The text its owner sends. Whoever has it is its owner: show it once, log it never.
    public var text: String {
        let bytes = withUnsafeBytes(of: alliance.uuid.uuid) { Array($0) } + secret
        let base64 = Data(bytes).base64EncodedString()
        return Self.prefix + base64.replacing("+", with: "-").replacing("/", with: "_")
    }
}

extension BearerToken: CustomStringConvertible, CustomDebugStringConvertible {
    /// Does not show the secret.
    public var description: String { "a bearer token" }
    /// Does not show the secret.
    public var debugDescription: String { description }
}
