import API
import Domain
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import Storage

/// `/console/sign-in` and `/console/sign-out`.
struct SignInPages: Sendable {
    let store: Store
    let signIn: SignIn
    let passwords: PasswordSignIn
    let pages: Pages
    let cookie: SessionCookie

    func add(to group: some RouterMethods<AnyoneContext>) {
        group.get("sign-in") { _, _ in try pages.show("sign-in", [String: String]()) }
        group.post("sign-in", use: open)
        group.post("sign-out", use: close)
    }

    /// Either a name and a password, or a key.
    private struct Form: Decodable {
        var alliance: String?
        var name: String?
        var password: String?
        var key: String?
    }

    @Sendable
    private func open(_ request: Request, _ context: AnyoneContext) async throws -> Response {
        let form = try await URLEncodedFormDecoder().decode(Form.self, from: request, context: context)
        let now = Date()
        let viewer: Viewer
        do {
            viewer = try await self.viewer(form, context, at: now)
        } catch let error as GatewayError {
            return try complaint(error, form)
        }
        // Whatever session the browser had before is over: nobody can have planted it to share the new one.
        try await endSession(of: request, at: now)
        let token = try await store.openSession(
            for: viewer, at: now, until: now + Double(SessionCookie.lifetime))
        var response = Response.redirect(to: "/console/people")
        response.setCookie(cookie.holding(token))
        return response
    }

    private func viewer(_ form: Form, _ context: AnyoneContext, at now: Date) async throws -> Viewer {
        if let key = form.key?.trimmingCharacters(in: .whitespacesAndNewlines), !key.isEmpty {
            return try await signIn.viewer(ofKey: key, from: context.address, at: now)
        }
        return try await passwords.viewer(
            named: form.name ?? "", password: form.password ?? "", inAlliance: form.alliance ?? "",
            from: context.address, at: now)
    }

    private func complaint(_ error: GatewayError, _ form: Form) throws -> Response {
        let problem = error.problem
        var response = try pages.show(
            "sign-in",
            [
                "complaint": problem.message, "hint": problem.hint ?? "", "alliance": form.alliance ?? "",
                "name": form.name ?? "", "isKey": form.key?.isEmpty == false,
            ] as [String: Any], status: problem.kind.status)
        if let seconds = error.retryAfter { response.headers[.retryAfter] = "\(seconds)" }
        return response
    }

    @Sendable
    private func close(_ request: Request, _ context: AnyoneContext) async throws -> Response {
        try await endSession(of: request, at: Date())
        var response = Response.redirect(to: "/console/sign-in")
        response.setCookie(cookie.gone)
        return response
    }

    private func endSession(of request: Request, at now: Date) async throws {
        if let token = cookie.text(in: request).flatMap({ BearerToken($0) }), token.kind == .session {
            try await store.endSession(token, at: now)
        }
    }
}
