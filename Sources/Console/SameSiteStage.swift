import API
import Foundation
import Gateway
import HTTPTypes
import Hummingbird

/// Lets a form pass only from our own pages. Browsers say where a form was: one on another site could act as somebody who
/// is signed in here, or sign them in as somebody else. What does not say it is refused too.
struct SameSiteStage: RouterMiddleware {
    func handle(
        _ request: Request, context: AnyoneContext, next: (Request, AnyoneContext) async throws -> Response
    ) async throws -> Response {
        if request.method != .get, request.method != .head, !Self.isFromHere(request) {
            throw GatewayError.otherSite
        }
        return try await next(request, context)
    }

    private static func isFromHere(_ request: Request) -> Bool {
        if let site = request.headers[.secFetchSite], site != "same-origin" { return false }
        guard let origin = request.headers[.origin], let host = request.head.authority else { return false }
        return URLComponents(string: origin)?.authority == host
    }
}

extension HTTPField.Name {
    static let secFetchSite = Self("sec-fetch-site")!
}

extension URLComponents {
    /// `host:port` as a browser writes it in `Host`.
    fileprivate var authority: String? {
        guard let host else { return nil }
        return port.map { "\(host):\($0)" } ?? host
    }
}
