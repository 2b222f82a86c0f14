import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import Testing

/// What is not simply the `ETag` of a thing: changes of many at once, and what adds where nothing is.
@Suite struct VersionTests {
    /// One row of what is told of many people.
    private static func told(_ person: String, _ company: String, _ more: String) -> String {
        "{\"person\": \"\(person)\", \"company\": \"\(company)\"\(more)}"
    }

    @Test func `who brings many people names the version of each that is known, or says whichever`()
        async throws
    {
        let bench = try await LifeBench.make()
        let (service, admin) = (bench.service, bench.admin)
        let people = service.record.snapshot.people
        let company = try #require(people.first { $0.key == bench.personA }).company
        let key = service.record.snapshot.companies[company].key
        let own = try #require(people.first { $0.company == company && $0.key != bench.personA }).key
        try await service.run { client in
            func bring(_ rows: [String], forAny: Bool = false) async throws -> TestResponse {
                try await client.send(
                    .post, "/v1/salespeople", admin, "{\"salespeople\": [\(rows.joined(separator: ", "))]}",
                    forAny: forAny)
            }
            let list = try await client.read("/v1/salespeople?limit=100", admin)
            let rows = try #require(list["salespeople"] as? [[String: Any]])
            func version(_ person: String) throws -> Int {
                try #require(rows.first { $0["person"] as? String == person }?["version"] as? Int)
            }
            #expect(try await version(own) == client.version(of: "/v1/salespeople/\(own)", admin))
            let new = Self.told("new.one", key, "")
            let blind = Self.told(own, key, ", \"capacity\": 7")
            let refused = try await bring([new, blind])
            #expect(refused.status == .preconditionRequired)
            #expect(try json(refused)["code"] as? String == "storage.people-without-version")
            #expect(try json(refused)["pointer"] as? String == "/salespeople/1")
            // All or nothing: not even who is new.
            #expect(try await client.send(.get, "/v1/salespeople/new.one", admin).status == .notFound)
            let known = Self.told(own, key, ", \"capacity\": 7, \"version\": \(try version(own))")
            #expect(try await bring([new, known]).status == .ok)
            let late = try await bring([Self.told("new.two", key, ""), known])
            #expect(late.status == .preconditionFailed)
            #expect(try json(late)["code"] as? String == "storage.people-changed-since-read")
            #expect(try await client.send(.get, "/v1/salespeople/new.two", admin).status == .notFound)
            // A nightly job that knows no versions overwrites what is there, but not where it names one.
            #expect(try await bring([new, blind], forAny: true).status == .ok)
            #expect(try await bring([new, known], forAny: true).status == .preconditionFailed)
            let nobody = Self.told("new.three", key, ", \"version\": 7")
            #expect(try await bring([nobody], forAny: true).status == .preconditionFailed)
        }
    }

    @Test func `a version is taken as the header tells it and as JSON does`() async throws {
        let bench = try await LifeBench.make()
        let path = "/v1/salespeople/\(bench.personA)"
        try await bench.service.run { client in
            for (capacity, quote) in [(3, "\""), (4, "")] {
                let version = try await client.version(of: path, bench.admin)
                var key = bench.admin
                key[.ifMatch] = "\(quote)\(version)\(quote)"
                let told = "{\"capacity\": \(capacity)}"
                #expect(try await client.send(.patch, path, key, told).status == .ok)
                #expect(try await client.send(.patch, path, key, told).status == .preconditionFailed)
                key[.ifMatch] = "\(quote)\(version)x\(quote)"
                #expect(try await client.send(.patch, path, key, told).status.code >= 400)
            }
        }
    }

    @Test func `a sheet is corrected as it was read, and a program always says that it replaces one`()
        async throws
    {
        let service = try await TestService.make()
        let rater = try #require(service.people(on: .a).first)
        let target = try #require(service.people(on: .b).first)
        let own = try await service.key(.salesperson(number: service.number(of: rater)))
        let program = try await service.key(.integration(scopes: [.sheetsWrite]))
        try await service.run { client in
            func post(_ key: HTTPFields, _ success: Int, _ version: Int? = nil, any: Bool = false)
                async throws
                -> TestResponse
            {
                try await client.send(
                    .post, "/v1/sheets", key,
                    "{\"rater\": \"\(rater)\", \"target\": \"\(target)\", \"success\": \(success)}",
                    version: version, forAny: any)
            }
            // Whether or not there is one: else it would learn that.
            #expect(try await post(program, 5).status == .preconditionRequired)
            let first = try await post(own, 5)
            #expect(first.status == .created)
            #expect(try await post(program, 5).status == .preconditionRequired)
            #expect(try await post(own, 5).status == .created)
            #expect(try await post(own, 6).status == .preconditionRequired)
            let sheets =
                try await client.read("/v1/sheets?target=\(target)", own)["sheets"] as? [[String: Any]]
            let version = try #require(sheets?.first { $0["success"] as? Double == 5 }?["version"] as? Int)
            #expect(first.headers[.eTag] == "\"\(version)\"")
            let corrected = try await post(own, 6, version)
            #expect(corrected.status == .created && corrected.headers[.eTag] != first.headers[.eTag])
            #expect(try await post(own, 7, version).status == .preconditionFailed)
            let brought = try await post(program, 7, any: true)
            #expect(brought.status == .created && brought.headers[.eTag] == nil)
        }
    }

    @Test func `a pulse is corrected by whoever knows what they answered`() async throws {
        let bench = try await LifeBench.make()
        try await bench.service.run { client in
            _ = try await bench.trial(client)
            func post(_ meetings: Int, _ version: Int? = nil) async throws -> TestResponse {
                try await client.send(
                    .post, "/v1/pulses", bench.salespersonA,
                    "{\"target\": \"\(bench.personB)\", \"meetings\": \(meetings)}", version: version)
            }
            #expect(try await post(1, 7).status == .preconditionFailed)
            let first = try await post(1)
            #expect(first.status == .created)
            #expect(try await post(1).status == .created)
            #expect(try await post(2).status == .preconditionRequired)
            let tag = try #require(try await post(1).headers[.eTag])
            let version = try #require(Int(tag.dropFirst().dropLast()))
            #expect(try await post(2, version).status == .created)
            #expect(try await post(3, version).status == .preconditionFailed)
        }
    }

    @Test func `who was declined is proposed again by whoever has read so`() async throws {
        let bench = try await LifeBench.make()
        try await bench.service.run { client in
            var pairing = try await bench.propose(client)
            pairing = try await bench.took(client, pairing, bench.managerB, "{\"step\": \"decline\"}")
            let id = try #require(pairing["pairing"] as? String)
            func again(_ version: Int? = nil) async throws -> TestResponse {
                try await client.send(
                    .post, "/v1/pairings", bench.managerA,
                    "{\"person\": \"\(bench.personA)\", \"counterpart\": \"\(bench.personB)\"}",
                    version: version)
            }
            let blind = try await again()
            #expect(blind.status == .preconditionRequired)
            #expect(String(buffer: blind.body).contains("/v1/pairings/\(id)"))
            #expect(try await again(1).status == .preconditionFailed)
            let version = try await client.version(of: "/v1/pairings/\(id)", bench.managerA)
            let taken = try await again(version)
            #expect(taken.status == .created)
            #expect(try json(taken)["pairing"] as? String == id)
        }
    }

    @Test func `a decision is for the round, or the change, as it was read`() async throws {
        let bench = try await LifeBench.make()
        let round = try await RoundTests.publish(bench)
        try await bench.service.run { client in
            let path = "/v1/rounds/\(round)"
            func decide(_ key: HTTPFields, _ body: String, _ version: Int? = nil) async throws -> TestResponse
            {
                try await client.send(.post, path + "/decisions", key, body, version: version)
            }
            func change(_ key: HTTPFields) async throws -> Int {
                let changes = try await client.read(path + "/changes", key)["changes"] as? [[String: Any]]
                return try #require(changes?.first?["version"] as? Int)
            }
            let (whole, one) = (
                try await client.version(of: path, bench.managerA), try await change(bench.managerA)
            )
            #expect(try await decide(bench.managerA, "{\"all\": \"accept\"}").status == .preconditionRequired)
            // The other side's word makes another version of it: what was read was still open.
            let other = try await client.version(of: path, bench.managerB)
            let said = try await decide(bench.managerB, "{\"all\": \"accept\"}", other)
            #expect(said.status == .ok)
            let tag = try #require(said.headers[.eTag])
            #expect(try await "\"\(client.version(of: path, bench.managerB))\"" == tag)
            #expect(
                try await decide(bench.managerA, "{\"all\": \"accept\"}", whole).status == .preconditionFailed
            )
            func named(_ version: Int) -> String {
                "{\"decisions\": [{\"position\": 1, \"decision\": \"accept\", \"version\": \(version)}]}"
            }
            #expect(try await decide(bench.managerA, named(one)).status == .preconditionFailed)
            #expect(try await decide(bench.managerA, named(try await change(bench.managerA))).status == .ok)
        }
    }

    @Test func `what is handed over, and who is forgotten, is what was read`() async throws {
        let bench = try await LifeBench.make()
        let snapshot = bench.service.record.snapshot
        let row = try #require(snapshot.people.firstIndex { $0.key == bench.personA })
        let successor = try #require(
            snapshot.people.first { $0.company == snapshot.people[row].company && $0.key != bench.personA }
        ).key
        try await bench.service.run { client in
            let path = "/v1/salespeople/\(bench.personA)/handover"
            let before = try await client.version(of: path, bench.managerA)
            let pairing = try await bench.propose(client)
            let told = "{\"successor\": \"\(successor)\"}"
            let late = try await client.send(.post, path, bench.managerA, told, version: before)
            #expect(late.status == .preconditionFailed)
            let seen = try await client.read(path, bench.managerA)["pairings"] as? [[String: Any]]
            let shown = try #require(
                seen?.first { $0["pairing"] as? String == pairing["pairing"] as? String })
            #expect(
                shown["counterpart"] as? String == bench.personB && shown["status"] as? String == "proposed")
            let now = try await client.version(of: path, bench.managerA)
            #expect(try await client.send(.post, path, bench.managerA, told, version: now).status == .ok)
            #expect((try await client.read(path, bench.managerA)["pairings"] as? [Any])?.isEmpty == true)

            let person = "/v1/salespeople/\(bench.personA)"
            let read = try await client.version(of: person, bench.admin)
            let changed = try await client.send(
                .patch, person, bench.admin, "{\"capacity\": 9}", version: read)
            #expect(changed.status == .ok)
            let order = "{\"confirm\": \"\(bench.personA)\"}"
            let erasure = person + "/erasure"
            #expect(
                try await client.send(.post, erasure, bench.admin, order, version: read).status
                    == .preconditionFailed)
            let newest = try await client.version(of: person, bench.admin)
            #expect(
                try await client.send(.post, erasure, bench.admin, order, version: newest).status == .accepted
            )
        }
    }
}
