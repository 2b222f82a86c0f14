import Domain
import Foundation
import Gateway
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Postgres
import Storage
import Testing

@testable import API

/// The export is everything that a viewer may see: what the description lists is in it, or it is said here why not.
@Suite struct ExportCoverageTests {
    /// In which table a reading operation's answers are taken home.
    static let tables: [String: ExportTable.Name] = [
        "showAlliance": .terms, "showCompany": .companies, "showGate": .gate, "showInstrument": .instrument,
        "listSalespeople": .salespeople, "showSalesperson": .salespeople, "listTeams": .teams,
        "showTeam": .teams,
        "listPairings": .pairings, "showPairing": .pairings, "listAccounts": .accounts,
        "listAgreements": .agreements, "showAgreement": .agreements, "listRounds": .rounds,
        "showRound": .rounds, "listChanges": .changes,
        "listDue": .due, "listSheets": .sheets, "showPreferences": .preferences, "showFeedback": .feedback,
        "showScorecard": .scorecard, "listUsers": .users, "showUser": .users, "listKeys": .keys,
        "showKey": .keys, "listAudit": .audit, "listWebhooks": .webhooks, "showWebhook": .webhooks,
        "listEvents": .events,
    ]

    /// What is not taken home, and why.
    static let exceptions: [String: String] = [
        "exportEverything": "It is the export.",
        "exportTable": "It is the export.",
        "showMe": "Nothing stored: who the sender is.",
        "listRecommendations": "Foretold when it is asked for, and another thing with the next sheet.",
        "whyNot": "Answered from the newest night for one pair when it is asked for.",
        "countOverlap": "Counted from the accounts when it is asked for.",
        "listCounterparts": "The person's pairings, which are a table, in other words.",
        "showHandOver": "The person's open pairings, which are a table, in other words.",
        "showPersonalRecord": "An export of its own, of one person and with their sheets.",
        "showCertificate": "Digests of one round's bytes: they are of use to `rapport replay` alone.",
        "listDeliveries": "How the sending of events went, kept for some days.",
    ]

    @Test func `every reading operation has a table, or a reason to have none`() throws {
        let reading = try Operation.all().filter { $0.method == "GET" && $0.path.hasPrefix("/v1/") }
        #expect(Set(reading.map(\.id)) == Set(Self.tables.keys).union(Self.exceptions.keys))
        #expect(Set(Self.tables.keys).isDisjoint(with: Self.exceptions.keys))
    }

    @Test func `the description names every table`() async throws {
        let text = String(decoding: Description.document, as: UTF8.self)
        let names = ExportTable.Name.allCases.map(\.rawValue).joined(separator: ", ")
        #expect(text.contains("enum: [\(names)]"))
        #expect(text.contains("required: [alliance, \(names)]"))
    }

    /// A list, and what names a row of it there and in its table.
    private struct List: Sendable {
        var path: String
        var entries: String
        var name: String
        var table: ExportTable.Name
    }

    private static let lists = [
        List(path: "/v1/salespeople", entries: "salespeople", name: "person", table: .salespeople),
        List(path: "/v1/teams", entries: "teams", name: "team", table: .teams),
        List(path: "/v1/pairings", entries: "pairings", name: "pairing", table: .pairings),
        List(path: "/v1/control-agreements", entries: "agreements", name: "agreement", table: .agreements),
        List(path: "/v1/rounds", entries: "rounds", name: "round", table: .rounds),
        List(path: "/v1/due", entries: "due", name: "kind", table: .due),
        List(path: "/v1/sheets", entries: "sheets", name: "target", table: .sheets),
        List(path: "/v1/preferences", entries: "preferences", name: "counterpart", table: .preferences),
        List(path: "/v1/users", entries: "users", name: "user", table: .users),
        List(path: "/v1/keys", entries: "keys", name: "key", table: .keys),
        List(path: "/v1/audit", entries: "entries", name: "seal", table: .audit),
        List(path: "/v1/webhooks", entries: "webhooks", name: "id", table: .webhooks),
        List(path: "/v1/events", entries: "events", name: "id", table: .events),
    ]

    @Test
    func `every role takes home the rows of the lists that it reads, and none of those that it does not`()
        async throws
    {
        let world = try await AccessWorld.make()
        try await Self.plantWish(in: world)
        try await world.service.run { client in
            var rows: [ExportTable.Name: Int] = [:]
            for role in AccessWorld.roles {
                let key = try #require(world.keys[role])
                let whole = try await client.read("/v1/export", key)
                for list in Self.lists {
                    let taken = try #require(whole[list.table.rawValue] as? [[String: Any]])
                    let names = taken.compactMap { $0[list.name] as? String }
                    let listed = try await Self.names(list, key, client)
                    #expect(names.sorted() == listed.sorted(), "\(list.table) as \(role)")
                    rows[list.table, default: 0] += names.count
                    let csv = try await client.execute(
                        uri: "/v1/export/\(list.table)", method: .get, headers: key)
                    #expect(csv.status == .ok)
                    #expect(String(buffer: csv.body).contains("\r\n"))
                }
            }
            for list in Self.lists { #expect(rows[list.table] ?? 0 > 0, "\(list.table) says nothing here") }
        }
    }

    /// A wish of the salesperson's, so that there is one.
    private static func plantWish(in world: AccessWorld) async throws {
        let service = world.service
        let number = try service.number(of: try #require(world.people[.own]))
        let other = try service.number(of: try #require(world.people[.otherSide]))
        try await service.client.transaction { transaction in
            _ = try await transaction.execute(
                """
                insert into rapport.preference (alliance_id, person, other, wish, recorded_at)
                values (\(service.alliance.uuid), \(number), \(other), 'with', now())
                """)
        }
    }

    /// What names the rows of a list, page after page; nothing where it may not be read.
    private static func names(
        _ list: List, _ key: HTTPFields, _ client: any TestClientProtocol
    ) async throws -> [String] {
        var names: [String] = []
        var next: String? = list.path
        while let path = next {
            let response = try await client.execute(uri: path, method: .get, headers: key)
            if response.status == .forbidden { return [] }
            let page = try #require(try json(response)[list.entries] as? [[String: Any]])
            names += page.compactMap { $0[list.name] as? String }
            next = response.headers[.link].map { String($0.dropFirst().prefix { $0 != ">" }) }
        }
        return names
    }

    @Test func `no secret is in it`() async throws {
        let world = try await AccessWorld.make()
        let service = world.service
        let hash = try await PasswordSignIn(store: service.store).hash(
            of: "four green boats sail", user: "anna@example.com")
        _ = try await service.batch.createUser(
            for: Viewer(alliance: service.alliance, role: .auditor), email: "anna@example.com",
            password: hash, subject: nil, at: Date())
        let invitation = try #require(
            try await service.batch.invite(user: "anna@example.com", of: service.alliance, at: Date()))
        let admin = try #require(world.keys["admin"])
        try await service.run { client in
            let answer = try await client.execute(uri: "/v1/export", method: .get, headers: admin)
            let text = String(buffer: answer.body)
            #expect(text.contains("anna@example.com"))
            let token = try #require(admin[.authorization]).suffix(43)
            let webhook = Data(repeating: 1, count: 32).base64EncodedString().prefix(40)
            for secret in ["$scrypt", String(token), String(webhook), String(invitation.text.suffix(22))] {
                #expect(!text.contains(secret))
            }
            #expect(!text.contains("digest") && !text.contains("\"password\""))
        }
    }

    @Test func `figures of the scorecard and means stand by name`() async throws {
        let service = try await TestService.make()
        let admin = try await service.key(.admin)
        try await service.client.transaction { transaction in
            _ = try await transaction.execute(
                """
                insert into rapport.aggregate_release (alliance_id, target, question, raters, mean, released_at)
                values (\(service.alliance.uuid), 1, 'success', '{2,3,4,5,6}', 4.25, now())
                """)
        }
        try await service.run { client in
            let whole = try await client.read("/v1/export", admin)
            let figures = try #require(whole["scorecard"] as? [[String: Any]])
            #expect(figures.contains { $0["figure"] as? String == "figures/decisionLogLoss/model" })
            let means = try #require(whole["feedback"] as? [[String: Any]])
            #expect(means.count == 1 && means[0]["mean"] as? Double == 4.25)
            #expect((whole["terms"] as? [Any])?.count == 1)
            #expect((whole["instrument"] as? [Any])?.isEmpty == false)
            #expect((whole["gate"] as? [Any])?.count == 2)
        }
    }
}
