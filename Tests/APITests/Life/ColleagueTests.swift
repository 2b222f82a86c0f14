import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Postgres
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

    @Test func `a team's customers are counted and another company's teams are nobody's to name`()
        async throws
    {
        let bench = try await LifeBench.make(sharing: true)
        let service = bench.service
        let snapshot = service.record.snapshot
        func company(of person: String) throws -> String {
            let row = try #require(snapshot.people.firstIndex { $0.key == person })
            return snapshot.companies[snapshot.people[row].company].key
        }
        let (own, other) = (try company(of: bench.personA), try company(of: bench.personB))
        let colleague = try #require(
            snapshot.people.first { $0.key != bench.personA && snapshot.companies[$0.company].key == own })
        let adminA = try await service.key(.companyAdmin(company: service.companyNumber(of: bench.personA)))
        let adminB = try await service.key(.companyAdmin(company: service.companyNumber(of: bench.personB)))
        let teams = [
            (adminA, own, "with", bench.personA), (adminA, own, "without", colleague.key),
            (adminB, other, "south", bench.personB),
        ]
        try await service.run { client in
            for (key, company, team, person) in teams {
                let made = try await client.send(
                    .put, "/v1/companies/\(company)/teams/\(team)", key, "{\"members\": [\"\(person)\"]}",
                    version: 0)
                #expect(made.status == .ok, "\(String(buffer: made.body))")
            }
            func overlap(_ query: String, _ key: HTTPFields) async throws -> TestResponse {
                try await client.send(.get, "/v1/overlap?company=\(own)&other=\(other)&\(query)", key)
            }
            func count(_ query: String, _ key: HTTPFields) async throws -> Int? {
                try json(try await overlap(query, key))["count"] as? Int
            }
            #expect(try await count("team=with&otherTeam=south", bench.admin) == 1)
            #expect(try await count("team=without&otherTeam=south", bench.admin) == 0)
            #expect(try await count("team=with", adminA) == 1)
            // A team that is there and one that is not look the same to whom they are not.
            for (names, key) in [(["south", "nowhere"], adminA), (["with", "nowhere"], bench.managerA)] {
                let part = key == adminA ? "otherTeam" : "team=with&otherTeam"
                let answers = try await names.asyncMap { name in
                    String(buffer: try await overlap("\(part)=\(name)", key).body).replacing(name, with: "X")
                }
                #expect(Set(answers).count == 1 && answers[0].contains("account.no-such-team"), "\(answers)")
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
                "{\"salespeople\": [{\"person\": \"\(bench.personA)\", \"company\": \"\(company)\", \"active\": false}]}",
                forAny: true)
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

            // A deputy who is away, too, is nobody to ask; a counterpart who is back is.
            try await Self.setAbsences(of: deputy.key, "[{\"first\": \"\(Day(Date()))\"}]", bench, client)
            #expect(try await Self.asked(bench, client) == bench.personB)
            try await Self.setAbsences(of: deputy.key, "[]", bench, client)
            #expect(try await Self.asked(bench, client) == deputy.key)
            try await Self.setAbsences(of: bench.personB, "[]", bench, client)
            #expect(try await Self.asked(bench, client) == bench.personB)
        }
    }

    @Test func `what is due names no customer that only others of the own side cover`() async throws {
        let world = try await AccessWorld.make()
        let service = world.service
        let covering = try [AccessWorld.Place.sameSide, .otherSide].map { try #require(world.people[$0]) }
        let alliance = service.alliance.uuid
        try await service.client.transaction { transaction in
            for person in covering {
                _ = try await transaction.execute(
                    """
                    insert into rapport.account_coverage (alliance_id, account, person)
                    values (\(alliance), 'theirs', \(try service.number(of: person)))
                    """)
            }
            // Side b has signed, side a is asked to.
            _ = try await transaction.execute(
                """
                insert into rapport.control_agreement
                    (alliance_id, agreement_id, account, lead, shared, signed_b, version, proposed_at)
                values (\(alliance), \(UUID()), 'theirs', 'b', '{}', now(), 1, now())
                """)
            try await transaction.announcePlanted()
        }
        let elsewhere = try await service.key(
            .companyAdmin(company: try service.companyNumber(of: try #require(world.people[.sameSide]))))
        let viewers = [
            (elsewhere, true), (try #require(world.keys["admin"]), true),
            (try #require(world.keys["company-admin"]), false), (try #require(world.keys["manager"]), false),
        ]
        try await service.run { client in
            for (key, isTold) in viewers {
                let due = try await client.read("/v1/due?kind=sign-agreement&limit=100", key)
                let accounts = (due["due"] as? [[String: Any]])?.compactMap { $0["account"] as? String }
                #expect(accounts?.contains("theirs") == isTold)
            }
        }
    }

    private static func setAbsences(
        of person: String, _ absences: String, _ bench: LifeBench, _ client: any TestClientProtocol
    ) async throws {
        let path = "/v1/salespeople/\(person)"
        let version = try await client.version(of: path, bench.managerB)
        let answer = try await client.send(
            .patch, path, bench.managerB, "{\"absences\": \(absences)}", version: version)
        #expect(answer.status == .ok, "\(String(buffer: answer.body))")
    }

    /// Whom the bench's first person is told to ask about what the second one does.
    private static func asked(_ bench: LifeBench, _ client: any TestClientProtocol) async throws -> String? {
        let view = try await client.read(
            "/v1/salespeople/\(bench.personA)/counterparts", bench.salespersonA)
        let counterparts = view["counterparts"] as? [[String: Any]]
        return counterparts?.first { $0["person"] as? String == bench.personB }?["ask"] as? String
    }
}

extension Sequence where Element: Sendable {
    fileprivate func asyncMap<Value>(_ body: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await body(element)) }
        return values
    }
}
