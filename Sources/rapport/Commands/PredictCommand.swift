import ArgumentParser
import Domain
import Folder
import Foundation
import Nightly
import Scoring
import Storage

/// `rapport predict ALLIANCE --pairs FILE`.
struct PredictCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict", abstract: "Foretell given pairs, as CSV.")

    @Argument(help: "The alliance's key.") var alliance: String
    @Option(help: "CSV with the columns person_a and person_b.") var pairs: String
    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        try await options.withDatabase { database in
            let id = try await database.batch.alliance(alliance)
            let refitter = Refitter(store: database.batch)
            let (record, posterior, isNew) = try await refitter.fitted(id, sheets: false, at: Date())
            if isNew { Terminal.say("\(alliance): fitted first, the model was older than the data") }
            let wanted = try readPairs(at: pairs, of: record.snapshot)
            Terminal.show(PredictionTable(record.snapshot, posterior).csv(wanted))
        }
    }
}

/// Predictions in the columns of the public contract.
struct PredictionTable {
    let snapshot: Snapshot
    let posterior: Posterior

    init(_ snapshot: Snapshot, _ posterior: Posterior) {
        self.snapshot = snapshot
        self.posterior = posterior
    }

    private static let header = """
        person_a,person_b,chemistry,chemistry_sd,success_a,success_b,continue_a,continue_b,continue_both,\
        slight,medium,great,evidence_prior,evidence_people,evidence_pair

        """

    /// Header and one row for each pair, in the given order.
    func csv(_ pairs: [(a: Int, b: Int)]) -> String {
        var text = Self.header
        for (a, b) in pairs { text += row(a, b) }
        return text
    }

    private func row(_ a: Int, _ b: Int) -> String {
        let prediction = posterior.prediction(of: a, with: b)
        let levels = prediction.levels
        var cells = [quoted(snapshot.people[a].key), quoted(snapshot.people[b].key)]
        cells += [
            prediction.chemistry, prediction.chemistrySD, prediction.successA, prediction.successB,
            prediction.continueA, prediction.continueB, prediction.continueBoth,
        ].map { fixed($0) }
        cells += [levels?.slight, levels?.medium, levels?.great].map { $0.map { fixed($0) } ?? "" }
        let evidence = prediction.evidence
        cells += [evidence.prior, evidence.people, evidence.pair].map { fixed($0) }
        return cells.joined(separator: ",") + "\n"
    }

    /// A cell of RFC 4180.
    private func quoted(_ text: String) -> String {
        let needsQuotes = text.utf8.contains { [UInt8(ascii: ","), UInt8(ascii: "\""), 10, 13].contains($0) }
        return needsQuotes ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }

    private func fixed(_ value: Double) -> String { String(format: "%.6f", value) }
}
