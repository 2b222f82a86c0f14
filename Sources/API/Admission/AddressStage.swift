import Foundation
import HTTPTypes
import Hummingbird

/// Says from where a request comes when a proxy stands in front: the proxy's word counts, nobody else's.
struct AddressStage: RouterMiddleware {
    let proxy: String?

    func handle(
        _ request: Request, context: AnyoneContext, next: (Request, AnyoneContext) async throws -> Response
    ) async throws -> Response {
        guard let proxy, context.address == proxy,
            // Whatever stands before the last address was written by whoever asked the proxy.
            let last = request.headers[values: .xForwardedFor].last?.split(separator: ",").last
        else { return try await next(request, context) }
        var context = context
        context.address = last.trimmingCharacters(in: .whitespaces)
        return try await next(request, context)
    }
}

extension HTTPField.Name {
    static let xForwardedFor = Self("x-forwarded-for")!
}
