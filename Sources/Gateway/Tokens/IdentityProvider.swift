public import Foundation
import JWTKit

/// An identity provider (OpenID Connect) whose tokens are taken, and how they are checked.
///
/// Strict on purpose, where libraries are lenient: only algorithms with a public key, each key for its own algorithm alone;
/// `kid` is needed and must be known; nothing in a token's header can bring a key of its own. `exp` and `aud` are needed.
public struct IdentityProvider: Sendable {
    /// `iss` of every token.
    public let issuer: String
    /// What `aud` must hold.
    public let audience: String
    private let keys: KeyShelf

    /// Clocks may differ by this many seconds.
    static let leeway: TimeInterval = 30
    /// Longer tokens are refused unread.
    static let longest = 8192

    /// - Parameters:
    ///   - issuer: compared letter by letter.
    ///   - audience: how the provider calls this service.
    ///   - keys: where its public keys are.
    public init(issuer: String, audience: String, keys: KeySource) {
        self.issuer = issuer
        self.audience = audience
        self.keys = KeyShelf(source: keys)
    }

    /// Reads the keys once, so that a service with a wrong setting does not start.
    /// - Throws: ``KeySetError``.
    public func prepare(at instant: Date) async throws {
        try await keys.load(at: instant)
    }

    /// Who a token is about; nil when anything about it is wrong. What exactly is told to nobody: it would only help those
    /// who make tokens up.
    func subject(of token: String, at instant: Date) async -> TokenSubject? {
        guard token.utf8.count <= Self.longest, let header = TokenHeader(of: token), header.isPlain,
            let key = await keys.key(header.keyID, at: instant), key.algorithm == header.algorithm
        else { return nil }
        guard let claims = try? await key.verifier.verify(token, as: TokenClaims.self),
            TokenHeader.hasUniqueMembers(in: token, part: 1), isGood(claims, at: instant)
        else { return nil }
        return TokenSubject(subject: claims.sub, email: claims.vouchedEmail)
    }

    private func isGood(_ claims: TokenClaims, at instant: Date) -> Bool {
        let now = instant.timeIntervalSince1970
        return claims.iss == issuer && claims.aud.names.contains(audience) && !claims.sub.isEmpty
            && now < claims.exp + Self.leeway
            && (claims.nbf.map { $0 <= now + Self.leeway } ?? true)
            && (claims.iat.map { $0 <= now + Self.leeway } ?? true)
    }
}

/// Whom a good token is about.
struct TokenSubject: Sendable, Hashable {
    /// How the provider calls them for ever.
    var subject: String
    /// Their address, in lower case, when the provider says that it is theirs.
    var email: String?
}
