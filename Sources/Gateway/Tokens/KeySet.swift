import Foundation
import JWTKit

/// The public keys of an identity provider, by `kid`.
struct KeySet: Sendable {
    /// One key, good for one algorithm.
    struct Key: Sendable {
        let algorithm: String
        /// Holds this key and no other: what a token's header says cannot choose another one.
        let verifier: JWTKeyCollection
    }

    private let keys: [String: Key]

    /// Reads a JWK set. Keys that are for something else, or of kinds that no token of ours is signed with (secrets above all),
    /// are passed over.
    ///
    /// - Throws: ``KeySetError`` when it is no JWK set, holds no usable key, or two of one name.
    init(_ json: Data) async throws {
        guard let set = try? JSONSerialization.jsonObject(with: json) as? [String: Any],
            let members = set["keys"] as? [[String: Any]]
        else { throw KeySetError.notAKeySet }
        var keys: [String: Key] = [:]
        for member in members {
            guard let jwk = Self.usable(member), let name = jwk.keyIdentifier?.string,
                let algorithm = jwk.algorithm?.rawValue
            else { continue }
            guard keys[name] == nil else { throw KeySetError.ambiguous(name) }
            let verifier = JWTKeyCollection()
            guard (try? await verifier.add(jwk: jwk)) != nil else { throw KeySetError.unreadable(name) }
            keys[name] = Key(algorithm: algorithm, verifier: verifier)
        }
        guard !keys.isEmpty else { throw KeySetError.empty }
        self.keys = keys
    }

    subscript(name: String) -> Key? { keys[name] }

    /// The key with its algorithm, which providers may leave out; nil for keys that sign no token.
    private static func usable(_ member: [String: Any]) -> JWK? {
        guard member["use"] as? String ?? "sig" == "sig",
            // Only public halves are ours to hold.
            member["d"] == nil, let data = try? JSONSerialization.data(withJSONObject: member),
            var jwk = try? JSONDecoder().decode(JWK.self, from: data)
        else { return nil }
        switch (jwk.keyType, member["crv"] as? String) {
        case (.rsa, _):
            // 2048 bits are 342 characters of base64url.
            guard (jwk.modulus?.utf8.count ?? 0) >= 342 else { return nil }
            jwk.algorithm = jwk.algorithm ?? .rs256
        case (.ecdsa, "P-256"): jwk.algorithm = .es256
        case (.ecdsa, "P-384"): jwk.algorithm = .es384
        case (.ecdsa, "P-521"): jwk.algorithm = .es512
        case (.octetKeyPair, "Ed25519"): jwk.algorithm = .eddsa
        default: return nil
        }
        return jwk.algorithm == .rsaOAEP ? nil : jwk
    }
}
