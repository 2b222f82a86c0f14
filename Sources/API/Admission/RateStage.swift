import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import Storage

/// Allows each key and user so many requests a minute, and tells how many are left (the RateLimit header fields of
/// draft-ietf-httpapi-ratelimit-headers; `Retry-After` with a refusal).
struct RateStage: RouterMiddleware {
    let limiter: Throttle<Viewer.Identity>
    let now: @Sendable () -> Date

    func handle(
        _ request: Request, context: AnyoneContext, next: (Request, AnyoneContext) async throws -> Response
    ) async throws -> Response {
        guard let viewer = context.viewer else { throw GatewayError.notSignedIn }
        let allowance = limiter.take(viewer.identity, at: now())
        guard allowance.isAllowed else { throw GatewayError.tooManyRequests(retryAfter: allowance.seconds) }
        var response = try await next(request, context)
        response.headers[.rateLimitPolicy] =
            "\"requests\";q=\(limiter.rate.burst);w=\(Int(limiter.rate.seconds))"
        response.headers[.rateLimit] = "\"requests\";r=\(allowance.remaining);t=\(allowance.seconds)"
        return response
    }
}

extension HTTPField.Name {
    static let rateLimitPolicy = Self("ratelimit-policy")!
    static let rateLimit = Self("ratelimit")!
}
