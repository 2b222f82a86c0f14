import Crypto
import struct Foundation.Data
import struct Foundation.UUID
import typealias Foundation.uuid_t

/// A key, a session or an invitation as its owner holds it: a prefix and, in base64url, the alliance's id and 256 secret bits.
///
/// The alliance stands inside, so that the digest is looked up behind that alliance's own wall.
public struct BearerToken: Sendable, Hashable {
    /// What a token opens.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A key, for programs and at the command line.
        case key = "rapport_"
        /// A session of the console, in a cookie.
        case session = "rapport-session_"
        /// The choice of a user's password, once.
        case invitation = "rapport-invitation_"
    }

    /// What it opens.
    public let kind: Kind
    /// The alliance it belongs to.
    public let alliance: AllianceID
    /// 32 random bytes; of an invitation the user's id and 16 random ones.
    public let secret: [UInt8]

    /// What is stored of the secret: its SHA-256.
    var digest: [UInt8] { Array(SHA256.hash(data: secret)) }

    /// Whom an invitation is for: their row is found behind their own wall.
    var invitedUser: UUID? {
        guard kind == .invitation else { return nil }
        return secret.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }

    init(alliance: AllianceID, secret: [UInt8], kind: Kind = .key) {
        self.kind = kind
        self.alliance = alliance
        self.secret = secret
    }

    /// Reads a token; nil when the text cannot be one.
    public init?(_ text: some StringProtocol) {
        guard let kind = Kind.allCases.first(where: { text.hasPrefix($0.rawValue) }),
            text.utf8.count == kind.rawValue.utf8.count + 64
        else { return nil }
        self.kind = kind
        let base64 = String(text).dropFirst(kind.rawValue.count)
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
    static func random(for alliance: AllianceID, kind: Kind = .key) -> BearerToken {
        var generator = SystemRandomNumberGenerator()
        return BearerToken(
            alliance: alliance, secret: (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) },
            kind: kind)
    }

    /// A new invitation for a user.
    static func invitation(of user: UUID, in alliance: AllianceID) -> BearerToken {
        let id = withUnsafeBytes(of: user.uuid, Array.init)
        let random = random(for: alliance).secret.prefix(16)
        return BearerToken(alliance: alliance, secret: id + random, kind: .invitation)
    }

    /// The page of the console where an invitation is used.
    public var invitationPage: String { "/console/invitation?invitation=\(text)" }

    /// The text its owner sends. Whoever has it is its owner: show it once, log it never.
    public var text: String {
        let bytes = withUnsafeBytes(of: alliance.uuid.uuid) { Array($0) } + secret
        let base64 = Data(bytes).base64EncodedString()
        return kind.rawValue + base64.replacing("+", with: "-").replacing("/", with: "_")
    }
}

extension BearerToken: CustomStringConvertible, CustomDebugStringConvertible {
    /// Does not show the secret.
    public var description: String { "a bearer token" }
    /// Does not show the secret.
    public var debugDescription: String { description }
}
