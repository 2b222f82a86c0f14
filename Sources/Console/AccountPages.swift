import API
import Domain
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import Storage

/// `/console/account`: who is signed in, a new password, a salesperson's own keys, and the end of every session.
struct AccountPages: Sendable {
    let store: Store
    let passwords: PasswordSignIn
    let pages: Pages
    let cookie: SessionCookie

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("account") { _, context in try await show(context.viewer) }
        group.post("account/password", use: setPassword)
        group.post("account/keys", use: makeKey)
        group.post("account/keys/{key}/revocation", use: revokeKey)
        group.post("account/sign-out-everywhere", use: endSessions)
    }

    private struct PasswordForm: Decodable {
        var present: String
        var new: String
        var again: String
    }

    private struct KeyForm: Decodable {
        var label: String
    }

    /// - Parameter token: a key that was just made, which is shown this once.
    private func show(
        _ viewer: Viewer, complaint: String? = nil, token: BearerToken? = nil,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let now = Date()
        var content: [String: Any] = ["role": viewer.role.name, "isSalesperson": viewer.person != nil]
        if let user = try await store.ownUser(for: viewer, at: now) { content["user"] = UserRow(user) }
        if Permission.mayManageKeys(viewer), viewer.person != nil {
            let keys = try await store.keys(for: viewer, at: now).map { KeyRow($0, at: now) }
            content["keys"] = ["rows": keys]
        }
        if viewer.person != nil, let since = viewer.readsSince { content["readsSince"] = Moment.text(since) }
        if let complaint { content["complaint"] = complaint }
        if let token { content["token"] = token.text }
        return try pages.show("account", content, status: status)
    }

    /// A new password ends every session, this one too: whoever had the old password is out.
    @Sendable
    private func setPassword(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let form = try await URLEncodedFormDecoder().decode(
            PasswordForm.self, from: request, context: context)
        guard form.new == form.again else {
            return try await show(
                context.viewer, complaint: "The two new passwords differ.", status: .unprocessableContent)
        }
        let now = Date()
        do {
            let hash = try await passwords.newHash(
                of: form.new, instead: form.present, for: context.viewer, at: now)
            try await store.setPassword(hash, of: context.viewer, at: now)
        } catch let error as GatewayError {
            return try await show(
                context.viewer, complaint: error.problem.message, status: error.problem.kind.status)
        }
        return signedOut()
    }

    /// A key that speaks for the salesperson who is signed in.
    @Sendable
    private func makeKey(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let (viewer, number) = try keeper(context)
        let form = try await URLEncodedFormDecoder().decode(KeyForm.self, from: request, context: context)
        let label = String(form.label.unicodeScalars.filter { $0.value >= 0x20 }.prefix(200))
        let record = try await store.record(for: viewer)
        let person = number.flatMap(record.personNumbers.firstIndex(of:))
            .map { record.snapshot.people[$0].key }
        let now = Date()
        let (_, token) = try await store.makeKey(
            label: label, role: RoleKeys(role: viewer.role.name, person: person), scopes: [],
            until: now + Self.keyLifetime, for: viewer, at: now)
        return try await show(viewer, token: token)
    }

    /// How long a key lasts that is made here, in seconds: a quarter of a year.
    private static let keyLifetime = 90.0 * 86_400

    @Sendable
    private func revokeKey(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let (viewer, _) = try keeper(context)
        let name = try context.parameters.part("key")
        guard let key = UUID(uuidString: name) else { throw AccountError.noKey(name) }
        _ = try await store.change(
            key: key, label: nil, isRevoked: true, expecting: .any, for: viewer, at: Date())
        return Response.redirect(to: "/console/account")
    }

    /// Whoever is signed in, who must be a person that may have keys, and that person's number.
    private func keeper(_ context: SignedInContext) throws -> (viewer: Viewer, person: Int?) {
        let (viewer, person) = (context.viewer, context.viewer.person)
        let isTheirs = Permission.mayManageKeys(viewer) && person != nil
        try Permission.require(isTheirs, of: viewer, to: "make keys of their own here")
        return (viewer, person)
    }

    @Sendable
    private func endSessions(_ request: Request, _ context: SignedInContext) async throws -> Response {
        try await store.endSessions(of: context.viewer, at: Date())
        return signedOut()
    }

    private func signedOut() -> Response {
        var response = Response.redirect(to: "/console/sign-in")
        response.setCookie(cookie.gone)
        return response
    }
}

/// What the page says of the user who is signed in.
private struct UserRow {
    let email: String
    let passwordSet: String?
    let invited: String?
    let invitationUsed: String?

    init(_ user: UserSummary) {
        email = user.email
        passwordSet = user.passwordSetAt.map(Moment.text)
        invited = user.invitedAt.map(Moment.text)
        invitationUsed = user.invitationUsedAt.map(Moment.text)
    }
}

/// A key as the page lists it.
private struct KeyRow {
    let key: String
    let label: String
    let made: String
    let ends: String?
    let isGood: Bool

    init(_ key: KeySummary, at instant: Date) {
        self.key = key.id.text
        label = key.label.isEmpty ? "without a name" : key.label
        made = Moment.text(key.createdAt)
        ends = (key.revokedAt ?? key.expiresAt).map(Moment.text)
        isGood = key.revokedAt == nil && key.expiresAt.map { $0 > instant } ?? true
    }
}
