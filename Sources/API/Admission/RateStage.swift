import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import Storage

/// Allows each key and user so many requests a minute, and tells with every answer how many are left (the RateLimit
/// header fields of draft-ietf-httpapi-ratelimit-headers; `Retry-After` with a refusal).
struct RateStage: RouterMiddleware {
    let limiter: Throttle<Viewer.Identity>
    let now: @Sendable () -> Date

    func handle(
        _ request: Request, context: AnyoneContext, next: (Request, AnyoneContext) async throws -> Response
    ) async throws -> Response {
        guard let viewer = context.viewer else { throw GatewayError.notSignedIn }
        let allowance = limiter.take(viewer.identity, at: now())
        // Problems are answers, too: whoever gets one wants to know how many tries are left.
        var response = try await ProblemStage().handle(request, context: context) { request, context in
            guard allowance.isAllowed else {
                throw GatewayError.tooManyRequests(retryAfter: allowance.seconds)
            }
            return try await next(request, context)
        }
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
