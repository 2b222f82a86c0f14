public import Foundation

extension Store {
    /// Who presents this key; nil when it is unknown, expired or revoked.
    public func viewer(presenting token: BearerToken, at instant: Date) async throws -> Viewer? {
        try await presentedKeys.viewer(presenting: token, at: instant)
    }
}
