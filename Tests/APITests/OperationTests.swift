import API
import CoreMetrics
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Postgres
import Storage
import Testing

@Suite struct OperationTests {
    @Test func `health readiness and description answer without a key`() async throws {
        let service = try await TestService.make()
        try await service.run { client in
            for path in ["/healthz", "/readyz", "/metrics", "/openapi.yaml"] {
                let response = try await client.execute(uri: path, method: .get)
                #expect(response.status == .ok, "\(path)")
            }
            let description = try await client.execute(uri: "/openapi.yaml", method: .get)
            #expect(String(buffer: description.body).hasPrefix("openapi: 3.1.0"))
        }
    }

    @Test func `a service whose database has gone is alive and not ready`() async throws {
        let service = try await TestService.make()
        await service.client.shutdown()
        try await service.run { client in
            #expect(try await client.execute(uri: "/healthz", method: .get).status == .ok)
            let ready = try await client.execute(uri: "/readyz", method: .get)
            #expect(ready.status == .serviceUnavailable)
            #expect(ready.headers[.retryAfter] == "2")
            #expect(try json(ready)["code"] as? String == "storage.database-unavailable")
        }
    }

    @Test func `an unknown path is a problem like any other`() async throws {
        let service = try await TestService.make()
        try await service.run { client in
            let response = try await client.execute(uri: "/v2/anything", method: .get)
            #expect(response.status == .notFound)
            #expect(try json(response)["code"] as? String == "gateway.no-such-path")
        }
    }

    @Test func `the exposition has help and type and escaped labels`() {
        let registry = PrometheusRegistry()
        registry.makeCounter(label: "jobs.done", dimensions: [("kind", "a \"b\"\n\\")]).increment(by: 3)
        registry.makeRecorder(label: "queue.depth", dimensions: [], aggregate: false).record(Double(2.5))
        let timer = registry.makeTimer(label: "took", dimensions: [])
        timer.recordNanoseconds(2_000_000)
        timer.recordNanoseconds(20_000_000_000)
        let text = registry.exposition()
        #expect(
            text.contains("# TYPE jobs_done_total counter\njobs_done_total{kind=\"a \\\"b\\\"\\n\\\\\"} 3\n"))
        #expect(text.contains("# TYPE queue_depth gauge\nqueue_depth 2.5\n"))
        #expect(text.contains("took_bucket{le=\"0.001\"} 0\n"))
        #expect(text.contains("took_bucket{le=\"0.0025\"} 1\n"))
        #expect(text.contains("took_bucket{le=\"+Inf\"} 2\n"))
        #expect(text.contains("took_sum 20.002\ntook_count 2\n"))
    }

    @Test func `one series is counted from everywhere`() {
        let registry = PrometheusRegistry()
        for _ in 0..<2 { registry.makeCounter(label: "hits", dimensions: [("path", "/")]).increment(by: 1) }
        #expect(registry.exposition().contains("hits_total{path=\"/\"} 2\n"))
    }
}
