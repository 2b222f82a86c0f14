import ArgumentParser
import Domain
import Foundation
import Nightly
import Scoring
import Storage

/// `rapport scorecard ALLIANCE`.
struct ScorecardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scorecard",
        abstract: "Keep sheets from the model, and show how well it and simpler forecasts foretell them.")

    /// Which sheets are kept back.
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case random
        case newest
    }

    /// How the scorecard is shown.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    @Argument(help: "The alliance's key.") var alliance: String
    @Option(help: "random: a share of the pairs; newest: the newest share of the dated sheets.")
    var holdOut = Kind.random
    @Option(help: "How much to keep back, between 0 and 1.") var share = 0.3
    @Option(help: "Draws other pairs.") var seed: UInt64 = 1
    @Option(help: "text or json.") var format = Format.text
    @OptionGroup var options: DatabaseOptions

    func validate() throws {
        guard share > 0, share < 1 else { throw ValidationError("--share must be between 0 and 1.") }
    }

    func run() async throws {
        try await options.withDatabase { database in
            let id = try await database.batch.alliance(alliance)
            let record = try await database.batch.record(of: id, sheets: true)
            let pooled = try await Teachers(store: database.batch).pooledPrior(without: id, at: Date())
            let kept: HoldOut = holdOut == .random ? .dyads(share: share, seed: seed) : .newest(share: share)
            let evaluation = try evaluate(record.snapshot, on: Day(Date()), from: pooled, holdingOut: kept)
            guard let evaluation else { throw ScorecardProblem.nothingToForetell(alliance) }
            Terminal.show(format == .json ? try evaluation.json() : evaluation.text())
        }
    }
}

/// Why there is no scorecard.
enum ScorecardProblem: Problem {
    case nothingToForetell(String)

    var problem: ProblemText {
        switch self {
        case .nothingToForetell(let alliance):
            ProblemText(
                kind: .conflict, code: "scoring.nothing-to-foretell",
                message: "\(alliance) has no sheets that can be kept back while others remain to learn from.",
                hint: "Collect more sheets, or use --hold-out random where sheets have no dates.")
        }
    }
}

extension Evaluation {
    /// The scorecard as JSON, on lines of its own.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }

    /// The scorecard for a person's eyes.
    func text() -> String {
        var text = "\(sheets) sheets foretold; lower is better\n"
        text += "                     base rate  people   additive profile  no pairs model\n"
        let lines: [(String, Figures?)] = [
            ("decision, log loss", decisionLogLoss), ("decision, Brier", decisionBrier),
            ("both, log loss", bothLogLoss), ("both, Brier", bothBrier), ("success, error", successError),
        ]
        for (name, figures) in lines {
            guard let figures else { continue }
            text += name.padding(toLength: 20, withPad: " ", startingAt: 0)
            let values = [
                figures.baseRate, figures.personMeans, figures.additive, figures.profilesOnly,
                figures.withoutRelationship, figures.model,
            ]
            text += values.map { String(format: " %8.4f", $0) }.joined() + "\n"
        }
        text +=
            relationshipPays
            ? "What two profiles say of a pair makes forecasts better, and is used.\n"
            : "What two profiles say of a pair does not make forecasts better, and is switched off.\n"
        if !calibration.isEmpty { text += "decision foretold → happened:\n" }
        for point in calibration {
            text += String(
                format: "%9.0f %% → %3.0f %%  of %d\n", 100 * point.foretold, 100 * point.happened,
                point.count)
        }
        return text
    }
}
