import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import Testing

@Suite struct RecommendationTests {
    @Test func `a manager reads ranked counterparts with reasons and uncertainty`() async throws {
        let service = try await TestService.make()
        let person = try #require(service.people(on: .a).first)
        let key = try await service.key(.manager(company: service.companyNumber(of: person)))
        try await service.run { client in
            let path = "/v1/salespeople/\(person)/recommendations?limit=5"
            let response = try await client.execute(uri: path, method: .get, headers: key)
            #expect(response.status == .ok)
            let list = try json(response)
            #expect(list["person"] as? String == person)
            let ranked = try #require(list["recommendations"] as? [[String: Any]])
            #expect(ranked.count == 5)
            let chemistry = ranked.compactMap { $0["chemistry"] as? Double }
            #expect(chemistry == chemistry.sorted(by: >))
            for one in ranked {
                let name = try #require(one["person"] as? String)
                #expect(service.people(on: .b).contains(name))
                let interval = try #require(one["chemistryInterval"] as? [Double])
                let mean = try #require(one["chemistry"] as? Double)
                #expect(interval[0] <= mean && mean <= interval[1])
                let evidence = try #require(one["evidence"] as? [String: Double])
                #expect(abs(evidence.values.reduce(0, +) - 1) < 0.01)
                #expect((one["reasons"] as? [String])?.isEmpty == false)
            }
        }
    }

    @Test func `a viewer who may not see a person reads what a stranger to the alliance would`() async throws
    {
        let service = try await TestService.make()
        let ours = try #require(service.people(on: .a).first)
        let colleague = try #require(service.people(on: .a).last)
        let theirs = try #require(service.people(on: .b).first)
        let manager = try await service.key(.manager(company: service.companyNumber(of: ours)))
        let salesperson = try await service.key(.salesperson(number: service.number(of: ours)))
        let integration = try await service.key(.integration(scopes: [.sheetsWrite]))
        try await service.run { client in
            let forbidden = [
                (manager, theirs), (salesperson, colleague), (salesperson, theirs), (integration, ours),
            ]
            for (key, person) in forbidden {
                let path = "/v1/salespeople/\(person)/recommendations"
                let foreign = try await client.execute(uri: path, method: .get, headers: key)
                let missing = try await client.execute(
                    uri: "/v1/salespeople/nobody/recommendations", method: .get, headers: key)
                #expect(foreign.status == .notFound)
                #expect(missing.status == .notFound)
                let masked = String(buffer: foreign.body).replacing(person, with: "nobody")
                #expect(masked == String(buffer: missing.body))
            }
        }
    }

    @Test func `only those with room are listed where that is asked for`() async throws {
        let service = try await TestService.make()
        await service.refit()
        let person = try #require(service.people(on: .a).first)
        let admin = try await service.key(.admin)
        try await service.run { client in
            func list(_ query: String) async throws -> [(person: String, hasRoom: Bool)] {
                let view = try await client.read(
                    "/v1/salespeople/\(person)/recommendations?limit=100\(query)", admin)
                let entries = try #require(view["recommendations"] as? [[String: Any]])
                return entries.compactMap { entry in
                    guard let name = entry["person"] as? String, let room = entry["available"] as? Bool else {
                        return nil
                    }
                    return (name, room)
                }
            }
            let all = try await list("")
            let free = try await list("&available=true")
            #expect(all.contains { !$0.hasRoom } && all.contains { $0.hasRoom })
            #expect(free.map(\.person) == all.filter(\.hasRoom).map(\.person))
            let odd = try await client.send(
                .get, "/v1/salespeople/\(person)/recommendations?available=maybe", admin)
            #expect(odd.status == .unprocessableContent)
        }
    }

    @Test func `everybody is listed to those who look after them`() async throws {
        let service = try await TestService.make()
        let person = try #require(service.people(on: .a).first)
        let company = try service.companyNumber(of: person)
        let keys = [
            (try await service.key(.admin), service.record.snapshot.people.count),
            (
                try await service.key(.manager(company: company)),
                service.record.snapshot.people.count { service.record.companyNumbers[$0.company] == company }
            ),
            (try await service.key(.salesperson(number: service.number(of: person))), 1),
            (try await service.key(.integration(scopes: [.sheetsWrite])), 0),
        ]
        try await service.run { client in
            for (key, count) in keys {
                let response = try await client.execute(uri: "/v1/salespeople", method: .get, headers: key)
                let people = try #require(try json(response)["salespeople"] as? [[String: Any]])
                #expect(people.count == count)
            }
        }
    }

    @Test(arguments: ["0", "-1", "101", "ten", "1e2", ""])
    func `a limit that is none is told`(limit: String) async throws {
        let service = try await TestService.make()
        let person = try #require(service.people(on: .a).first)
        let key = try await service.key(.admin)
        try await service.run { client in
            let path = "/v1/salespeople/\(person)/recommendations?limit=\(limit)"
            let response = try await client.execute(uri: path, method: .get, headers: key)
            #expect(response.status == .unprocessableContent)
            #expect(try json(response)["code"] as? String == "gateway.bad-field")
        }
    }
}
