import API
import HTTPTypes
import Hummingbird

/// What every page tells the browser: nothing from elsewhere, no script, no frame, keep no copy.
struct PageHeaders: RouterMiddleware {
    func handle(
        _ request: Request, context: AnyoneContext, next: (Request, AnyoneContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] =
            "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
            + "frame-ancestors 'none'; base-uri 'none'"
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.referrerPolicy] = "same-origin"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }
}
