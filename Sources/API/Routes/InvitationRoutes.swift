import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// `/v1/users/{user}/invitations`: an admin invites a user, who then chooses a password in the console. No admin sets one.
struct InvitationRoutes: Sendable {
    let store: Store

    func add(to group: some RouterMethods<SignedInContext>) {
        group.post("users/{user}/invitations", use: invite)
    }

    @Sendable
    private func invite(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let viewer = try UserRoutes.administrator(context)
        let id = try UserRoutes.id(context)
        let expected = try request.expectedVersion()
        return try await context.once(store, administering: true) { store in
            let now = Date()
            let (user, token) = try await store.invite(user: id, expecting: expected, for: viewer, at: now)
            let version = try user.version
            let view = InvitationView(user: id.text, version: version, endsAt: Invitation.end(from: now))
            return try .created(
                showing: view.showing(token), replay: view.withInvitationShownBefore, version: version)
        }
    }
}

/// What an invitation is answered with.
private struct InvitationView: Encodable, Sendable {
    var user: String
    /// The user's, from now on.
    var version: Int64
    var endsAt: Date
    /// In the first answer alone.
    var invitation: String?
    /// The page of the console that it opens, also in the first answer alone.
    var page: String?
    /// Stands in place of both when that answer is given again.
    var invitationShownBefore: Bool?

    func showing(_ token: BearerToken) -> InvitationView {
        var view = self
        view.invitation = token.text
        view.page = token.invitationPage
        return view
    }

    var withInvitationShownBefore: InvitationView {
        var view = self
        view.invitationShownBefore = true
        return view
    }
}
