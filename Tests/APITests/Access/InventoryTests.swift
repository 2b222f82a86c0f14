import API
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import Testing

@Suite struct InventoryTests {
    /// The console's pages and the answers to methods that a path does not have are no operations.
    @Test
    func `API9 improper inventory management: what is served is described, and what is described is served`()
        async throws
    {
        let service = try await TestService.make()
        let router = makeRouter(
            store: service.store, cache: AllianceCache(store: service.store), registry: PrometheusRegistry()
        ) {}
        let routes = router.routes.map { (method: $0.method, path: "\($0.path)") }
        let served = Set(routes.map { "\($0.method) \($0.path)" })
        try await service.run { client in
            let described = try await DescribedOperation.all(of: client)
            for operation in described {
                #expect(
                    served.contains("\(operation.method) \(operation.path)"), "\(operation) is not served")
            }
            let names = Set(described.map { "\($0.method) \($0.path)" })
            for route in routes
            where DescribedOperation.methods.contains(route.method.rawValue.lowercased()) {
                let name = "\(route.method) \(route.path)"
                guard !names.contains(name) else { continue }
                // It answers that there is no such method, without asking who sends it.
                let path = route.path.replacing(/\{[^}]+\}/, with: "x")
                let response = try await client.execute(uri: path, method: route.method)
                #expect(response.status == .methodNotAllowed, "\(name) is served and not described")
            }
        }
    }
}
