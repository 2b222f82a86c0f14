public import Foundation
public import Storage

/// Turns what a request presents into a viewer.
public struct SignIn: Sendable {
    private let store: Store

    /// Makes a sign-in over a store.
    public init(store: Store) {
        self.store = store
    }

    /// Who sends a request with this `Authorization` header.
    ///
    /// What cannot be a key is refused without asking the database.
    /// - Parameters:
    ///   - authorization: the header's value; nil when there is none.
    ///   - instant: the present moment.
    /// - Throws: ``GatewayError/notSignedIn`` or ``GatewayError/unknownKey``.
    public func viewer(authorization: String?, at instant: Date) async throws -> Viewer {
        guard let authorization else { throw GatewayError.notSignedIn }
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer", let token = BearerToken(parts[1]) else {
            throw GatewayError.unknownKey
        }
        guard let viewer = try await store.viewer(presenting: token, at: instant) else {
            throw GatewayError.unknownKey
        }
        return viewer
    }
}
