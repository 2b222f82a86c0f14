import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Nightly
import Postgres
import Logging
import Postgres
import Storage
import Testing

@testable import API

@Suite struct PersonalTests {
    @Test func `a person reads their own record and nobody else's`() async throws {
        let service = try await TestService.make()
        let person = try #require(service.people(on: .a).first)
        let colleague = try #require(service.people(on: .a).last)
        let own = try await service.key(.salesperson(number: service.number(of: person)))
        let manager = try await service.key(.manager(company: service.companyNumber(of: person)))
        try await service.run { client in
            let record = try json(
                try await client.execute(
                    uri: "/v1/salespeople/\(person)/personal-record", method: .get, headers: own))
            let tables = try #require(record["tables"] as? [String: [[String: Any]]])
            #expect(tables["salesperson"]?.first?["key"] as? String == person)
            #expect(tables["sheet"]?.isEmpty == false)
            for (key, path) in [(own, colleague), (manager, person), (own, "nobody")] {
                let answer = try await client.execute(
                    uri: "/v1/salespeople/\(path)/personal-record", method: .get, headers: key)
                #expect(answer.status == .notFound)
            }
        }
    }

    @Test func `an erasure is asked for by an admin who repeats the key and is done by a worker`()
        async throws
    {
        let service = try await TestService.make()
        let person = try #require(service.people(on: .a).first)
        let number = try service.number(of: person)
        let admin = try await service.key(.admin)
        let own = try await service.key(.salesperson(number: number))
        let path = "/v1/salespeople/\(person)/erasure"
        try await service.application().test(.router) { client in
            func ask(_ key: HTTPFields, _ text: String) async throws -> HTTPResponse.Status {
                try await client.send(.post, path, key, text, forAny: true).status
            }
            #expect(try await ask(own, "{\"confirm\": \"\(person)\"}") == .forbidden)
            #expect(try await ask(admin, "{\"confirm\": \"other\"}") == .unprocessableContent)
            #expect(try await ask(admin, "{\"confirm\": \"\(person)\"}") == .accepted)
            #expect(try await ask(admin, "{\"confirm\": \"\(person)\"}") == .accepted)
            let worker = Worker(
                store: service.batch, settings: WorkerSettings(holder: "a test", program: "test"),
                logger: Logger(label: "test"))
            #expect(await worker.drain() >= 1)
            let gone = try await client.execute(
                uri: "/v1/salespeople/\(person)/recommendations", method: .get, headers: admin)
            #expect(gone.status == .notFound)
            let audit = try json(
                try await client.execute(uri: "/v1/audit?object=person", method: .get, headers: admin))
            let entries = try #require(audit["entries"] as? [[String: Any]])
            #expect(entries.map { $0["action"] as? String } == ["person.erasure-asked", "person.erased"])
            #expect(
                try await client.execute(uri: "/v1/export", method: .get, headers: own).status
                    == .unauthorized)
            let model = try await client.execute(uri: "/v1/scorecard", method: .get, headers: admin)
            #expect(model.status == .ok)
        }
        await service.client.shutdown()
    }

    @Test func `the scorecard shows figures beside random and profiles alone`() async throws {
        let service = try await TestService.make()
        let admin = try await service.key(.admin)
        let person = try await service.key(.salesperson(number: 1))
        try await service.run { client in
            let shown = try json(try await client.execute(uri: "/v1/scorecard", method: .get, headers: admin))
            let figures = try #require(shown["figures"] as? [String: Any])
            let loss = try #require(figures["decisionLogLoss"] as? [String: Double])
            #expect(Set(loss.keys).isSuperset(of: ["random", "profilesOnly", "model"]))
            #expect(
                try await client.execute(uri: "/v1/scorecard", method: .get, headers: person).status
                    == .forbidden)
        }
    }
}
