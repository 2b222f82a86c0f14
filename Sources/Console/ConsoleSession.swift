import API
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import Storage

/// Who looks at a page: the session that they signed in to travels in a cookie that scripts cannot read and that other
/// sites' requests do not carry. It ends when they sign out, when their key or password is gone, or after half a day.
struct ConsoleSession: RouterMiddleware {
    let signIn: SignIn
    let cookie: SessionCookie

    func handle(
        _ request: Request, context: AnyoneContext, next: (Request, AnyoneContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.viewer = try await signIn.viewer(ofSession: cookie.text(in: request), at: Date())
        return try await next(request, context)
    }
}

/// The cookie that holds a session.
struct SessionCookie: Sendable {
    /// How long a session lasts, in seconds: half a day, a working day with its breaks.
    static let lifetime = 12 * 3600
    /// Whether browsers come over HTTPS only. The cookie then has the `__Host-` prefix: no other host, no plain connection
    /// and no other path can set one of this name.
    let isSecure: Bool

    var name: String { isSecure ? "__Host-rapport_session" : "rapport_session" }

    /// What the browser presents; nil when it presents none.
    func text(in request: Request) -> String? { request.cookies[name]?.value }

    /// The cookie of a new session.
    func holding(_ token: BearerToken) -> Cookie { cookie(token.text, maxAge: Self.lifetime) }

    /// The cookie that makes the browser forget.
    var gone: Cookie { cookie("", maxAge: 0) }

    private func cookie(_ value: String, maxAge: Int) -> Cookie {
        Cookie(
            name: name, value: value, maxAge: maxAge, path: isSecure ? "/" : "/console", secure: isSecure,
            httpOnly: true, sameSite: .strict)
    }
}
