import API
import Foundation
import Gateway
import HTTPTypes
import Hummingbird

/// `/console/sign-in` and `/console/sign-out`.
struct SignInPages: Sendable {
    let signIn: SignIn
    let pages: Pages
    let isSecure: Bool

    func add(to group: some RouterMethods<AnyoneContext>) {
        group.get("sign-in") { _, _ in try pages.show("sign-in", [String: String]()) }
        group.post("sign-in", use: open)
        group.post("sign-out", use: close)
    }

    private struct Form: Decodable {
        var key: String
    }

    @Sendable
    private func open(_ request: Request, _ context: AnyoneContext) async throws -> Response {
        try Self.requireSameSite(request)
        let form = try await URLEncodedFormDecoder().decode(Form.self, from: request, context: context)
        let key = form.key.trimmingCharacters(in: .whitespacesAndNewlines)
        do {
            _ = try await signIn.viewer(authorization: "Bearer \(key)", at: Date())
        } catch is GatewayError {
            return try pages.show(
                "sign-in", ["complaint": "The key is not known, has expired or was revoked."],
                status: .unauthorized)
        }
        var response = Response.redirect(to: "/console/people")
        response.setCookie(ConsoleSession.cookie(holding: key, isSecure: isSecure))
        return response
    }

    @Sendable
    private func close(_ request: Request, _ context: AnyoneContext) async throws -> Response {
        try Self.requireSameSite(request)
        var response = Response.redirect(to: "/console/sign-in")
        response.setCookie(ConsoleSession.noCookie(isSecure: isSecure))
        return response
    }

    /// Browsers say where a form was. One on another site could sign somebody in as somebody else.
    private static func requireSameSite(_ request: Request) throws {
        guard let origin = request.headers[.origin] else { return }
        guard let host = request.head.authority, URLComponents(string: origin)?.authority == host else {
            throw GatewayError.unreadable("The form was sent from another site.")
        }
    }
}

extension URLComponents {
    /// `host:port` as a browser writes it in `Host`.
    fileprivate var authority: String? {
        guard let host else { return nil }
        return port.map { "\(host):\($0)" } ?? host
    }
}
