import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import Testing

/// Deputies, people who leave, and what two sides let each other see of their customers.
@Suite struct ColleagueTests {
    @Test func `which customers two people share is shown when both sides share names and not before`()
        async throws
    {
        let bench = try await LifeBench.make(sharing: true)
        let service = bench.service
        let admins = try await [bench.personA, bench.personB].asyncMap {
            try await service.key(.companyAdmin(company: service.companyNumber(of: $0)))
        }
        try await service.run { client in
            func overlap(_ key: HTTPFields, _ one: String, _ other: String) async throws -> [String: Any] {
                try await client.read("/v1/overlap?person=\(one)&counterpart=\(other)", key)
            }
            func share(_ admin: HTTPFields, _ shared: Bool) async throws {
                let version = try await client.version(of: "/v1/alliance", admin)
                let answer = try await client.send(
                    .put, "/v1/alliance/shared-names", admin, "{\"shared\": \(shared)}", version: version)
                #expect(answer.status == .ok)
            }
            let viewers = [
                (bench.managerA, bench.personA, bench.personB),
                (bench.managerB, bench.personB, bench.personA),
                (bench.admin, bench.personA, bench.personB),
            ]
            for (sharedByA, sharedByB) in [(false, false), (true, false), (false, true), (true, true)] {
                try await share(admins[0], sharedByA)
                try await share(admins[1], sharedByB)
                for (key, one, other) in viewers {
                    let seen = try await overlap(key, one, other)
                    #expect(seen["count"] as? Int == 1)
                    #expect(seen["accounts"] as? [String] == (sharedByA && sharedByB ? bench.shared : nil))
                }
            }
        }
    }

    @Test func `whoever becomes inactive declines what is proposed and keeps what runs`() async throws {
        let bench = try await LifeBench.make()
        try await bench.service.run { client in
            let pairing = try await bench.propose(client)
            let path = "/v1/salespeople/\(bench.personA)"
            let version = try await client.version(of: path, bench.admin)
            let gone = try await client.send(
                .patch, path, bench.admin, "{\"active\": false}", version: version)
            #expect(gone.status == .ok, "\(String(buffer: gone.body))")
            let id = try #require(pairing["pairing"] as? String)
            let after = try await client.read("/v1/pairings/\(id)", bench.managerB)
            #expect(after["status"] as? String == "declined")
            let again = try await client.send(
                .post, "/v1/pairings", bench.managerB,
                "{\"person\": \"\(bench.personB)\", \"counterpart\": \"\(bench.personA)\"}")
            #expect(again.status == .conflict)
        }
    }

    @Test func `a program that brings somebody as inactive declines for them too`() async throws {
        let bench = try await LifeBench.make()
        let snapshot = bench.service.record.snapshot
        let row = try #require(snapshot.people.firstIndex { $0.key == bench.personA })
        let company = snapshot.companies[snapshot.people[row].company].key
        let program = try await bench.service.key(.integration(scopes: [.peopleWrite]))
        try await bench.service.run { client in
            let pairing = try await bench.propose(client)
            let brought = try await client.send(
                .post, "/v1/salespeople", program,
                "{\"salespeople\": [{\"person\": \"\(bench.personA)\", \"company\": \"\(company)\", \"active\": false}]}"
            )
            #expect(brought.status == .ok, "\(String(buffer: brought.body))")
            let id = try #require(pairing["pairing"] as? String)
            let after = try await client.read("/v1/pairings/\(id)", bench.managerB)
            #expect(after["status"] as? String == "declined")
        }
    }

    @Test func `a deputy is a colleague and stands beside the counterpart who is away`() async throws {
        let bench = try await LifeBench.make()
        let snapshot = bench.service.record.snapshot
        let row = try #require(snapshot.people.firstIndex { $0.key == bench.personB })
        let company = snapshot.people[row].company
        let deputy = try #require(
            snapshot.people.first { $0.company == company && $0.key != bench.personB && $0.active })
        try await bench.service.run { client in
            _ = try await bench.trial(client)
            let path = "/v1/salespeople/\(bench.personB)"
            let version = try await client.version(of: path, bench.managerB)
            let stranger = try await client.send(
                .patch, path, bench.managerB, "{\"deputy\": \"\(bench.personA)\"}", version: version)
            #expect(stranger.status == .unprocessableContent)
            let named = try await client.send(
                .patch, path, bench.managerB,
                "{\"deputy\": \"\(deputy.key)\", \"absences\": [{\"first\": \"\(Day(Date()))\"}]}",
                version: version)
            #expect(named.status == .ok, "\(String(buffer: named.body))")
            let who = try await client.send(
                .get, "/v1/salespeople/\(bench.personA)/counterparts", bench.salespersonA)
            let counterparts = try #require(try json(who)["counterparts"] as? [[String: Any]])
            let other = try #require(counterparts.first { $0["person"] as? String == bench.personB })
            #expect((other["deputy"] as? [String: Any])?["person"] as? String == deputy.key, "\(other)")
            #expect(other["away"] as? Bool == true)
            #expect(other["ask"] as? String == deputy.key)
        }
    }
}

extension Sequence where Element: Sendable {
    fileprivate func asyncMap<Value>(_ body: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await body(element)) }
        return values
    }
}
