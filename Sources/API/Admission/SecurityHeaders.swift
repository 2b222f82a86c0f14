package import HTTPTypes
import Hummingbird

/// What every answer tells a browser that meets it: take it for what it says it is, frame it nowhere, load nothing for it,
/// keep no copy, and come back over HTTPS only where that is so.
struct SecurityHeaders: RouterMiddleware {
    let isSecure: Bool

    func handle(
        _ request: Request, context: AnyoneContext, next: (Request, AnyoneContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        let fields: [(HTTPField.Name, String)] = [
            (.xContentTypeOptions, "nosniff"),
            (.contentSecurityPolicy, "default-src 'none'; frame-ancestors 'none'"),
            (.referrerPolicy, "no-referrer"), (.cacheControl, "no-store"),
            (.crossOriginResourcePolicy, "same-origin"),
        ]
        // Pages say more precisely what they need.
        for (name, value) in fields where response.headers[name] == nil { response.headers[name] = value }
        if isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000; includeSubDomains" }
        return response
    }
}

extension HTTPField.Name {
    /// Which sites may use an answer.
    package static let crossOriginResourcePolicy = Self("cross-origin-resource-policy")!
    /// What a browser tells other sites of this one.
    package static let referrerPolicy = Self("referrer-policy")!
}
