import Crypto
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import Storage

/// Gives every POST its one effect: what was answered before is answered again.
///
/// The look-up comes before the handler, which checks a request against what is there now: a request that was carried
/// out would often fail its own checks. For the same reason a request that fails is looked up once more, because the
/// first one may have ended meanwhile.
struct SubmissionStage: RouterMiddleware {
    typealias Context = AnyoneContext
    let store: Store

    func handle(
        _ request: Request, context: AnyoneContext, next: (Request, AnyoneContext) async throws -> Response
    ) async throws -> Response {
        guard request.method == .post, let viewer = context.viewer else {
            return try await next(request, context)
        }
        var request = request
        var context = context
        let key = try Self.key(of: request)
        let body = try await request.collectBody(upTo: context.maxUploadSize)
        let submission = Submission(key: key, fingerprint: Self.fingerprint(of: request, body), at: Date())
        if let receipt = try await store.receipt(of: submission, for: viewer) {
            return Response(receipt, isReplayed: true)
        }
        context.submission = submission
        do {
            return try await next(request, context)
        } catch {
            guard let receipt = try? await store.receipt(of: submission, for: viewer) else { throw error }
            return Response(receipt, isReplayed: true)
        }
    }

    private static func key(of request: Request) throws -> String {
        guard let key = request.headers[.idempotencyKey], (1...255).contains(key.utf8.count),
            key.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw ConventionError.noIdempotencyKey }
        return key
    }

    private static func fingerprint(of request: Request, _ body: ByteBuffer) -> [UInt8] {
        var hash = SHA256()
        // No path and no query holds a line break.
        hash.update(data: Data("\(request.method) \(request.uri.string)\n".utf8))
        hash.update(data: body.readableBytesView)
        return Array(hash.finalize())
    }
}

extension SignedInContext {
    /// Carries a POST out, once however often it is sent. Read and check first, then call this for the effect alone.
    ///
    /// ```swift
    /// return try await context.once(store) { store in
    ///     .created(try await store.record(sheet, in: record, over: version, for: viewer, at: now))
    /// }
    /// ```
    /// - Parameters:
    ///   - isAdministering: whether users, teams or keys are changed.
    ///   - effect: writes through the store that it is given, nothing else, and makes the answer.
    func once(
        _ store: Store, administering isAdministering: Bool = false,
        _ effect: @escaping @Sendable (Store) async throws -> Answer
    ) async throws -> Response {
        guard let submission else { preconditionFailure("only a POST under /v1 is a submission") }
        let (receipt, isReplayed) = try await store.once(
            submission, for: viewer, administering: isAdministering
        ) { store in
            try await effect(store).receipt
        }
        return Response(receipt, isReplayed: isReplayed)
    }
}

extension Response {
    /// The answer that a receipt holds.
    init(_ receipt: Receipt, isReplayed: Bool) {
        var headers: HTTPFields = [:]
        for index in stride(from: 0, to: receipt.headers.count - 1, by: 2) {
            guard let name = HTTPField.Name(receipt.headers[index]) else { continue }
            headers[name] = receipt.headers[index + 1]
        }
        if isReplayed { headers[.idempotencyReplayed] = "true" }
        self.init(
            status: .init(code: receipt.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: receipt.body)))
    }
}
