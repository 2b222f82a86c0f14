import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import Testing

/// Keys as people have them: an import takes every text, so that a path must be able to say it.
@Suite struct PathPartTests {
    private static let people = ["zoë müller", "王小明", "100%", "a+b&c=d", "what?#1", "sales/north", "%41"]

    private func makeService() async throws -> TestService {
        try await TestService.make { sample in
            for (row, key) in zip(sample.people(on: .a), Self.people) {
                sample.people[row].key = key
                sample.people[row].active = true
            }
            for row in sample.companies.indices { sample.companies[row].key += " & søn/1" }
        }
    }

    @Test func `a person is found by any key that an import takes`() async throws {
        let service = try await makeService()
        let key = try await service.key(.admin)
        let counterpart = try #require(service.people(on: .b).first)
        try await service.run { client in
            for person in Self.people {
                let path = "/v1/salespeople/\(person.asPathPart)"
                let shown = try await client.execute(uri: path, method: .get, headers: key)
                #expect(shown.status == .ok, "\(person)")
                #expect(try json(shown)["person"] as? String == person)
                for more in ["/recommendations", "/recommendations/\(counterpart)", "/counterparts"] {
                    let response = try await client.execute(uri: path + more, method: .get, headers: key)
                    #expect(response.status != .notFound || more.hasSuffix(counterpart), "\(path)\(more)")
                    #expect(response.status.code < 500)
                }
            }
            let companies = service.record.snapshot.companies
            let gate = try await client.execute(
                uri: "/v1/companies/\(companies[0].key.asPathPart)/gate/\(companies[1].key.asPathPart)",
                method: .get, headers: key)
            #expect(gate.status == .ok)
        }
    }

    @Test func `a key without need of it may be encoded all the same`() async throws {
        let service = try await TestService.make()
        let key = try await service.key(.admin)
        let person = try #require(service.people(on: .a).first)
        let encoded = person.utf8.map { String(format: "%%%02X", $0) }.joined()
        try await service.run { client in
            let shown = try await client.execute(
                uri: "/v1/salespeople/\(encoded)", method: .get, headers: key)
            #expect(try json(shown)["person"] as? String == person)
        }
    }

    @Test(arguments: ["%00", "%0A", "%FF", "%zz", "%", "a%2", "%C3"])
    func `what no key can be names nobody and fails nowhere`(part: String) async throws {
        let service = try await TestService.make()
        let key = try await service.key(.admin)
        try await service.run { client in
            let paths = [
                "salespeople/\(part)", "pairings/\(part)", "rounds/\(part)", "users/\(part)",
                "export/\(part)",
                "webhooks/\(part)", "companies/\(part)/gate/\(part)",
            ]
            for path in paths {
                let response = try await client.execute(uri: "/v1/\(path)", method: .get, headers: key)
                #expect(response.status == .notFound, "\(path)")
            }
        }
    }
}
