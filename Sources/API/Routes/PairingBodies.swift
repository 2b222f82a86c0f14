import Domain
import Gateway

/// What is posted to `/v1/pairings`.
struct ProposalBody: Decodable, Sendable {
    var person: String
    var counterpart: String
    var terms: TermsBody?
}

/// Terms of a trial. Days and what silence means have defaults; by what is left out of the rest nobody is judged.
struct TermsBody: Decodable, Sendable {
    var days: Int?
    var leastChemistry: Double?
    var leastMeetings: Int?
    var criterion: String?
    var ifUndecided: String?

    var terms: TrialTerms {
        get throws {
            let standard = TrialTerms()
            let fallback =
                try ifUndecided.map { try Choice.read($0, named: "terms.ifUndecided") }
                ?? standard.ifUndecided
            return TrialTerms(
                days: days ?? standard.days, leastChemistry: leastChemistry,
                leastMeetings: leastMeetings,
                criterion: try FreeText.checked(criterion, named: "terms.criterion"), ifUndecided: fallback)
        }
    }
}

/// What is posted to `/v1/pairings/{pairing}/steps`.
struct StepBody: Decodable, Sendable {
    var step: String
    var reason: String?
    var neverAgain: Bool?
    var terms: TermsBody?
    var day: String?

    func lifeStep(today: Day) throws -> LifeStep {
        let name: LifeStep.Name = try Choice.read(step, named: "step")
        let reason = try FreeText.checked(reason, named: "reason")
        switch name {
        case .accept: return .accept
        case .decline: return .decline(reason: reason, neverAgain: neverAgain ?? false)
        case .plan:
            guard let terms else {
                throw GatewayError.badField(
                    name: "terms", message: "planning needs terms.",
                    hint: "Give the days of the trial at least.")
            }
            return .plan(try terms.terms)
        case .start: return .start(try day.map { try DayText.read($0, named: "day") } ?? today)
        case .confirm: return .confirm
        case .extend: return .extend
        case .end:
            guard let reason, !reason.isEmpty else {
                throw GatewayError.badField(
                    name: "reason", message: "an end needs a reason.", hint: "Say in a sentence why it ends.")
            }
            return .end(reason: reason, neverAgain: neverAgain ?? false)
        }
    }
}

/// One of a few words.
enum Choice {
    /// - Throws: ``GatewayError/badField(name:message:hint:)`` that lists the words.
    static func read<Word: RawRepresentable<String> & CaseIterable>(_ text: String, named name: String) throws
        -> Word
    {
        guard let word = Word(rawValue: text) else {
            throw GatewayError.badField(
                name: name, message: "\"\(text)\" is none of its words.",
                hint: "The words are \(Word.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return word
    }
}

/// A day as clients write it.
enum DayText {
    /// - Throws: ``GatewayError/badField(name:message:hint:)``.
    static func read(_ text: String, named name: String) throws -> Day {
        guard let day = Day(text) else {
            throw GatewayError.badField(
                name: name, message: "\"\(text)\" is no day.", hint: "Write it as 2026-11-23.")
        }
        return day
    }
}
