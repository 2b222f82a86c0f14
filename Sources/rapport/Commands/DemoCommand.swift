import API
import ArgumentParser
import Domain
import Foundation
import Logging
import Nightly
import Sample
import Storage

/// `rapport demo`: everything at once, on a private database with a sample alliance.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Load a sample alliance, run the night, serve it and say what to try.",
        discussion: "Ctrl-C stops it; the data stays for the next start.")

    @OptionGroup var address: AddressOptions
    @OptionGroup var pages: PageOptions
    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        // A start in vain would make new keys, so that those of a demonstration that runs would be revoked.
        let port = try address.port
        try PortTaken.check(host: address.host, port: port)
        Terminal.say("starting a database …")
        try await options.withDatabase { database in
            let demo = Demonstration(
                store: database.batch, logger: database.logger, label: "demo at \(address.host):\(port)")
            let tour = try await demo.prepare(today: Day(Date()))
            let server = Server(
                database: database, host: address.host, port: port, pages: pages,
                logger: database.logger)
            try await server.run { Terminal.show(tour.text(address: $0)) }
            Terminal.say("stopped; the data stays for the next start")
        }
    }
}

/// Gets the sample alliance ready to be shown.
struct Demonstration {
    let store: BatchStore
    let logger: Logger
    /// What its keys are called: there is one demonstration at an address, and others have keys of their own.
    let label: String

    /// Loads the sample and runs its first night when that has not been done, and makes new keys.
    func prepare(today: Day) async throws -> Tour {
        let sample = makeSample(SampleOptions(today: today))
        let key = sample.alliance.key
        if try await store.allianceIfThere(key) == nil {
            Terminal.say("loading the sample alliance …")
            _ = try await store.store(Incoming(snapshot: sample), over: nil, at: Date())
        }
        let id = try await store.alliance(key)
        if try await store.hasNoRound(id) { try await runFirstNight(id, key, today) }
        return try await tour(of: id)
    }

    private func runFirstNight(_ id: AllianceID, _ key: String, _ today: Day) async throws {
        Terminal.say("running the night …")
        let night = Night(
            store: store, order: NightOrder(day: today, seed: 1), settings: try .ofThisProcess(),
            logger: logger)
        let summary = try await night.run([(id, key)], workers: 1) { outcome in
            if let failure = outcome.result.failure { Terminal.say("the night failed: \(failure)") }
        }
        Terminal.say("the night proposes \(summary.begun) new pairings and ends \(summary.ended)")
    }

    private func tour(of id: AllianceID) async throws -> Tour {
        let record = try await store.record(of: id, sheets: false)
        let snapshot = record.snapshot
        for key in try await store.keys(of: id) where key.label == label && key.revokedAt == nil {
            _ = try await store.revokeKey(key.id, of: id, at: Date())
        }
        let (_, posterior, _) = try await Refitter(store: store).fitted(id, sheets: false, at: Date())
        let busy = Set(snapshot.pairings.filter { $0.status.isRunning }.flatMap { [$0.personA, $0.personB] })
        let people = snapshot.people(on: .a).filter { snapshot.people[$0].active }
        guard let person = people.first(where: { !busy.contains($0) }) ?? people.first else {
            preconditionFailure("the sample has active people on side a")
        }
        // The third of the ranking has room to rise.
        let ranking = RecommendationList(
            for: person, in: snapshot, by: posterior, revision: record.revision,
            fittedRevision: record.revision,
            sharedAccounts: [:], limit: 3, today: Day(Date()))
        guard let counterpart = ranking.recommendations.last?.person else {
            preconditionFailure("the sample has active people on side b")
        }
        return Tour(
            managerKey: try await makeKey(
                .manager(company: record.companyNumbers[snapshot.people[person].company]), in: id),
            personKey: try await makeKey(.salesperson(number: record.personNumbers[person]), in: id),
            person: snapshot.people[person].key, counterpart: counterpart)
    }

    private func makeKey(_ role: Viewer.Role, in id: AllianceID) async throws -> String {
        try await store.createKey(for: Viewer(alliance: id, role: role), label: label, at: Date()).text
    }
}

/// What to try in a demonstration.
struct Tour: Sendable {
    /// A key of the manager of the person's company.
    let managerKey: String
    /// A key of the person.
    let personKey: String
    /// Key of a salesperson of side a.
    let person: String
    /// Key of a salesperson of side b.
    let counterpart: String

    /// The lines to paste.
    func text(address: String) -> String {
        """

        Rapport serves a sample alliance on \(address)   (Ctrl-C stops it, the data stays)

        Recommended counterparts for \(person), as the manager sees them:
          curl -s -H 'Authorization: Bearer \(managerKey)' '\(address)/v1/salespeople/\(person)/recommendations?limit=3'

        \(person) rates the third of them highly; nobody else can read the sheet:
          curl -s -H 'Authorization: Bearer \(personKey)' -H 'Content-Type: application/json' -H "Idempotency-Key: $(cat /proc/sys/kernel/random/uuid)" -d '{"target": "\(counterpart)", "ratings": {"trust": 7, "independence": 7, "cooperation": 7, "communication": 7, "goals": 6, "fit": 6}, "success": 7, "continue": true}' '\(address)/v1/sheets'

        Within seconds the ranking has changed, here as \(person) sees it:
          curl -s -H 'Authorization: Bearer \(personKey)' '\(address)/v1/salespeople/\(person)/recommendations?limit=3'

        The same in a browser: \(address)/console, sign in with the manager's key
          \(managerKey)

        The API is described at \(address)/openapi.yaml


        """
    }
}
