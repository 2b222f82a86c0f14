package import Domain
import Foundation
import Gateway
package import HTTPTypes
package import Hummingbird
import Logging
import Storage

/// Turns every error into `application/problem+json` (RFC 9457). What a person cannot act upon goes to the log only.
package struct ProblemStage<Context: RequestContext>: RouterMiddleware {
    package func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let text = Self.problemText(of: error, path: request.uri.path)
            if text.kind == .fault || text.kind == .unavailable {
                // Who gave a request up caused what stopped it: there is nothing for an operator to do.
                context.logger.log(
                    level: Task.isCancelled ? .debug : .error, "a request failed",
                    metadata: ["code": "\(text.code)", "error": "\(error)"])
            }
            return try response(to: text, after: error)
        }
    }

    /// What to say of an error: a problem's own words, or that it is ours.
    package static func problemText(of error: any Error, path: String) -> ProblemText {
        switch error {
        case let problem as any Problem:
            return problem.problem
        case let error as any HTTPResponseError where error.status == .notFound:
            return GatewayError.noSuchPath(path).problem
        case let error as any HTTPResponseError where error.status == .contentTooLarge:
            return ProblemText(
                kind: .limited, code: "gateway.body-too-large", message: "The body is larger than 256 KiB.",
                hint: "Send less at a time.")
        case let error as any HTTPResponseError where error.status.code < 500:
            return GatewayError.unreadable("The request cannot be read: \(error.status.reasonPhrase).")
                .problem
        default:
            return ProblemText(
                kind: .fault, code: "gateway.fault", message: "Something went wrong on our side.",
                hint: "An operator finds the cause in the log.")
        }
    }

    private func response(to text: ProblemText, after error: any Error) throws -> Response {
        let body = ProblemBody(
            type: "about:blank", title: text.message, status: text.kind.status.code, code: text.code,
            hint: text.hint, pointer: text.pointer, allowed: text.allowed)
        var headers: HTTPFields = [.contentType: "application/problem+json"]
        if text.kind == .unavailable { headers[.retryAfter] = "2" }
        if let seconds = (error as? GatewayError)?.retryAfter { headers[.retryAfter] = "\(seconds)" }
        if case ConventionError.methodNotAllowed(_, let allowed) = error {
            headers[.allow] = allowed.joined(separator: ", ")
        }
        if text.kind == .unauthenticated { headers[.wwwAuthenticate] = "Bearer" }
        let bytes = try JSONEncoder.rapport.encode(body)
        return Response(
            status: text.kind.status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}

private struct ProblemBody: Encodable {
    var type: String
    var title: String
    var status: Int
    var code: String
    var hint: String?
    var pointer: String?
    var allowed: [String]?
}

extension ProblemKind {
    /// The HTTP status of a problem of this kind.
    package var status: HTTPResponse.Status {
        switch self {
        case .malformed: .badRequest
        case .invalid: .unprocessableContent
        case .unauthenticated: .unauthorized
        case .forbidden: .forbidden
        case .missing: .notFound
        case .conflict: .conflict
        case .outdated: .preconditionFailed
        case .unconditional: .preconditionRequired
        case .methodNotAllowed: .methodNotAllowed
        case .unsupported: .unsupportedMediaType
        case .gone: .gone
        case .limited: .contentTooLarge
        case .throttled: .tooManyRequests
        case .unavailable: .serviceUnavailable
        case .fault: .internalServerError
        }
    }
}
