import API
import Domain
import Gateway
import Hummingbird
import Logging

/// Shows errors as pages: who is not signed in is sent to sign in, everybody else reads what to do.
struct ProblemPages: RouterMiddleware {
    let pages: Pages

    func handle(
        _ request: Request, context: AnyoneContext, next: (Request, AnyoneContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let text = ProblemStage<AnyoneContext>.problemText(of: error, path: request.uri.path)
            if text.kind == .unauthenticated { return .redirect(to: "/console/sign-in") }
            if text.kind == .fault || text.kind == .unavailable {
                context.logger.error(
                    "a page failed", metadata: ["code": "\(text.code)", "error": "\(error)"])
            }
            return try pages.show("problem", ProblemContent(text), status: text.kind.status)
        }
    }
}

private struct ProblemContent {
    var message: String
    var hint: String?
    var code: String

    /// What the API says of paths and of versions is for those who write programs.
    init(_ text: ProblemText) {
        (message, hint, code) = (text.message, text.hint, text.code)
        if text.code == "gateway.no-such-path" {
            (message, hint) = ("There is no page at this address.", nil)
        } else if text.kind == .outdated || text.kind == .unconditional {
            message = "It has changed since this page was shown; nothing was stored."
            hint = "Go back and load the page again: it shows what there is now."
        }
    }
}
