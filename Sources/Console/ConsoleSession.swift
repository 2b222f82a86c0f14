import API
import Foundation
import Gateway
import HTTPTypes
import Hummingbird

/// Who looks at a page: the key that they signed in with travels in a cookie that scripts cannot read and that other
/// sites' requests do not carry. A key that is revoked or has expired ends the session at once.
struct ConsoleSession: RouterMiddleware {
    static let cookieName = "rapport_session"
    let signIn: SignIn

    func handle(
        _ request: Request, context: AnyoneContext, next: (Request, AnyoneContext) async throws -> Response
    ) async throws -> Response {
        guard let key = request.cookies[Self.cookieName]?.value else { throw GatewayError.notSignedIn }
        var context = context
        context.viewer = try await signIn.viewer(authorization: "Bearer \(key)", at: Date())
        return try await next(request, context)
    }

    /// The cookie of a new session: it ends with the browser, or after half a day.
    static func cookie(holding key: String, isSecure: Bool) -> Cookie {
        Cookie(
            name: cookieName, value: key, maxAge: 12 * 3600, path: "/console", secure: isSecure,
            httpOnly: true,
            sameSite: .strict)
    }

    /// The cookie that ends a session.
    static func noCookie(isSecure: Bool) -> Cookie {
        Cookie(
            name: cookieName, value: "", maxAge: 0, path: "/console", secure: isSecure, httpOnly: true,
            sameSite: .strict)
    }
}
