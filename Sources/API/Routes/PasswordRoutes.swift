import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// `/v1/users/{user}/password` and `/v1/users/{user}/password-resets`: passwords, as the alliance's admin gives them.
///
/// A password that somebody chose comes by PUT, of which nothing is kept for a replay: the digest that is kept of a POST
/// would let it be guessed at leisure. One that the service makes is shown in the answer to a POST, once.
struct PasswordRoutes: Sendable {
    let store: Store
    let passwords: PasswordSignIn

    func add(to group: some RouterMethods<SignedInContext>) {
        group.put("users/{user}/password", use: set)
        group.post("users/{user}/password-resets", use: reset)
    }

    @Sendable
    private func set(_ request: Request, _ context: SignedInContext) async throws -> Answer {
        let viewer = context.viewer
        let id = try UserRoutes.user(context)
        let expected = try request.expectedVersion()
        let body = try await request.body(as: PasswordBody.self, context)
        let user = try await user(id, for: viewer)
        let hash = try await passwords.hash(of: body.password, user: user.email)
        let view = try UserView(
            try await store.setPassword(
                hash, isMade: false, of: id, expecting: expected, for: viewer, at: Date()))
        return try .done(view, version: view.version)
    }

    @Sendable
    private func reset(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let viewer = context.viewer
        let id = try UserRoutes.user(context)
        let user = try await user(id, for: viewer)
        let password = PasswordRule.newPassword()
        let hash = try await passwords.hash(of: password, user: user.email)
        return try await context.once(store) { store in
            let changed = try await store.setPassword(
                hash, isMade: true, of: id, expecting: .any, for: viewer, at: Date())
            let version = try changed.version
            return try .created(
                showing: PasswordView(user: id.text, version: version, password: password),
                replay: PasswordView(user: id.text, version: version, passwordShownBefore: true),
                version: version)
        }
    }

    private func user(_ id: UUID, for viewer: Viewer) async throws -> UserSummary {
        guard let user = try await store.users(id, for: viewer, at: Date()).first else {
            throw AccountError.noUser(id.text)
        }
        return user
    }
}

/// What is put as a user's password.
struct PasswordBody: Decodable, Sendable {
    var password: String
}

/// What a reset is answered with.
private struct PasswordView: Encodable, Sendable {
    var user: String
    /// The user's, from now on.
    var version: Int64
    /// In the first answer alone.
    var password: String?
    /// Stands in place of the password when that answer is given again.
    var passwordShownBefore: Bool?
}
