import HTTPTypes
import Hummingbird

/// Packs long answers for those who take gzip.
///
/// How long a packed answer is tells something of what stands in it: whoever chooses a part of an answer and sees its
/// length can guess the rest (BREACH). So nothing that shows a secret is packed, and no page: keys and secrets of
/// webhooks stand in answers to a POST alone, and only answers to a GET are packed. A single thing with its `ETag` stays
/// as it is, too: it is short, and one tag must not name two sequences of bytes.
struct CompressionStage: RouterMiddleware {
    typealias Context = AnyoneContext
    /// Below this a packet of the network is not saved.
    static let shortest = 1024

    func handle(
        _ request: Request, context: AnyoneContext, next: (Request, AnyoneContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        guard [.get, .head].contains(request.method), Self.mayBePacked(response) else { return response }
        response.headers[.vary] = "Accept-Encoding"
        guard AcceptedEncoding.takesGzip(request.headers) else { return response }
        // A HEAD is packed, too: it must tell what the GET would. Its body goes after this stage.
        return try await Self.packed(response)
    }

    private static func mayBePacked(_ response: Response) -> Bool {
        guard response.status == .ok, response.headers[.eTag] == nil,
            response.headers[.contentEncoding] == nil,
            let length = response.headers[.contentLength].flatMap({ Int($0) }), length >= shortest
        else { return false }
        let type = response.headers[.contentType]?.prefix { $0 != ";" } ?? ""
        return types.contains(String(type))
    }

    private static let types: Set = [
        "application/json", "application/yaml", "text/csv", "text/css", "text/plain",
    ]

    private static func packed(_ response: Response) async throws -> Response {
        let gathered = GatheringWriter()
        try await response.body.write(gathered)
        guard let packed = Gzip.packed(gathered.box.bytes) else { return response }
        var response = response
        response.body = ResponseBody(byteBuffer: packed)
        response.headers[.contentEncoding] = "gzip"
        response.headers[.contentLength] = "\(packed.readableBytes)"
        return response
    }
}

/// Keeps a body instead of sending it.
private struct GatheringWriter: ResponseBodyWriter {
    let box = Box()

    final class Box {
        var bytes = ByteBuffer()
    }

    mutating func write(_ buffer: ByteBuffer) { box.bytes.writeImmutableBuffer(buffer) }

    consuming func finish(_ trailingHeaders: HTTPFields?) {}
}
