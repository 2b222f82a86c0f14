import Foundation
import HTTPTypes
import Hummingbird

/// What operators and programs ask: is it alive, is it ready, how is it doing, what does it offer.
struct OperationRoutes: Sendable {
    let registry: PrometheusRegistry
    /// Throws when the service cannot do its work: no database, or one with another schema.
    let checkReadiness: @Sendable () async throws -> Void

    func add(to router: some RouterMethods<AnyoneContext>) {
        router.get("healthz") { _, _ in plain("ok\n") }
        router.get("readyz") { [checkReadiness] _, _ in
            try await checkReadiness()
            return plain("ready\n")
        }
        router.get("metrics") { [registry] _, _ in
            plain(registry.exposition(), type: "text/plain; version=0.0.4; charset=utf-8")
        }
        router.get("openapi.yaml") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/yaml; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: Description.document)))
        }
    }
}

private func plain(_ text: String, type: String = "text/plain; charset=utf-8") -> Response {
    Response(
        status: .ok, headers: [.contentType: type], body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
}
