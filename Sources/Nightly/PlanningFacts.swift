import Domain
import Foundation
import Planning
import Scoring
import Storage

/// What a round reads of a snapshot: everything but sheets, which the model stands for, and e-mail addresses.
struct PlanningFacts: Codable {
    var alliance: Alliance
    var companies: [Company]
    var people: [Salesperson]
    var pairings: [Pairing]
    var rules: [Rule]
    var coverage: [AccountCoverage]
    var absences: [Absence]
    var companyHolds: [CompanyHold]
    var openConflicts: [String]
    /// Nil in rounds from before there were any.
    var preferences: [Preference]?
    var news: News

    init(_ snapshot: Snapshot, news: News) {
        self.news = news
        alliance = snapshot.alliance
        companies = snapshot.companies
        people = snapshot.people
        for person in people.indices { people[person].email = nil }
        pairings = snapshot.pairings
        rules = snapshot.rules
        coverage = snapshot.coverage
        absences = snapshot.absences
        companyHolds = snapshot.companyHolds
        openConflicts = snapshot.openConflicts
        preferences = snapshot.preferences
    }

    /// The snapshot that a round is planned from. Night and replay both plan from it, so that nothing that is not kept
    /// can have a say.
    var snapshot: Snapshot {
        var snapshot = Snapshot(
            alliance: alliance, companies: companies, people: people, pairings: pairings, rules: rules,
            coverage: coverage)
        snapshot.absences = absences
        snapshot.companyHolds = companyHolds
        snapshot.openConflicts = openConflicts
        snapshot.preferences = preferences ?? []
        return snapshot
    }
}

/// JSON with sorted keys: equal values have equal bytes, in every process. Numbers are written so that reading them
/// gives the same bits.
enum CanonicalJSON {
    static func bytes(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(value))
    }

    static func value<Value: Decodable>(_ bytes: [UInt8], as type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(bytes))
    }
}
