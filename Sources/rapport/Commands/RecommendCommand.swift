import API
import ArgumentParser
import Domain
import Foundation
import Nightly
import Storage

/// `rapport recommend PERSON --limit N --format json`.
struct RecommendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recommend", abstract: "Rank counterparts for a salesperson, with reasons.")

    /// How the ranking is shown.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json
        case text
    }

    @Argument(help: "The salesperson's key.") var person: String
    @Option(help: "How many to list, 1 or more.") var limit = 10
    @Option(help: "json or text.") var format = Format.text
    @Option(help: "The alliance's key; needed when the person is in several.") var alliance: String?
    @OptionGroup var options: DatabaseOptions

    func validate() throws {
        guard limit >= 1 else { throw ValidationError("--limit must be 1 or more.") }
    }

    func run() async throws {
        try await options.withDatabase { database in
            let key = try await allianceKey(in: database.batch)
            let id = try await database.batch.alliance(key)
            let (record, posterior, _) = try await Refitter(store: database.batch)
                .fitted(id, sheets: false, at: Date())
            guard let row = record.snapshot.people.firstIndex(where: { $0.key == person }) else {
                throw StorageError.noPerson(person, alliance: key)
            }
            let list = RecommendationList(
                for: row, in: record.snapshot, by: posterior, revision: record.revision,
                fittedRevision: record.revision, sharedAccounts: record.snapshot.sharedAccounts(of: row),
                limit: limit, today: Day(Date()))
            Terminal.show(format == .json ? try list.json() : list.text())
        }
    }

    private func allianceKey(in store: BatchStore) async throws -> String {
        if let alliance { return alliance }
        let found = try await store.alliances(ofPerson: person)
        guard let first = found.first else { throw StorageError.noPerson(person, alliance: "This database") }
        guard found.count == 1 else { throw StorageError.severalAlliances(person: person, alliances: found) }
        return first
    }
}

extension Snapshot {
    /// How many customers each person on the other side shares with this one, by row.
    func sharedAccounts(of person: Int) -> [Int: Int] {
        let own = Set(coverage.filter { $0.person == person }.map(\.account))
        var shared: [Int: Int] = [:]
        for row in coverage where own.contains(row.account) && side(of: row.person) != side(of: person) {
            shared[row.person, default: 0] += 1
        }
        return shared
    }
}

extension RecommendationList {
    /// The list as the API sends it, on lines of its own.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }

    /// The list for a person's eyes.
    func text() -> String {
        var text = "\(name ?? person): \(recommendations.count) recommended counterparts\n"
        for one in recommendations {
            let low = Int(one.chemistryInterval[0].rounded())
            let high = Int(one.chemistryInterval[1].rounded())
            text += String(format: "%3d. chemistry %3.0f (%d to %d)  ", one.rank, one.chemistry, low, high)
            text += String(format: "both go on %3.0f %%  ", 100 * one.continueBoth)
            text += "\(one.name ?? one.person), \(one.company)"
            if let pairing = one.pairing {
                text += "  [\(pairing.rawValue)]"
            } else if !one.available {
                text += "  [no room]"
            }
            text += "\n"
            for reason in one.reasons { text += "       - \(reason)\n" }
        }
        return text
    }
}
