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
        // Faults of the folder alone are told without a database.
        let first = try readFolder(at: folder)
        try await options.withDatabase { database in
            let summary = try await Importer(store: database.batch).importFolder(at: folder, read: first)
            Terminal.say(summary)
        }
    }
}

/// Brings a folder into the database.
struct Importer {
    let store: BatchStore

    /// Reads the folder against what is stored and stores it; once more when somebody changed the alliance meanwhile.
    ///
    /// - Parameters:
    ///   - path: the folder.
    ///   - first: the folder as it reads without a database, which is all there is to know for a new alliance.
    /// - Returns: a sentence about what changed.
    func importFolder(at path: String, read first: FolderContents) async throws -> String {
        let key = first.snapshot.alliance.key
        for attempt in 1... {
            do {
                let summary = try await importOnce(at: path, read: first)
                return Self.sentence(summary, alliance: key)
            } catch StorageError.changedMeanwhile where attempt < 5 {
                continue
            }
        }
        preconditionFailure("the last attempt returns or throws")
    }

    private func importOnce(at path: String, read first: FolderContents) async throws -> ImportSummary {
        guard let id = try await store.allianceIfThere(first.snapshot.alliance.key) else {
            return try await store.store(Incoming(first), over: nil, at: Date())
        }
        let stored = try await store.record(of: id, sheets: false)
        let contents = try readFolder(at: path, known: stored.snapshot)
        return try await store.store(Incoming(contents), over: stored, at: Date())
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
            namedPersonCount: contents.namedPeopleCount, untold: Set(untold), untoldFactors: Set(untoldFactors))
    }
}
