import Crypto
import CryptoExtras
import Foundation

@testable import Gateway

/// An identity provider that signs whatever it is told to. Its signatures are made with swift-crypto alone: the library that
/// verifies them has no part in it.
struct TokenMint {
    static let issuer = "https://idp.example.com"
    static let audience = "rapport"

    private let elliptic = P256.Signing.PrivateKey()
    private let edwards = Curve25519.Signing.PrivateKey()
    private let rsa: _RSA.Signing.PrivateKey
    private let file: String

    init() throws {
        rsa = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        file = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString).json").path
        try writeKeys()
    }

    func provider() throws -> IdentityProvider {
        IdentityProvider(issuer: Self.issuer, audience: Self.audience, keys: try KeySource(file))
    }

    /// The public halves as a JWK set.
    func keySet(without left: String? = nil) throws -> String {
        try Self.json(["keys": try publicKeys().filter { $0["kid"] != left }])
    }

    /// Writes the public halves where the provider looks for them.
    func writeKeys(without left: String? = nil) throws {
        try writeKeys(try keySet(without: left))
    }

    func writeKeys(_ text: String) throws {
        try text.write(toFile: file, atomically: true, encoding: .utf8)
    }

    func removeKeys() throws {
        try FileManager.default.removeItem(atPath: file)
    }

    /// Claims with nothing wrong about them.
    func claims(at instant: Date, lasting seconds: Double = 600) -> [String: Any] {
        [
            "iss": Self.issuer, "aud": Self.audience, "sub": "s-1", "email": "Anna@example.com",
            "email_verified": true, "iat": instant.timeIntervalSince1970,
            "nbf": instant.timeIntervalSince1970, "exp": instant.timeIntervalSince1970 + seconds,
        ]
    }

    /// A token of these claims, signed with a key.
    ///
    /// - Parameter header: replaces members of the header; null removes one.
    func token(_ claims: [String: Any], kid: String = "es", header changes: [String: Any?] = [:]) throws
        -> String
    {
        var header: [String: Any] = ["alg": Self.algorithms[kid] ?? "", "kid": kid, "typ": "JWT"]
        for (name, value) in changes { header[name] = value }
        return try token(header: Self.json(header), payload: Self.json(claims), kid: kid)
    }

    /// A token of these texts, signed with a key.
    func token(header: String, payload: String, kid: String = "es") throws -> String {
        let signed = "\(Data(header.utf8).base64URL).\(Data(payload.utf8).base64URL)"
        return "\(signed).\(try signature(of: Data(signed.utf8), kid: kid).base64URL)"
    }

    /// A token signed with what is public of the RSA key, as if that were a secret.
    func confused(_ claims: [String: Any], secret: Data) throws -> String {
        let header = #"{"alg":"HS256","kid":"rsa","typ":"JWT"}"#
        let signed = "\(Data(header.utf8).base64URL).\(Data(try Self.json(claims).utf8).base64URL)"
        let code = HMAC<SHA256>.authenticationCode(for: Data(signed.utf8), using: SymmetricKey(data: secret))
        return "\(signed).\(Data(code).base64URL)"
    }

    /// The public RSA key as files hold it.
    var publicRSA: (pem: Data, der: Data) {
        (Data(rsa.publicKey.pemRepresentation.utf8), rsa.publicKey.derRepresentation)
    }

    /// A text of an object.
    static func json(_ object: [String: Any]) throws -> String {
        String(
            decoding: try JSONSerialization.data(withJSONObject: object, options: .sortedKeys), as: UTF8.self)
    }

    private static let algorithms = ["es": "ES256", "ed": "EdDSA", "rsa": "RS256"]

    private func signature(of data: Data, kid: String) throws -> Data {
        switch kid {
        case "ed": try edwards.signature(for: data)
        case "rsa":
            try rsa.signature(for: SHA256.hash(data: data), padding: .insecurePKCS1v1_5).rawRepresentation
        default: try elliptic.signature(for: SHA256.hash(data: data)).rawRepresentation
        }
    }

    private func publicKeys() throws -> [[String: String]] {
        let point = elliptic.publicKey.rawRepresentation
        let numbers = try rsa.publicKey.getKeyPrimitives()
        return [
            [
                "kty": "EC", "crv": "P-256", "kid": "es", "use": "sig", "x": point.prefix(32).base64URL,
                "y": point.suffix(32).base64URL,
            ],
            [
                "kty": "OKP", "crv": "Ed25519", "kid": "ed",
                "x": edwards.publicKey.rawRepresentation.base64URL,
            ],
            [
                "kty": "RSA", "kid": "rsa", "n": numbers.modulus.base64URL,
                "e": numbers.publicExponent.base64URL,
            ],
        ]
    }
}

extension Data {
    /// Base64 for URLs, without padding.
    var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
