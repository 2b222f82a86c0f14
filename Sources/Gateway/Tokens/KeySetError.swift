public import Domain

/// Why an identity provider's keys cannot be used.
public enum KeySetError: Problem, Hashable {
    /// The text is no JWK set.
    case notAKeySet
    /// No key in it can verify a token.
    case empty
    /// Two keys have one name.
    case ambiguous(String)
    /// A key cannot be read.
    case unreadable(String)
    /// The file or address does not answer.
    case outOfReach(String)
    /// The address is not one that keys may come from.
    case unsafe(String)

    /// What to show.
    public var problem: ProblemText {
        ProblemText(
            kind: .invalid, code: code, message: message,
            hint: "RAPPORT_OIDC_KEYS is the path of a JWK set (RFC 7517), or its https:// address.")
    }

    private var code: String {
        switch self {
        case .notAKeySet: "gateway.keys-are-no-key-set"
        case .empty: "gateway.keys-are-missing"
        case .ambiguous: "gateway.keys-are-ambiguous"
        case .unreadable: "gateway.keys-are-unreadable"
        case .outOfReach: "gateway.keys-are-out-of-reach"
        case .unsafe: "gateway.keys-are-from-an-unsafe-address"
        }
    }

    private var message: String {
        switch self {
        case .notAKeySet: "The identity provider's keys are no JWK set."
        case .empty: "The identity provider's JWK set has no public key that signs tokens."
        case .ambiguous(let name): "The identity provider's JWK set has two keys named \"\(name)\"."
        case .unreadable(let name): "The key \"\(name)\" of the identity provider cannot be read."
        case .outOfReach(let place): "The identity provider's keys cannot be read from \(place)."
        case .unsafe(let place): "The identity provider's keys must not come from \(place)."
        }
    }
}
