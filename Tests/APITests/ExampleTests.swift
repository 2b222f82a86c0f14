import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Postgres
import Storage
import Testing

@testable import API

/// The served description is true: its operations are those that the router has, and its examples are understood.
@Suite struct ExampleTests {
    @Test func `every operation is described and every described one is there`() async throws {
        let service = try await TestService.make()
        await service.client.shutdown()
        let router = makeRouter(
            store: service.store, cache: AllianceCache(store: service.store), registry: PrometheusRegistry()
        ) {}
        let methods: Set<String> = ["GET", "POST", "PUT", "PATCH", "DELETE"]
        let paths = Set(router.routes.map { "\($0.path)" })
        try await service.application().test(.router) { client in
            var found: Set<String> = []
            for path in paths {
                let address = path.replacing(/\{[a-zA-Z]+\}/, with: "x")
                let answer = try await client.execute(uri: address, method: .options)
                let allowed = (answer.headers[.allow] ?? "").split(separator: ", ").map(String.init)
                for method in allowed where methods.contains(method) { found.insert("\(method) \(path)") }
            }
            #expect(found == Set(try Operation.all().map { "\($0.method) \($0.path)" }))
        }
    }

    @Test func `every POST wants an idempotency key, and nothing else does`() throws {
        for operation in try Operation.all() {
            let wants = operation.method == "POST" && operation.path.hasPrefix("/v1/")
            #expect(operation.headers.contains("Idempotency-Key") == wants, "\(operation.id)")
        }
    }

    @Test func `every body has an example that the service understands`() async throws {
        let service = try await TestService.make()
        let rater = try #require(service.people(on: .a).first)
        let target = try #require(service.people(on: .b).first)
        let admin = try await service.key(.admin)
        let own = try await service.key(.salesperson(number: service.number(of: rater)))
        try await service.run { client in
            for operation in try Operation.all() where operation.hasBody {
                let example = try #require(operation.example, "\(operation.id) has no example")
                let text = example.replacing("bruno.costa", with: target)
                let path = operation.path.replacing("{person}", with: target)
                    .replacing(/\{[a-zA-Z]+\}/, with: UUID().uuidString)
                for key in [own, admin] {
                    var headers = submission(key)
                    headers[.ifMatch] = "*"
                    let method = try #require(HTTPRequest.Method(rawValue: operation.method))
                    let answer = try await client.execute(
                        uri: path, method: method, headers: headers, body: body(text))
                    let said = String(buffer: answer.body)
                    #expect(
                        operation.statuses.contains(Int(answer.status.code)),
                        "\(operation.id): \(answer.status)")
                    #expect(
                        answer.status.code != 400 && !said.contains("unknown-field"),
                        "\(operation.id): \(said)")
                }
            }
        }
    }

    @Test func `every GET answers an admin as it is described`() async throws {
        let service = try await TestService.make()
        let target = try #require(service.people(on: .b).first)
        let admin = try await service.key(.admin)
        try await service.run { client in
            for operation in try Operation.all() where operation.method == "GET" {
                let path = operation.path.replacing("{person}", with: target).replacing(
                    "{table}", with: "rules"
                )
                .replacing(/\{[a-zA-Z]+\}/, with: UUID().uuidString)
                let answer = try await client.execute(uri: path, method: .get, headers: admin)
                #expect(
                    operation.statuses.contains(Int(answer.status.code)), "\(operation.id): \(answer.status)")
            }
        }
    }
}
