import Foundation
import Gateway
import Hummingbird
import Storage

/// `GET /v1/scorecard`: is the model any good here?
struct ScorecardRoutes: Sendable {
    let store: Store

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("scorecard", use: show)
    }

    @Sendable
    private func show(_ request: Request, _ context: SignedInContext) async throws -> Response {
        guard let text = try await ScorecardDesk(store: store).text(for: context.viewer) else {
            throw GatewayError.notFittedYet
        }
        return Response(
            status: .ok, headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
