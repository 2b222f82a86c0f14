import Foundation
import Gateway
import HTTPTypes
import Hummingbird

/// Finds the viewer of a request before anything behind it runs.
struct SignInStage: RouterMiddleware {
    typealias Context = AnyoneContext
    let signIn: SignIn

    func handle(
        _ request: Request, context: AnyoneContext, next: (Request, AnyoneContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.viewer = try await signIn.viewer(
            authorization: request.headers[.authorization], alliance: request.headers[.rapportAlliance],
            at: Date())
        return try await next(request, context)
    }
}

extension HTTPField.Name {
    /// The key of the alliance that the holder of an identity provider's token wants to work in.
    static let rapportAlliance = Self("rapport-alliance")!
}
