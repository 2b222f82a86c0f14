import ArgumentParser
import Domain
import Folder
import Foundation
import Storage

/// `rapport import FOLDER`.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Read an alliance folder, all or nothing.")

    @Argument(help: "The folder.") var folder: String
    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        // Whether it is an alliance's folder at all is told without a database.
        let key = try readAllianceKey(at: folder)
        try await options.withDatabase { database in
            let importer = Importer(store: database.batch, path: folder, alliance: key)
            let (sentence, ignored) = try await importer.importFolder()
            for name in ignored {
                Terminal.say("\(folder)/\(name): not read, since no file of an alliance folder has this name")
            }
            Terminal.say(sentence)
        }
    }
}

/// Brings a folder into the database.
struct Importer {
    let store: BatchStore
    /// The folder.
    let path: String
    /// The key of its alliance.
    let alliance: String

    /// Reads the folder against what is stored and stores it; once more when somebody changed the alliance meanwhile.
    ///
    /// - Returns: a sentence about what changed, and the names of files that look like data and were not read.
    func importFolder() async throws -> (sentence: String, ignored: [String]) {
        for attempt in 1... {
            do {
                let (summary, ignored) = try await importOnce()
                return (Self.sentence(summary, alliance: alliance), ignored)
            } catch StorageError.changedMeanwhile where attempt < 5 {
                continue
            }
        }
        preconditionFailure("the last attempt returns or throws")
    }

    private func importOnce() async throws -> (ImportSummary, ignored: [String]) {
        let stored: AllianceRecord? =
            if let id = try await store.allianceIfThere(alliance) {
                try await store.record(of: id, sheets: false)
            } else {
                nil
            }
        let contents = try readFolder(at: path, known: stored?.snapshot)
        let summary = try await store.store(Incoming(contents), over: stored, at: Date())
        return (summary, contents.ignoredFiles)
    }

    private static func sentence(_ summary: ImportSummary, alliance: String) -> String {
        guard summary.changedAnything else { return "\(alliance): everything was stored already" }
        let parts = [
            (summary.companies, "company", "companies"), (summary.people, "salesperson", "salespeople"),
            (summary.sheets, "sheet", "sheets"), (summary.pairings, "pairing", "pairings"),
            (summary.rules, "rule", "rules"), (summary.coverage, "account row", "account rows"),
        ]
        .filter { $0.0 > 0 }
        .map { "\($0.0) \($0.0 == 1 ? $0.1 : $0.2)" }
        let what = parts.isEmpty ? "the alliance itself" : parts.joined(separator: ", ")
        return "\(alliance): \(summary.isNew ? "stored" : "added or changed") \(what)"
    }
}

extension Incoming {
    /// What a folder tells, and which columns it leaves out.
    init(_ contents: FolderContents) {
        let columns: [(FolderFile, String, Column)] = [
            (.sheets, "success", .sheetSuccess), (.sheets, "continue", .sheetDecision),
            (.pairings, "started", .pairingStarted), (.pairings, "ended", .pairingEnded),
            (.pairings, "reason", .pairingReason), (.rules, "reason", .ruleReason),
            (.accounts, "name", .accountName), (.accounts, "role", .accountRole),
            (.accounts, "revenue", .accountRevenue),
        ]
        let untold = columns.filter { !contents.present.has($0.0, $0.1) }.map(\.2)
        let factors = contents.snapshot.alliance.instrument.factors
        let untoldFactors = factors.indices.filter { !contents.present.has(.sheets, factors[$0].key) }
        self.init(
            snapshot: contents.snapshot, namedCompanyCount: contents.namedCompanyCount,
            namedPersonCount: contents.namedPeopleCount, untold: Set(untold),
            untoldFactors: Set(untoldFactors))
    }
}
