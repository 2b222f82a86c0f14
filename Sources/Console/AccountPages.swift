import API
import Domain
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import Storage

/// `/console/account`: who is signed in, a new password, and the end of every session.
struct AccountPages: Sendable {
    let store: Store
    let passwords: PasswordSignIn
    let pages: Pages
    let cookie: SessionCookie

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("account") { _, context in try show(context.viewer) }
        group.post("account/password", use: setPassword)
        group.post("account/sign-out-everywhere", use: endSessions)
    }

    private struct Form: Decodable {
        var present: String
        var new: String
        var again: String
    }

    private func show(_ viewer: Viewer, complaint: String? = nil, status: HTTPResponse.Status = .ok) throws
        -> Response
    {
        var content: [String: Any] = ["role": viewer.role.name, "isUser": viewer.isUser]
        if let complaint { content["complaint"] = complaint }
        return try pages.show("account", content, status: status)
    }

    /// A new password ends every session, this one too: whoever had the old password is out.
    @Sendable
    private func setPassword(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let form = try await URLEncodedFormDecoder().decode(Form.self, from: request, context: context)
        guard form.new == form.again else {
            return try show(
                context.viewer, complaint: "The two new passwords differ.", status: .unprocessableContent)
        }
        let now = Date()
        do {
            let hash = try await passwords.newHash(
                of: form.new, instead: form.present, for: context.viewer, at: now)
            try await store.setPassword(hash, of: context.viewer, at: now)
        } catch let error as GatewayError {
            return try show(
                context.viewer, complaint: error.problem.message, status: error.problem.kind.status)
        }
        return signedOut()
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

extension Viewer {
    /// Whether it is a user, who has or can have a password.
    fileprivate var isUser: Bool {
        if case .user = identity { true } else { false }
    }
}
