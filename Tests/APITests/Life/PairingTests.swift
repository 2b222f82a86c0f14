import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import Testing

/// A pairing over HTTP, from proposal to verdict.
@Suite struct PairingTests {
    @Test func `a pairing goes from proposal to a lasting one by both sides' steps`() async throws {
        let bench = try await LifeBench.make()
        try await bench.service.run { client in
            var pairing = try await bench.propose(client, terms: "{\"days\": 28, \"leastMeetings\": 3}")
            #expect(pairing["status"] as? String == "proposed")
            #expect(pairing["acceptedBy"] as? [String] == ["a"])
            #expect(pairing["steps"] as? [String] == ["plan", "decline"])
            pairing = try await bench.took(client, pairing, bench.managerB, "{\"step\": \"accept\"}")
            #expect(pairing["status"] as? String == "accepted")
            pairing = try await bench.took(client, pairing, bench.managerB, "{\"step\": \"start\"}")
            #expect(pairing["status"] as? String == "trial")
            #expect(pairing["plannedEnd"] as? String == "\(Day(Date()).advanced(byDays: 28))")
            #expect((pairing["occasions"] as? [Any])?.count == 2)
            pairing = try await bench.took(client, pairing, bench.managerA, "{\"step\": \"confirm\"}")
            #expect(pairing["verdict"] as? String == "confirm")
            let id = try #require(pairing["pairing"] as? String)
            // Each side says which version it has read itself.
            let theirs = try await client.read("/v1/pairings/\(id)", bench.managerB)
            #expect(theirs["verdict"] == nil)
            pairing = try await bench.took(client, theirs, bench.managerB, "{\"step\": \"confirm\"}")
            #expect(pairing["status"] as? String == "confirmed")
            pairing = try await bench.took(
                client, pairing, bench.managerB, "{\"step\": \"end\", \"reason\": \"A private matter.\"}")
            #expect(pairing["status"] as? String == "ended")
            #expect(pairing["reason"] as? String == "A private matter.")
            let seenByA = try await client.read("/v1/pairings/\(id)", bench.managerA)
            #expect(seenByA["reason"] == nil)
        }
    }

    @Test func `what one side has said of a trial the other cannot tell, not even that it has`() async throws
    {
        let bench = try await LifeBench.make()
        try await bench.service.run { client in
            let pairing = try await bench.trial(client)
            let id = try #require(pairing["pairing"] as? String)
            func seenByB() async throws -> [String] {
                let answers = [
                    try await client.send(.get, "/v1/pairings/\(id)", bench.managerB),
                    try await client.send(.get, "/v1/due", bench.managerB),
                    try await client.send(.get, "/v1/export/pairings", bench.managerB),
                ]
                let ranking = try await client.read(
                    "/v1/salespeople/\(bench.personB)/recommendations?limit=1", bench.managerB)
                return answers.map { "\($0.status) \($0.headers[.eTag] ?? "") \(String(buffer: $0.body))" }
                    + ["\(ranking["revision"] ?? "none")"]
            }
            let before = try await seenByB()
            let confirmed = try await bench.took(client, pairing, bench.managerA, "{\"step\": \"confirm\"}")
            #expect(try await seenByB() == before)
            // The same side's second manager, who has not read that, is told.
            let stale = try await bench.step(client, pairing, bench.managerA, "{\"step\": \"extend\"}")
            #expect(stale.status == .preconditionFailed)
            _ = try await bench.took(client, confirmed, bench.managerA, "{\"step\": \"extend\"}")
            #expect(try await seenByB() == before)
            let decided = try await bench.took(client, pairing, bench.managerB, "{\"step\": \"confirm\"}")
            #expect(decided["extensions"] as? Int == 1)
        }
    }

    private func proposal(of counterpart: String, for person: String) -> String {
        "{\"person\": \"\(person)\", \"counterpart\": \"\(counterpart)\"}"
    }

    @Test func `a colleague of the same side is told to be one, and a stranger's is not there`() async throws
    {
        let bench = try await LifeBench.make()
        let own = bench.service.people(on: .a).filter { $0 != bench.personA }
        let colleague = try #require(own.first)
        try await bench.service.run { client in
            let told = try await client.send(
                .post, "/v1/pairings", bench.managerA, proposal(of: colleague, for: bench.personA))
            #expect(told.status == .unprocessableContent)
            let title = try #require(try json(told)["title"] as? String)
            #expect(title.contains("\(colleague) stands on the same side as \(bench.personA)"))
            let missing = try await client.send(
                .post, "/v1/pairings", bench.managerA, proposal(of: "nobody", for: bench.personA))
            #expect(missing.status == .notFound)
        }
    }

    @Test func `an illegal step is a conflict that names the allowed ones`() async throws {
        let bench = try await LifeBench.make()
        try await bench.service.run { client in
            let pairing = try await bench.propose(client)
            for step in ["{\"step\": \"start\"}", "{\"step\": \"accept\"}", "{\"step\": \"confirm\"}"] {
                let answer = try await bench.step(client, pairing, bench.managerA, step)
                #expect(answer.status == .conflict)
                let problem = try json(answer)
                #expect(problem["code"] as? String == "life.step-not-allowed")
                #expect(problem["hint"] as? String == "Allowed now: plan, decline.")
                #expect(problem["allowed"] as? [String] == ["plan", "decline"])
            }
        }
    }

    @Test func `either side's no counts the same, the person's own included, and never again is a veto`()
        async throws
    {
        let bench = try await LifeBench.make()
        try await bench.service.run { client in
            for key in [bench.managerA, bench.managerB, bench.salespersonA, bench.salespersonB] {
                let pairing = try await bench.propose(client)
                let no = try await bench.took(
                    client, pairing, key, "{\"step\": \"decline\", \"reason\": \"No.\"}")
                #expect(no["status"] as? String == "declined")
            }
            let pairing = try await bench.propose(client)
            _ = try await bench.took(
                client, pairing, bench.salespersonB, "{\"step\": \"decline\", \"neverAgain\": true}")
            let again = try await client.send(
                .post, "/v1/pairings", bench.managerA,
                "{\"person\": \"\(bench.personA)\", \"counterpart\": \"\(bench.personB)\"}")
            #expect(again.status == .conflict)
            #expect(try json(again)["code"] as? String == "life.step-hindered")
            let list = try await client.read(
                "/v1/salespeople/\(bench.personA)/recommendations?limit=100", bench.managerA)
            let ranked = try #require(list["recommendations"] as? [[String: Any]])
            #expect(!ranked.contains { $0["person"] as? String == bench.personB })
        }
    }

    @Test func `only those who decide for a person take the steps, and strangers find nothing`() async throws
    {
        let bench = try await LifeBench.make()
        let colleague = try #require(bench.service.people(on: .a).first { $0 != bench.personA })
        let stranger = try await bench.service.key(.salesperson(number: bench.service.number(of: colleague)))
        try await bench.service.run { client in
            let pairing = try await bench.propose(client)
            let id = try #require(pairing["pairing"] as? String)
            for (key, status) in [
                (bench.admin, HTTPResponse.Status.forbidden), (bench.salespersonA, .conflict),
                (bench.salespersonB, .conflict),
            ] {
                let answer = try await bench.step(client, pairing, key, "{\"step\": \"accept\"}")
                #expect(answer.status == status)
            }
            let missing = UUID().uuidString.lowercased()
            let foreign = try await client.send(.get, "/v1/pairings/\(id)", stranger)
            let nowhere = try await client.send(.get, "/v1/pairings/\(missing)", stranger)
            #expect(foreign.status == .notFound && nowhere.status == .notFound)
            #expect(String(buffer: foreign.body).replacing(id, with: missing) == String(buffer: nowhere.body))
            let list = try await client.read("/v1/pairings?limit=100", stranger)
            let seen = try #require(list["pairings"] as? [[String: Any]])
            #expect(!seen.contains { $0["pairing"] as? String == id })
        }
    }

    @Test func `a list of pairings is narrowed by status and person, and by nothing that is none`()
        async throws
    {
        let bench = try await LifeBench.make()
        try await bench.service.run { client in
            let id = try #require(try await bench.propose(client)["pairing"] as? String)
            let all = "/v1/pairings?limit=100&person=\(bench.personA)"
            for (filter, isThere) in [
                ("", true), ("&status=proposed", true), ("&status=trial,proposed", true),
                ("&status=ended", false),
            ] {
                let list = try await client.read(all + filter, bench.managerA)
                let seen = try #require(list["pairings"] as? [[String: Any]])
                #expect(seen.contains { $0["pairing"] as? String == id } == isThere)
            }
            for filter in [
                "status=", "status=trial,", "status=over", "person=",
                "person=" + String(repeating: "0", count: 201),
            ] {
                let answer = try await client.send(.get, "/v1/pairings?\(filter)", bench.managerA)
                #expect(answer.status == .unprocessableContent, "\(filter)")
            }
        }
    }

    @Test func `a step for a version that has passed is refused, and one without a version too`() async throws
    {
        let bench = try await LifeBench.make()
        try await bench.service.run { client in
            let old = try await bench.propose(client)
            _ = try await bench.took(
                client, old, bench.managerA, "{\"step\": \"plan\", \"terms\": {\"days\": 60}}")
            let outdated = try await bench.step(client, old, bench.managerB, "{\"step\": \"accept\"}")
            #expect(outdated.status == .preconditionFailed)
            let id = try #require(old["pairing"] as? String)
            let blind = try await client.send(
                .post, "/v1/pairings/\(id)/steps", bench.managerB, "{\"step\": \"accept\"}")
            #expect(blind.status == .preconditionRequired)
        }
    }

    @Test func `a trial waits until both sides have agreed about a shared customer`() async throws {
        let bench = try await LifeBench.make(sharing: true)
        try await bench.service.run { client in
            var pairing = try await bench.propose(client)
            pairing = try await bench.took(client, pairing, bench.managerB, "{\"step\": \"accept\"}")
            let early = try await bench.step(client, pairing, bench.managerA, "{\"step\": \"start\"}")
            #expect(early.status == .conflict)
            #expect(try json(early)["code"] as? String == "life.step-hindered")
            for account in bench.shared {
                let proposed = try await client.send(
                    .post, "/v1/control-agreements", bench.managerA,
                    "{\"account\": \"\(account)\", \"lead\": \"a\", \"shared\": [\"contacts\"]}")
                #expect(proposed.status == .created, "\(String(buffer: proposed.body))")
                let agreement = try json(proposed)
                let id = try #require(agreement["agreement"] as? String)
                let place = try #require(proposed.headers[.location])
                #expect(try await client.version(of: place, bench.managerB) == 1)
                let own = try await client.send(
                    .post, "/v1/control-agreements/\(id)/answers", bench.managerA, "{\"answer\": \"sign\"}",
                    version: 1)
                #expect(own.status == .conflict)
                let signed = try await client.send(
                    .post, "/v1/control-agreements/\(id)/answers", bench.managerB, "{\"answer\": \"sign\"}",
                    version: 1)
                #expect(try json(signed)["state"] as? String == "in-force")
            }
            pairing = try await bench.took(client, pairing, bench.managerA, "{\"step\": \"start\"}")
            #expect(pairing["status"] as? String == "trial")
        }
    }

    @Test func `an open conflict blocks acceptance until it is settled by an agreement`() async throws {
        let bench = try await LifeBench.make(sharing: true)
        let account = try #require(bench.shared.first)
        try await bench.service.run { client in
            let pairing = try await bench.propose(client)
            let path = "/v1/account-conflicts"
            let named = "{\"account\": \"\(account)\"}"
            #expect(try await client.send(.post, path, bench.managerB, named).status == .created)
            #expect(try await client.send(.post, path, bench.managerA, named).status == .conflict)
            let blocked = try await bench.step(client, pairing, bench.managerB, "{\"step\": \"accept\"}")
            #expect(blocked.status == .conflict)
            let proposed = try json(
                try await client.send(
                    .post, "/v1/control-agreements", bench.managerB,
                    "{\"account\": \"\(account)\", \"lead\": \"b\"}"))
            let id = try #require(proposed["agreement"] as? String)
            let signed = try await client.send(
                .post, "/v1/control-agreements/\(id)/answers", bench.managerA, "{\"answer\": \"sign\"}",
                version: 1)
            #expect(signed.status == .ok)
            let accepted = try await bench.took(client, pairing, bench.managerB, "{\"step\": \"accept\"}")
            #expect(accepted["status"] as? String == "accepted")
        }
    }

    @Test func `a place that a proposal asks for is free until one is accepted, wherever it is told`()
        async throws
    {
        let bench = try await LifeBench.make()
        let snapshot = bench.service.record.snapshot
        let row = try #require(snapshot.people.firstIndex { $0.key == bench.personA })
        let taken = snapshot.people[row].capacity - snapshot.freePlaces()[row]
        let free = snapshot.freePlaces()
        let another = try #require(
            snapshot.people(on: .b).first { other in
                let person = snapshot.people[other]
                return person.key != bench.personB && person.active && free[other] > 0
                    && snapshot.people[other].company
                        == snapshot.people[snapshot.people.firstIndex { $0.key == bench.personB }!].company
                    && hindrances(between: row, and: other, in: snapshot, agreed: [], on: Day(Date())).isEmpty
                    && !snapshot.pairings.contains { $0.personA == row && $0.personB == other }
            })
        let other = snapshot.people[another].key
        try await bench.service.run { client in
            let path = "/v1/salespeople/\(bench.personA)"
            let roomy = try await client.send(
                .patch, path, bench.managerA, "{\"capacity\": \(taken + 1)}",
                version: try await client.version(of: path, bench.managerA))
            #expect(roomy.status == .ok)
            let first = try await bench.propose(client)
            await bench.service.refit()
            let night = try await client.read("\(path)/recommendations/\(other)", bench.managerA)
            #expect(night["answer"] as? String == "promised", "\(night)")
            #expect((night["reason"] as? String)?.contains("waits for the answers to proposals") == true)
            let theirs = try await client.read(
                "/v1/salespeople/\(other)/recommendations?limit=100", bench.admin)
            let ranked = try #require(theirs["recommendations"] as? [[String: Any]])
            #expect(ranked.first { $0["person"] as? String == bench.personA }?["available"] as? Bool == true)
            let second = try await client.send(
                .post, "/v1/pairings", bench.managerA, proposal(of: other, for: bench.personA))
            #expect(second.status == .created, "\(String(buffer: second.body))")
            _ = try await bench.took(client, first, bench.managerB, "{\"step\": \"accept\"}")
            let late = try await bench.step(
                client, try json(second), bench.managerB, "{\"step\": \"accept\"}")
            #expect(try json(late)["code"] as? String == "life.step-hindered")
            let full = try await client.read("\(path)/recommendations/\(other)", bench.managerA)
            #expect(full["answer"] as? String != "promised")
        }
    }
}
