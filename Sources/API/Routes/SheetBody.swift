package import Domain
import Foundation
import Gateway
package import Storage

/// What is posted to `/v1/sheets`, and filled in on a page.
package struct SheetBody: Decodable, TakesNull, Sendable {
    var rater: String?
    var target: String
    var day: String?
    /// Answers by factor; nil where a question was left unanswered.
    var ratings: [String: Double?]?
    var success: Double?
    var wouldContinue: Bool?

    private enum CodingKeys: String, CodingKey {
        case rater, target, day, ratings, success
        case wouldContinue = "continue"
    }

    /// A question may be shown to be left unanswered.
    static let fieldsThatTakeNull: Set<String> = ["/success", "/continue"]

    /// A sheet of the viewer's own, of today.
    ///
    /// - Parameters:
    ///   - target: the key of the counterpart whom it is about.
    ///   - ratings: answers by factor.
    ///   - success: the overall judgement; nil when it was left unanswered.
    ///   - wouldContinue: whether the viewer would go on; nil when that was left unanswered.
    package init(target: String, ratings: [String: Double], success: Double?, wouldContinue: Bool?) {
        self.target = target
        self.ratings = ratings
        self.success = success
        self.wouldContinue = wouldContinue
    }

    /// The sheet, checked against the alliance.
    ///
    /// - Parameters:
    ///   - record: the alliance as the viewer sees it.
    ///   - today: the day of a sheet that names none, and the last one that a sheet may name.
    package func sheet(in record: AllianceRecord, for viewer: Viewer, today: Day) throws -> Sheet {
        let snapshot = record.snapshot
        let rater = try raterRow(in: record, for: viewer)
        guard let target = snapshot.people.firstIndex(where: { $0.key == self.target }) else {
            throw GatewayError.noPerson(self.target)
        }
        let instrument = snapshot.alliance.instrument
        let keys = instrument.factors.map(\.key)
        let ratings = (ratings ?? [:]).compactMapValues(\.self)
        if let unknown = ratings.keys.filter({ !keys.contains($0) }).min() {
            throw GatewayError.badField(
                name: "ratings.\(unknown)", message: "the instrument has no such factor.",
                hint: "The factors are \(keys.joined(separator: ", ")).")
        }
        let answers = try keys.map { key in
            try ratings[key].map { try checked($0, named: "ratings.\(key)", on: instrument.scale) }
        }
        let success = try self.success.map { try checked($0, named: "success", on: instrument.scale) }
        guard !ratings.isEmpty || success != nil || wouldContinue != nil else {
            throw GatewayError.badField(
                name: "ratings", message: "the sheet has no answer at all.",
                hint: "Answer at least one question.")
        }
        return Sheet(
            rater: rater, target: target, day: try checkedDay(today: today), ratings: answers,
            success: success,
            wouldContinue: wouldContinue)
    }

    private func raterRow(in record: AllianceRecord, for viewer: Viewer) throws -> Int {
        try Permission.require(
            Permission.mayWriteSheets(viewer), of: viewer, to: "write sheets")
        let row: Int?
        switch (rater, viewer.person) {
        case (nil, let number?): row = record.index(ofPersonNumber: number)
        case (let key?, _): row = record.snapshot.people.firstIndex { $0.key == key }
        case (nil, _):
            throw GatewayError.badField(
                name: "rater", message: "it must be named.",
                hint: "Give the key of the salesperson who answered.")
        }
        // In another's name a sheet is refused as if that other were not there.
        guard let row, Permission.mayWriteSheet(viewer, asRater: row, in: record) else {
            throw GatewayError.noPerson(rater ?? "")
        }
        return row
    }

    private func checked(_ answer: Double, named name: String, on scale: Scale) throws -> Double {
        guard scale.contains(answer) else {
            throw GatewayError.badField(
                name: name, message: "\(answer.plainText) is not on the scale.",
                hint: "Answer with a number from \(scale.min.plainText) to \(scale.max.plainText).")
        }
        return answer
    }

    private func checkedDay(today: Day) throws -> Day {
        guard let text = day else { return today }
        guard let day = Day(text) else {
            throw GatewayError.badField(
                name: "day", message: "\"\(text)\" is no day.", hint: "Write it as 2026-11-23.")
        }
        // A rater east of Greenwich may be a day ahead of UTC.
        guard day <= today.advanced(byDays: 1) else {
            throw GatewayError.badField(
                name: "day", message: "\(day) lies in the future.",
                hint: "Give the day of the meeting, or leave it out.")
        }
        return day
    }
}

extension Double {
    /// A whole number as one: 7, not 7.0.
    package var plainText: String { Int(exactly: self).map(String.init) ?? "\(self)" }
}
