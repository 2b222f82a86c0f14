import JWTKit

/// What is read of a token's payload.
struct TokenClaims: JWTPayload {
    var iss: String
    var aud: Audience
    var sub: String
    /// Seconds since 1970, as the others.
    var exp: Double
    var nbf: Double?
    var iat: Double?
    var email: String?
    var emailVerified: Bool?

    private enum CodingKeys: String, CodingKey {
        case iss, aud, sub, exp, nbf, iat, email
        case emailVerified = "email_verified"
    }

    /// The claims are checked by ``IdentityProvider``, which is told the time.
    func verify(using algorithm: some JWTAlgorithm) async throws {}

    /// The address, in lower case, when the provider says that it is theirs.
    var vouchedEmail: String? { emailVerified == true ? email?.lowercased() : nil }
}

/// `aud`: one text or a list of them. The library's own claim ends the process when the list is empty.
struct Audience: Codable, Sendable {
    let names: [String]

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        names = try (try? container.decode(String.self)).map { [$0] } ?? container.decode([String].self)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(names)
    }
}
