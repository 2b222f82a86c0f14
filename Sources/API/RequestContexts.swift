public import Foundation
import Gateway
public import Hummingbird
import Logging
public import Storage

/// What every request carries. `viewer` is nil until the sign-in stage has run.
public struct AnyoneContext: RequestContext {
    /// Hummingbird's own part.
    public var coreContext: CoreRequestContextStorage
    /// Who sends the request, once that is known.
    public var viewer: Viewer?

    /// Makes the context of a new request.
    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }

    /// Keys in alphabetical order: the same answer has the same bytes in every process.
    public var responseEncoder: JSONEncoder { .rapport }
    /// The largest body that is read, in bytes.
    public var maxUploadSize: Int { 256 * 1024 }
}

/// What a signed-in request carries: a handler with this context cannot lack a viewer.
public struct SignedInContext: ChildRequestContext {
    /// Hummingbird's own part.
    public var coreContext: CoreRequestContextStorage
    /// Who sends the request.
    public let viewer: Viewer

    /// Takes the viewer that the sign-in stage found.
    public init(context: AnyoneContext) throws {
        guard let viewer = context.viewer else { throw GatewayError.notSignedIn }
        coreContext = context.coreContext
        self.viewer = viewer
    }

    /// As ``AnyoneContext/responseEncoder``.
    public var responseEncoder: JSONEncoder { .rapport }
    /// As ``AnyoneContext/maxUploadSize``.
    public var maxUploadSize: Int { 256 * 1024 }
}

extension JSONEncoder {
    static var rapport: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return encoder
    }
}

/// Finds the viewer of a request before anything behind it runs.
struct SignInStage: RouterMiddleware {
    typealias Context = AnyoneContext
    let signIn: SignIn

    func handle(
        _ request: Request, context: AnyoneContext, next: (Request, AnyoneContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.viewer = try await signIn.viewer(authorization: request.headers[.authorization], at: Date())
        return try await next(request, context)
    }
}
