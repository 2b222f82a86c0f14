import ArgumentParser
import Domain
import Foundation
import Nightly
import Storage

/// `rapport fit [ALLIANCE ...]`.
struct FitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit", abstract: "Learn from the sheets of some or all alliances.")

    @Argument(help: "Keys of alliances; all when none is named.") var alliances: [String] = []
    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        try await options.withDatabase { database in
            let refitter = Refitter(store: database.batch)
            for (id, key) in try await database.batch.chosen(alliances) {
                let (record, _) = try await refitter.refit(id, at: Date())
                Terminal.say("\(key): fitted to \(record.snapshot.sheets.count) sheets")
            }
        }
    }
}

extension BatchStore {
    /// The alliances with these keys, each once, or all when there are none.
    func chosen(_ keys: [String]) async throws -> [(id: AllianceID, key: String)] {
        if keys.isEmpty { return try await alliances() }
        var found: [(id: AllianceID, key: String)] = []
        for key in keys where !found.contains(where: { $0.key == key }) {
            found.append((try await alliance(key), key))
        }
        return found
    }
}
