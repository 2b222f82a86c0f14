public import Foundation
public import Storage

/// Turns what a request presents into a viewer: a key, a session, or a token of the identity provider.
public struct SignIn: Sendable {
    let store: Store
    /// Where passwords are checked and made: one place for all, so that their work has bounds.
    public let passwords: PasswordSignIn
    private let provider: IdentityProvider?
    private let guessers = Throttle<String>(PasswordSignIn.guessersAllowed)

    /// Makes a sign-in over a store.
    ///
    /// - Parameter provider: whose tokens are taken besides keys; nil for nobody's.
    public init(store: Store, provider: IdentityProvider? = nil) {
        self.store = store
        passwords = PasswordSignIn(store: store)
        self.provider = provider
    }

    /// Who sends a request with this `Authorization` header.
    ///
    /// What cannot be a key, and no good token, is refused without asking the database.
    /// - Parameters:
    ///   - authorization: the header's value; nil when there is none.
    ///   - alliance: the key of the alliance that the sender of a token wants to work in; keys tell their own.
    ///   - instant: the present moment.
    /// - Throws: ``GatewayError/notSignedIn`` or ``GatewayError/unknownKey``.
    public func viewer(
        authorization: String?, alliance: String? = nil, at instant: Date
    ) async throws -> Viewer {
        guard let authorization else { throw GatewayError.notSignedIn }
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { throw GatewayError.unknownKey }
        let viewer =
            if let key = BearerToken(parts[1]) {
                key.kind == .key ? try await store.viewer(presenting: key, at: instant) : nil
            } else {
                try await viewer(ofToken: String(parts[1]), in: alliance, at: instant)
            }
        guard let viewer else { throw GatewayError.unknownKey }
        return viewer
    }

    /// Who types this key into the console's form; wrong ones are counted for each address, as guesses of passwords are.
    /// - Throws: ``GatewayError/unknownKey``, ``GatewayError/tooManySignIns(retryAfter:)``.
    public func viewer(ofKey key: String, from address: String, at instant: Date) async throws -> Viewer {
        let allowance = guessers.look(address, at: instant)
        guard allowance.isAllowed else { throw GatewayError.tooManySignIns(retryAfter: allowance.seconds) }
        do {
            return try await viewer(authorization: "Bearer \(key)", at: instant)
        } catch GatewayError.unknownKey {
            _ = guessers.take(address, at: instant)
            throw GatewayError.unknownKey
        }
    }

    /// Who holds a session of the console.
    /// - Throws: ``GatewayError/notSignedIn`` when the text is none, or of one that has ended.
    public func viewer(ofSession text: String?, at instant: Date) async throws -> Viewer {
        guard let token = text.flatMap({ BearerToken($0) }), token.kind == .session,
            let viewer = try await store.viewer(ofSession: token, at: instant)
        else { throw GatewayError.notSignedIn }
        return viewer
    }

    private func viewer(ofToken token: String, in alliance: String?, at instant: Date) async throws -> Viewer?
    {
        guard let subject = await provider?.subject(of: token, at: instant), let alliance,
            let account = try await store.account(
                ofSubject: subject.subject, named: subject.email, inAlliance: alliance),
            !account.isDisabled
        else { return nil }
        return account.viewer
    }
}
