import API
import Foundation
import Hummingbird
import Storage

/// `/console/scorecard`: is the model any good here?
struct ScorecardPages: Sendable {
    let desk: ScorecardDesk
    let pages: Pages

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("scorecard", use: show)
    }

    @Sendable
    private func show(_ request: Request, _ context: SignedInContext) async throws -> Response {
        guard let text = try await desk.text(for: context.viewer) else {
            return try pages.show("scorecard", ["isFitted": false])
        }
        let shown = try JSONDecoder().decode(ShownScorecard.self, from: Data(text.utf8))
        return try pages.show("scorecard", ScorecardPage(shown))
    }
}

/// What the page needs of `/v1/scorecard`.
struct ShownScorecard: Decodable {
    struct Figures: Decodable {
        var dyads: Int
        var calibration: [Point]
    }

    struct Point: Decodable {
        var foretold: Double
        var happened: Double
        var decisions: Int
    }

    struct HeldOut: Decodable {
        var sheets: Int
        var losses: [String: [String: Double]]
    }

    struct Lift: Decodable {
        var proposals: Origin?
        var byHand: Origin?
        var difference: Double?
    }

    struct Origin: Decodable {
        var pairings: Int
        var meanSuccess: Double
    }

    var figures: Figures
    var heldOut: HeldOut?
    var lift: Lift
}

/// The scorecard in a manager's words.
struct ScorecardPage {
    /// One question, and how far off each way of foretelling its answers is.
    struct Question {
        var name: String
        var cells: [Cell]
    }

    /// A figure of one forecast; the least of its row is marked.
    struct Cell {
        var text: String
        var isBest: Bool
    }

    /// Pairs to whom about the same was foretold.
    struct Point {
        var foretold: String
        var happened: String
        var decisions: Int
    }

    let isFitted = true
    let sheets: Int
    let forecasts: [String]
    let questions: [Question]
    let hasQuestions: Bool
    let points: [Point]
    let hasPoints: Bool
    let lift: String

    private static let names = [
        ("decisionLogLoss", "Would they go on? (log loss)"),
        ("decisionBrier", "Would they go on? (Brier score)"),
        ("bothLogLoss", "Would both go on? (log loss)"), ("successError", "How successful? (scale points)"),
    ]
    private static let columns = [
        ("random", "average"), ("personMeans", "people's means"), ("additiveOnly", "without the pair"),
        ("profilesOnly", "profiles alone"), ("model", "Rapport"),
    ]

    init(_ shown: ShownScorecard) {
        sheets = shown.heldOut?.sheets ?? 0
        forecasts = Self.columns.map(\.1)
        questions = Self.names.compactMap { key, name in
            guard let losses = shown.heldOut?.losses[key] else { return nil }
            let values = Self.columns.map { losses[$0.0] ?? .infinity }
            let least = values.min()
            return Question(
                name: name,
                cells: values.map {
                    Cell(text: $0.formatted(.number.precision(.fractionLength(3))), isBest: $0 == least)
                })
        }
        hasQuestions = !questions.isEmpty
        points = shown.figures.calibration.map {
            Point(
                foretold: Self.percent($0.foretold), happened: Self.percent($0.happened),
                decisions: $0.decisions)
        }
        hasPoints = !points.isEmpty
        lift = Self.words(of: shown.lift)
    }

    private static func percent(_ share: Double) -> String { "\(Int((100 * share).rounded())) %" }

    private static func words(of lift: ShownScorecard.Lift) -> String {
        guard let proposals = lift.proposals, let byHand = lift.byHand, let difference = lift.difference
        else {
            return "Not enough people have rated proposed pairings and pairings made by hand to compare them."
        }
        let size = abs(difference).formatted(.number.precision(.fractionLength(0...2)))
        let side = difference >= 0 ? "above" : "below"
        return """
            \(proposals.pairings) pairings that a night proposed have a mean success of \(proposals.meanSuccess.formatted()), \
            \(byHand.pairings) made by hand \(byHand.meanSuccess.formatted()): proposals lie \(size) points \(side).
            """
    }
}
