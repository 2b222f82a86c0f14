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
    /// From where the request comes; "unknown" in tests without a network.
    public var address: String
    /// What a POST is called by its sender; nil until the submission stage has run, and for other methods.
    public var submission: Submission?

    /// Makes the context of a new request.
    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        address = source.channel.remoteAddress?.ipAddress ?? "unknown"
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
    /// What a POST is called by its sender; nil for other methods.
    public let submission: Submission?

    /// Takes the viewer that the sign-in stage found.
    public init(context: AnyoneContext) throws {
        guard let viewer = context.viewer else { throw GatewayError.notSignedIn }
        coreContext = context.coreContext
        self.viewer = viewer
        submission = context.submission
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
