import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import Testing

/// What people decide about companies, terms, customers and each other stands in the audit, and of two who decide at once
/// one is told.
@Suite struct DeedTests {
    private static func entries(
        _ client: any TestClientProtocol, _ bench: LifeBench, of kind: String
    ) async throws -> [[String: Any]] {
        let audit = try await client.read("/v1/audit?object=\(kind)&limit=100", bench.admin)
        let entries = try #require(audit["entries"] as? [[String: Any]])
        // How the alliance came to be is not what is asked.
        return entries.filter { $0["action"] as? String != "alliance.imported" }
    }

    private static func actions(_ entries: [[String: Any]]) -> [String] {
        entries.compactMap { $0["action"] as? String }
    }

    /// The company of each of the two, and the header of the first one's admin.
    private static func companies(of bench: LifeBench) async throws -> (gate: String, adminA: HTTPFields) {
        let snapshot = bench.service.record.snapshot
        let names = try [bench.personA, bench.personB].map { person in
            let row = try #require(snapshot.people.firstIndex { $0.key == person })
            return snapshot.companies[snapshot.people[row].company].key
        }
        let number = try bench.service.companyNumber(of: bench.personA)
        return (
            "\(names[0])/gate/\(names[1])", try await bench.service.key(.companyAdmin(company: number))
        )
    }

    @Test func `what is said and held at the gate stands in the audit`() async throws {
        let bench = try await LifeBench.make()
        let (gate, adminA) = try await Self.companies(of: bench)
        let path = "/v1/companies/\(gate)"
        try await bench.service.run { client in
            var version = try await client.read(path, adminA)["version"] as? Int
            for (place, body) in [
                ("", "{\"choice\": 6}"), ("/hold", "{\"held\": true}"), ("/hold", "{\"held\": false}"),
            ] {
                let answer = try await client.send(.put, path + place, adminA, body, version: version)
                #expect(answer.status == .ok, "\(String(buffer: answer.body))")
                let next = try json(answer)["version"] as? Int
                #expect(next != version)
                version = next
            }
            let entries = try await Self.entries(client, bench, of: "gate")
            #expect(Self.actions(entries) == ["gate.answered", "gate.held", "gate.released"])
            #expect(entries.allSatisfy { $0["role"] as? String == "company-admin" })
        }
    }

    @Test func `what a company says at the gate nobody else can tell, not even that it has`() async throws {
        let bench = try await LifeBench.make()
        let (gate, adminA) = try await Self.companies(of: bench)
        let path = "/v1/companies/\(gate)"
        let number = try bench.service.companyNumber(of: bench.personB)
        let adminB = try await bench.service.key(.companyAdmin(company: number))
        let others = [adminB, bench.managerA, bench.managerB, bench.admin]
        try await bench.service.run { client in
            func seen() async throws -> [String] {
                var answers: [String] = []
                for key in others {
                    for place in [path, "/v1/export/gate"] {
                        let answer = try await client.send(.get, place, key)
                        answers.append("\(answer.headers[.eTag] ?? "") \(String(buffer: answer.body))")
                    }
                }
                return answers
            }
            let before = try await seen()
            let version = try await client.version(of: path, adminA)
            let answer = try await client.send(.put, path, adminA, "{\"information\": 1}", version: version)
            #expect(answer.status == .ok, "\(String(buffer: answer.body))")
            #expect(try await client.version(of: path, adminA) != version)
            #expect(try await seen() == before)
            // A hold is told, and its version is the one that the sender sees.
            let hold = try await client.send(
                .put, path + "/hold", bench.admin, "{\"held\": true}",
                version: try await client.version(of: path, bench.admin))
            #expect(hold.status == .ok, "\(String(buffer: hold.body))")
            #expect(try await seen() != before)
        }
    }

    @Test func `a company's own admin corrects its size, and the gate warns of what is so now`() async throws
    {
        let bench = try await LifeBench.make()
        let (gate, adminA) = try await Self.companies(of: bench)
        let names = gate.split(separator: "/").map(String.init)
        let (own, other) = ("/v1/companies/\(names[0])", "/v1/companies/\(names[2])")
        try await bench.service.run { client in
            func change(_ path: String, _ key: HTTPFields, _ body: String) async throws -> TestResponse {
                try await client.send(
                    .patch, path, key, body, version: try await client.version(of: path, key))
            }
            func topics() async throws -> Set<String> {
                let report = try await client.read("/v1/companies/\(gate)", adminA)
                let findings = try #require(report["findings"] as? [[String: Any]])
                return Set(findings.compactMap { $0["topic"] as? String })
            }
            for (path, key) in [(own, adminA), (other, bench.admin)] {
                let same = try await change(
                    path, key, "{\"employees\": 100, \"salesLevels\": 2, \"paymentDays\": 30}")
                #expect(same.status == .ok, "\(String(buffer: same.body))")
            }
            #expect(try await topics().isDisjoint(with: ["size", "hierarchy", "payment"]))
            #expect(try await change(other, adminA, "{\"employees\": 1}").status == .notFound)
            #expect(try await change(own, bench.managerA, "{\"employees\": 1}").status == .forbidden)
            let large = try await change(
                own, adminA,
                "{\"employees\": 5000, \"salesLevels\": 7, \"paymentDays\": 90, \"country\": null}")
            #expect(try json(large)["employees"] as? Int == 5000 && json(large)["country"] == nil)
            #expect(try await topics().isSuperset(of: ["size", "hierarchy", "payment"]))
            for bad in ["{\"employees\": -1}", "{\"name\": \"\"}", "{\"paymentDays\": 1001}"] {
                #expect(try await change(own, adminA, bad).status == .unprocessableContent, "\(bad)")
            }
            let late = try await client.send(.patch, own, adminA, "{\"employees\": 1}", version: 0)
            #expect(late.status == .preconditionFailed)
            let entries = try await Self.entries(client, bench, of: "company")
            #expect(Self.actions(entries) == Array(repeating: "company.changed", count: 3))
            #expect(
                (entries.last?["evidence"] as? [String: String])?["changed"]
                    == "country employees paymentDays salesLevels")
        }
    }

    @Test func `of two who hold companies apart at once exactly one does`() async throws {
        let bench = try await LifeBench.make()
        let (gate, adminA) = try await Self.companies(of: bench)
        let path = "/v1/companies/\(gate)"
        try await bench.service.run { client in
            for round in 1...20 {
                let version = try await client.read(path, adminA)["version"] as? Int
                let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                    for day in [
                        "2027-01-\(round + 10)", "2027-02-\(round)".replacing(/-(\d)$/) { "-0\($0.1)" },
                    ] {
                        group.addTask {
                            let body = "{\"held\": true, \"until\": \"\(day)\"}"
                            return try await client.send(.put, path + "/hold", adminA, body, version: version)
                                .status.code
                        }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }.sorted()
                }
                #expect(statuses == [200, 412], "round \(round)")
            }
        }
    }

    @Test func `changed terms and shared names stand in the audit by the name of the field`() async throws {
        let bench = try await LifeBench.make()
        let (_, adminA) = try await Self.companies(of: bench)
        try await bench.service.run { client in
            let terms = try await client.send(
                .put, "/v1/alliance/terms", bench.admin,
                "{\"paymentDays\": 30, \"leadRule\": \"Zq7Marker\"}",
                version: 0)
            #expect(terms.status == .ok)
            let names = try await client.send(
                .put, "/v1/alliance/shared-names", adminA, "{\"shared\": true}", version: 1)
            #expect(names.status == .ok)
            let entries = try await Self.entries(client, bench, of: "alliance")
            let changed = entries.compactMap { ($0["evidence"] as? [String: String])?["changed"] }
            #expect(Self.actions(entries) == ["terms.changed", "terms.changed"])
            #expect(changed == ["leadRule paymentDays", "namesSharedBy"])
            let audit = try await client.send(.get, "/v1/audit", bench.admin)
            #expect(!String(buffer: audit.body).contains("Zq7Marker"))
        }
    }

    @Test func `changes to people stand in the audit without what was said`() async throws {
        let bench = try await LifeBench.make()
        try await bench.service.run { client in
            let path = "/v1/salespeople/\(bench.personA)"
            let version = try await client.version(of: path, bench.admin)
            let changed = try await client.send(
                .patch, path, bench.admin, "{\"name\": \"Zq7Marker\", \"capacity\": 3}", version: version)
            #expect(changed.status == .ok)
            let row = try #require(
                bench.service.record.snapshot.people.firstIndex { $0.key == bench.personA })
            let snapshot = bench.service.record.snapshot
            let company = snapshot.companies[snapshot.people[row].company].key
            let brought = try await client.send(
                .post, "/v1/salespeople", bench.admin,
                """
                {"salespeople": [{"person": "Zq7Marker.new", "company": "\(company)"},
                    {"person": "\(bench.personA)", "company": "\(company)", "capacity": 2}]}
                """, forAny: true)
            #expect(brought.status == .ok, "\(String(buffer: brought.body))")
            let one = try await Self.entries(client, bench, of: "person")
            #expect(Self.actions(one) == ["person.changed"])
            #expect((one.first?["evidence"] as? [String: String])?["changed"] == "capacity name")
            #expect(one.first?["people"] as? [String] == [bench.personA])
            let many = try await Self.entries(client, bench, of: "alliance")
            #expect(Self.actions(many) == ["people.brought"])
            #expect(many.first?["evidence"] as? [String: String] == ["added": "1", "changed": "1"])
        }
    }

    @Test
    func `a hand-over ends what was open, proposes the colleague, and stands in the audit with both people`()
        async throws
    {
        let bench = try await LifeBench.make()
        let snapshot = bench.service.record.snapshot
        let successor = try #require(try Self.successor(of: bench))
        try await bench.service.run { client in
            // Both have room, whatever else they do.
            for (person, key) in [(successor, bench.managerA), (bench.personB, bench.managerB)] {
                let path = "/v1/salespeople/\(person)"
                let version = try await client.version(of: path, key)
                let roomy = try await client.send(.patch, path, key, "{\"capacity\": 9}", version: version)
                #expect(roomy.status == .ok, "\(String(buffer: roomy.body))")
            }
            let trial = try await bench.trial(client)
            let path = "/v1/salespeople/\(bench.personA)/handover"
            let told = "{\"successor\": \"\(successor)\", \"reason\": \"Zq7Marker\"}"
            let refused = try await client.send(.post, path, bench.managerB, told)
            #expect(refused.status == .notFound)
            let version = try await client.version(of: path, bench.managerA)
            let handed = try await client.send(.post, path, bench.managerA, told, version: version)
            #expect(handed.status == .ok, "\(String(buffer: handed.body))")
            let proposed = try #require(try json(handed)["proposed"] as? [[String: Any]])
            let new = try #require(proposed.first { $0["counterpart"] as? String == bench.personB })
            let id = try #require(new["pairing"] as? String)
            let next = try await client.read("/v1/pairings/\(id)", bench.managerB)
            #expect(next["status"] as? String == "proposed")
            let old = try #require(trial["pairing"] as? String)
            let seen = try await client.send(.get, "/v1/pairings/\(old)", bench.managerB)
            #expect(try json(seen)["status"] as? String == "ended")
            #expect(!String(buffer: seen.body).contains("Zq7Marker"))

            let entries = try await Self.entries(client, bench, of: "person").filter {
                $0["action"] as? String != "person.changed"
            }
            #expect(Self.actions(entries) == ["person.handed-over"])
            #expect(entries[0]["people"] as? [String] == [bench.personA, successor].sorted())
            #expect(entries[0]["role"] as? String == "manager")
            let row = try #require(snapshot.people.firstIndex { $0.key == bench.personA })
            #expect(entries[0]["actor"] as? String == snapshot.companies[snapshot.people[row].company].key)
            let pairings = try await Self.entries(client, bench, of: "pairing")
            let lives = [old, id].map { name in
                Self.actions(pairings.filter { ($0["object"] as? [String: Any])?["id"] as? String == name })
            }
            #expect(lives[0].last == "pairing.ended" && lives[1] == ["pairing.proposed"])
            let audit = try await client.send(.get, "/v1/audit?limit=100", bench.admin)
            #expect(!String(buffer: audit.body).contains("Zq7Marker"))
        }
    }

    /// A colleague of the bench's first person whom nothing but a lack of room keeps from its second one.
    private static func successor(of bench: LifeBench) throws -> String? {
        let snapshot = bench.service.record.snapshot
        let row = try #require(snapshot.people.firstIndex { $0.key == bench.personA })
        let other = try #require(snapshot.people.firstIndex { $0.key == bench.personB })
        let colleague = snapshot.people.indices.first { next in
            next != row && snapshot.people[next].company == snapshot.people[row].company
                && hindrances(between: next, and: other, in: snapshot, agreed: [], on: Day(Date())).allSatisfy
                {
                    if case .noRoom = $0 { true } else { false }
                }
                && !snapshot.pairings.contains {
                    ($0.personA, $0.personB) == (next, other) && $0.status.isOpen
                }
        }
        return colleague.map { snapshot.people[$0].key }
    }

    @Test func `a conflict about a customer stands in the audit from its opening to its end`() async throws {
        let bench = try await LifeBench.make(sharing: true)
        let account = try #require(bench.shared.first)
        try await bench.service.run { client in
            let opened = try await client.send(
                .post, "/v1/account-conflicts", bench.managerA, "{\"account\": \"\(account)\"}")
            #expect(opened.status == .created, "\(String(buffer: opened.body))")
            let agreed = try json(
                try await client.send(
                    .post, "/v1/control-agreements", bench.managerA,
                    "{\"account\": \"\(account)\", \"lead\": \"a\"}"))
            let id = try #require(agreed["agreement"] as? String)
            let signed = try await client.send(
                .post, "/v1/control-agreements/\(id)/answers", bench.managerB, "{\"answer\": \"sign\"}",
                version: agreed["version"] as? Int)
            #expect(signed.status == .ok, "\(String(buffer: signed.body))")
            let entries = try await Self.entries(client, bench, of: "account")
            #expect(Self.actions(entries) == ["conflict.opened", "conflict.settled"])
        }
    }
}
