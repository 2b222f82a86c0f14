import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import Testing

/// Sheets and pulses that nobody but their rater sees, and that count from their release.
@Suite struct SealTests {
    @Test func `a sheet of a trial is sealed until both are in, and then fixed`() async throws {
        let bench = try await LifeBench.make()
        let (a, b) = (bench.personA, bench.personB)
        try await bench.service.run { client in
            _ = try await bench.trial(client)
            await bench.service.refit()
            let before = try await client.read(
                "/v1/salespeople/\(b)/recommendations?limit=100", bench.managerB)

            for success in [2, 7] {
                let first = try json(
                    try await client.send(
                        .post, "/v1/sheets", bench.salespersonA,
                        "{\"target\": \"\(b)\", \"success\": \(success)}", forAny: true))
                #expect(first["sealedUntil"] as? String != nil)
                #expect(first["revision"] as? Int == before["revision"] as? Int)
            }
            await bench.service.refit()
            let sealed = try await client.read(
                "/v1/salespeople/\(b)/recommendations?limit=100", bench.managerB)
            #expect(NSDictionary(dictionary: sealed) == NSDictionary(dictionary: before))

            let second = try json(
                try await client.send(
                    .post, "/v1/sheets", bench.salespersonB, "{\"target\": \"\(a)\", \"success\": 6}"))
            #expect(second["sealedUntil"] == nil)
            #expect(second["revision"] as? Int == (before["revision"] as? Int).map { $0 + 1 })
            await bench.service.refit()
            let after = try await client.read(
                "/v1/salespeople/\(b)/recommendations?limit=100", bench.managerB)
            #expect(after["fittedRevision"] as? Int == second["revision"] as? Int)

            let late = try await client.send(
                .post, "/v1/sheets", bench.salespersonA, "{\"target\": \"\(b)\", \"success\": 1}")
            #expect(late.status == .conflict)
            #expect(try json(late)["code"] as? String == "life.answers-fixed")
        }
        let record = try await bench.service.batchAgain().record(of: bench.service.alliance, sheets: true)
        #expect(record.snapshot.sheets.count == bench.service.record.snapshot.sheets.count + 2)
        #expect(record.snapshot.sheets.successes.contains(7))
    }

    @Test func `one sheet alone is released when its deadline has passed`() async throws {
        let bench = try await LifeBench.make()
        try await bench.service.run { client in
            _ = try await bench.trial(client)
            _ = try await client.send(
                .post, "/v1/sheets", bench.salespersonA, "{\"target\": \"\(bench.personB)\", \"success\": 6}")
        }
        let batch = try bench.service.batchAgain()
        let count = bench.service.record.snapshot.sheets.count
        let id = bench.service.alliance
        #expect(try await batch.record(of: id, sheets: true).snapshot.sheets.count == count)
        let inTime = Date() + 48 * 86_400
        #expect(try await batch.settle(id, at: inTime) == 2)  // The two pulses that nobody answered.
        #expect(try await batch.record(of: id, sheets: true).snapshot.sheets.count == count)
        #expect(try await batch.settle(id, at: inTime + 2 * 86_400) == 1)
        #expect(try await batch.record(of: id, sheets: true).snapshot.sheets.count == count + 1)
    }

    @Test func `a warning sign reaches the own manager as a flag and nobody else`() async throws {
        let bench = try await LifeBench.make()
        try await bench.service.run { client in
            let trial = try await bench.trial(client)
            let id = try #require(trial["pairing"] as? String)
            let early = try await client.read("/v1/pairings/\(id)", bench.managerA)
            #expect(early["health"] as? String == "too-early")
            let ticked = try await client.send(
                .post, "/v1/pulses", bench.salespersonA,
                "{\"target\": \"\(bench.personB)\", \"meetings\": 2, \"signs\": [\"blame\"]}")
            #expect(ticked.status == .created)
            #expect(!String(buffer: ticked.body).contains("blame"))
            let own = try await client.send(.get, "/v1/pairings/\(id)", bench.managerA)
            #expect(try json(own)["health"] as? String == "needs-talk")
            #expect(!String(buffer: own.body).contains("blame"))
            for key in [bench.managerB, bench.salespersonB] {
                let theirs = try await client.read("/v1/pairings/\(id)", key)
                #expect(theirs["health"] as? String != "needs-talk")
            }
            let calm = try await client.send(
                .post, "/v1/pulses", bench.salespersonB, "{\"target\": \"\(bench.personA)\", \"meetings\": 3}"
            )
            #expect(try json(calm)["sealedUntil"] == nil)
            let both = try await client.read("/v1/pairings/\(id)", bench.managerB)
            #expect(both["health"] as? String == "on-track")
            #expect(both["meetings"] as? Int == 2)
        }
    }

    @Test func `a pulse that nobody asks for, or with ticks that nobody knows, is refused`() async throws {
        let bench = try await LifeBench.make()
        try await bench.service.run { client in
            let target = "\"target\": \"\(bench.personB)\""
            let early = try await client.send(
                .post, "/v1/pulses", bench.salespersonA, "{\(target), \"meetings\": 1}")
            #expect(try json(early)["code"] as? String == "life.no-pulse-asked")
            for body in [
                "{\(target), \"meetings\": -1}", "{\(target), \"meetings\": 1, \"signs\": [\"envy\"]}",
            ] {
                let bad = try await client.send(.post, "/v1/pulses", bench.salespersonA, body)
                #expect(bad.status == .unprocessableContent)
            }
            let manager = try await client.send(
                .post, "/v1/pulses", bench.managerA, "{\(target), \"meetings\": 1}")
            #expect(manager.status == .forbidden)
        }
    }

    @Test func `what is due goes to whoever is to do it`() async throws {
        let bench = try await LifeBench.make()
        try await bench.service.run { client in
            let before = try await Self.kinds(client, bench.managerB)
            _ = try await bench.propose(client)
            let after = try await Self.kinds(client, bench.managerB)
            #expect(
                after.count(where: { $0 == "answer-proposal" }) == before.count(where: {
                    $0 == "answer-proposal"
                }) + 1)
            let theirs = try await Self.kinds(client, bench.salespersonB)
            #expect(!theirs.contains("answer-proposal"))
        }
    }

    @Test func `a program that reminds people is told whom to write to, and nobody else is`() async throws {
        let bench = try await LifeBench.make(sharing: true)
        let service = bench.service
        let (a, b) = (
            try service.companyNumber(of: bench.personA), try service.companyNumber(of: bench.personB)
        )
        for (email, role) in [
            ("boss@a.example", Viewer.Role.manager(company: a)), ("boss@b.example", .manager(company: b)),
            ("gone@b.example", .manager(company: b)), ("admin@b.example", .companyAdmin(company: b)),
            ("admin@a.example", .companyAdmin(company: a)), ("audit@b.example", .auditor),
        ] {
            _ = try await service.batch.createUser(
                for: Viewer(alliance: service.alliance, role: role), email: email, password: nil,
                subject: nil,
                at: Date())
        }
        _ = try await service.batch.setDisabled(
            true, user: "gone@b.example", of: service.alliance, at: Date())
        let program = try await service.key(.integration(scopes: [.pairingsRead]))
        let account = try #require(bench.shared.first)
        try await service.run { client in
            let pairing = try #require(try await bench.propose(client)["pairing"] as? String)
            let proposed = try await client.send(
                .post, "/v1/control-agreements", bench.managerA,
                "{\"account\": \"\(account)\", \"lead\": \"a\"}")
            #expect(proposed.status == .created)
            func managers(_ key: HTTPFields, _ field: String, _ value: String) async throws -> [String]? {
                let due = try await client.read("/v1/due?limit=100", key)["due"] as? [[String: Any]]
                return due?.first { $0[field] as? String == value }?["managers"] as? [String]
            }
            #expect(try await managers(program, "pairing", pairing) == ["boss@b.example"])
            #expect(try await managers(program, "account", account) == ["boss@b.example"])
            for key in [bench.managerB, bench.admin] {
                #expect(try await managers(key, "pairing", pairing) == nil)
            }
            _ = try await service.batch.setDisabled(
                true, user: "boss@b.example", of: service.alliance, at: Date())
            #expect(try await managers(program, "pairing", pairing) == ["admin@b.example"])
        }
    }

    private static func kinds(_ client: any TestClientProtocol, _ key: HTTPFields) async throws -> [String] {
        let due = try #require(try await client.read("/v1/due?limit=100", key)["due"] as? [[String: Any]])
        return due.compactMap { $0["kind"] as? String }
    }
}
