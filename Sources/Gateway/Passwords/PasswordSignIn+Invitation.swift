public import Foundation
public import Storage

/// Invitations: whoever holds one chooses the password of the user whom it invites, once.
extension PasswordSignIn {
    /// The invitation with this text, if it still is good. Wrong ones are counted for each address, as guesses are.
    ///
    /// - Throws: ``GatewayError/noInvitation``, ``GatewayError/usedInvitation(_:)``,
    ///   ``GatewayError/tooManySignIns(retryAfter:)``.
    public func invitation(
        _ text: String, from address: String, at instant: Date
    ) async throws -> (token: BearerToken, invitation: Invitation) {
        let allowance = guessers.look(address, at: instant)
        guard allowance.isAllowed else { throw GatewayError.tooManySignIns(retryAfter: allowance.seconds) }
        guard let token = BearerToken(text.trimmingCharacters(in: .whitespacesAndNewlines)),
            token.kind == .invitation, let invitation = try await store.invitation(token)
        else {
            _ = guessers.take(address, at: instant)
            throw GatewayError.noInvitation
        }
        if let used = invitation.usedAt { throw GatewayError.usedInvitation(used) }
        guard invitation.endsAt > instant, !invitation.account.isDisabled else {
            throw GatewayError.noInvitation
        }
        return (token, invitation)
    }

    /// Uses an invitation.
    ///
    /// - Returns: the user, who has the password from now on.
    /// - Throws: as ``invitation(_:from:at:)``, and ``GatewayError/weakPassword(_:)``.
    public func redeem(
        _ text: String, choosing password: String, from address: String, at instant: Date
    ) async throws -> Viewer {
        let (token, invitation) = try await invitation(text, from: address, at: instant)
        let viewer = invitation.account.viewer
        let hash = try await hash(of: password, user: invitation.account.email)
        guard try await store.redeem(token, password: hash, for: viewer, at: instant) else {
            // Somebody was first while the password was hashed: they are told so, or that it has ended.
            _ = try await self.invitation(text, from: address, at: instant)
            throw GatewayError.noInvitation
        }
        return viewer
    }
}
