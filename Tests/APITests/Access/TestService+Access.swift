import Domain
import Foundation
import HTTPTypes
import LocalPostgres
import Logging
import Postgres
import Storage
import TestSupport
import Testing

extension TestService {
    /// The same service over a client that logs to `logger`.
    func logging(to logger: Logger) throws -> TestService {
        let client = try PostgresClient(settings: settings, logger: logger)
        return TestService(
            settings: settings, client: client, store: Store(client: client),
            batch: BatchStore(client: client), alliance: alliance, record: record)
    }

    /// Gives side a a second company, which takes over the last third of the side's people.
    static func addCompany(to snapshot: inout Snapshot) {
        let people = snapshot.people(on: .a)
        snapshot.companies.append(Company(key: "zz-third", name: "Third", side: .a))
        for row in people.suffix(people.count / 3) {
            snapshot.people[row].company = snapshot.companies.count - 1
        }
    }

    /// Stores another alliance of the same people under other keys.
    /// - Returns: the key of somebody in it.
    func storeAnotherAlliance() async throws -> String {
        var other = record.snapshot
        other.alliance.key = "another"
        for row in other.people.indices { other.people[row].key = "far.\(other.people[row].key)" }
        _ = try await batch.store(Incoming(snapshot: other), over: nil, at: Date())
        return other.people[0].key
    }

    /// Makes a webhook in an alliance.
    /// - Returns: its id.
    func makeWebhook(in alliance: AllianceID) async throws -> String {
        let webhook = Webhook(url: "https://example.com/hook", kinds: [], createdAt: Date())
        try await store.add(
            webhook, secret: Array(repeating: 1, count: 32), for: Viewer(alliance: alliance, role: .admin))
        return webhook.id.uuidString.lowercased()
    }

    /// Makes an auditor in an alliance.
    /// - Returns: their id.
    func makeUser(in alliance: AllianceID) async throws -> String {
        try await batch.createUser(
            for: Viewer(alliance: alliance, role: .auditor), email: "auditor@example.com", password: nil,
            subject: nil, at: Date()
        ).text
    }

    /// Makes a key that nobody uses in an alliance.
    /// - Returns: its id.
    func makeKey(in alliance: AllianceID) async throws -> String {
        _ = try await batch.createKey(
            for: Viewer(alliance: alliance, role: .auditor), label: "unused", at: Date())
        return try #require(try await batch.keys(of: alliance).first { $0.label == "unused" }).id.text
    }

    /// Makes a team of one person, and an empty one of the same key in every other company.
    /// - Returns: its number.
    func makeTeam(of person: String, in company: Int) async throws -> Int {
        let number = try number(of: person)
        try await client.transaction { transaction in
            _ = try await transaction.execute(
                """
                insert into rapport.team (alliance_id, number, key, name, company)
                values (\(alliance.uuid), 1, 'north', 'North', \(company))
                """)
            _ = try await transaction.execute(
                """
                insert into rapport.team_member (alliance_id, person, team)
                values (\(alliance.uuid), \(number), 1)
                """)
            _ = try await transaction.execute(
                """
                insert into rapport.team (alliance_id, number, key, name, company)
                select alliance_id, 10 + number, 'north', 'North', number
                from rapport.company
                where alliance_id = \(alliance.uuid) and number <> \(company)
                """)
            try await transaction.announcePlanted()
        }
        return 1
    }

    /// Puts somebody into a team, or takes them out, as an import or a request would: the revision rises.
    func setTeam(of person: String, to team: Int?) async throws {
        let number = try number(of: person)
        try await client.transaction { transaction in
            _ = try await transaction.execute(
                "delete from rapport.team_member where alliance_id = \(alliance.uuid) and person = \(number)")
            if let team {
                _ = try await transaction.execute(
                    """
                    insert into rapport.team_member (alliance_id, person, team)
                    values (\(alliance.uuid), \(number), \(team))
                    """)
            }
            try await transaction.announcePlanted()
        }
    }
}

extension Transaction {
    /// Says of every alliance that it has changed, for facts that a test wrote past the program.
    func announcePlanted() async throws {
        try await execute("update rapport.revision set revision = revision + 1, version = version + 1")
    }
}

extension String {
    /// The text as one part of a path.
    var asPathPart: String {
        addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(CharacterSet(charactersIn: "-._~")))
            ?? self
    }
}

extension TestServer {
    /// What the server has said since it started.
    static func log(of server: TestServer) throws -> String {
        try String(contentsOfFile: server.cluster.settings.folder + "/server.log", encoding: .utf8)
    }
}
