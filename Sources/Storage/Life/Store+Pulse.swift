public import Domain
public import Foundation
import Postgres

extension Store {
    /// Records a rater's pulse about a counterpart, or corrects the one that is still sealed.
    ///
    /// - Parameters:
    ///   - rater: stored number of the rater, who is the viewer.
    ///   - target: stored number of the counterpart, on the other side.
    ///   - side: the rater's side.
    /// - Returns: until when it may be corrected; nil when both have answered now.
    /// - Throws: ``LifeStoreError/noPulseAsked(target:)``.
    public func record(
        _ pulse: Pulse, by rater: Int, on side: Side, about target: Int, for viewer: Viewer, at instant: Date
    ) async throws -> Day? {
        try await edit(for: viewer, speakingFor: rater, at: instant) { edit in
            let desk = OccasionDesk(transaction: edit.transaction, id: edit.id, instant: instant)
            let (a, b) = side == .a ? (rater, target) : (target, rater)
            guard let occasion = try await desk.open(.pulse, a, b, about: edit.today.advanced(byDays: 1))
            else {
                throw LifeStoreError.noPulseAsked(
                    target: edit.snapshot.people[try edit.row(ofPerson: target)].key)
            }
            try await edit.transaction.execute(
                """
                insert into rapport.pulse (alliance_id, occasion_id, rater, meetings, signs, recorded_at)
                values (\(edit.id.uuid), \(occasion.id), \(rater), \(Int32(pulse.meetings)),
                    \(pulse.signs.map(\.rawValue).sorted()), \(instant))
                on conflict (alliance_id, occasion_id, rater) do update
                set meetings = excluded.meetings, signs = excluded.signs, recorded_at = excluded.recorded_at
                """)
            try await desk.note(pulse, of: side, on: occasion.id)
            return try await desk.noteAnswer(of: side, to: occasion.id) ? nil : occasion.deadline
        }
    }

    /// The viewer's own sheets, newest first, with whether they are still sealed.
    ///
    /// - Parameter rater: stored number of the rater, who is the viewer.
    public func sheets(
        by rater: Int, for viewer: Viewer, at instant: Date
    ) async throws -> (record: AllianceRecord, sheets: [OwnSheet]) {
        try await look(for: viewer, speakingFor: rater, at: instant) { edit in
            let rows = try await edit.transaction.query(
                """
                select sheet.target, nullif(sheet.day, '-infinity'), sheet.ratings, sheet.success,
                    sheet.would_continue, occasion.deadline, occasion.released_at is null
                from rapport.sheet
                left join rapport.occasion
                    on occasion.alliance_id = sheet.alliance_id and occasion.occasion_id = sheet.occasion_id
                where sheet.alliance_id = \(edit.id.uuid) and sheet.rater = \(rater)
                order by sheet.day desc, sheet.target
                """, as: (Int, PostgresDate?, [Float?], Float?, Bool?, PostgresDate?, Bool).self)
            let sheets = rows.compactMap { target, day, ratings, success, decision, deadline, isOpen in
                edit.record.index(ofPersonNumber: target).map { row in
                    OwnSheet(
                        target: row, day: day.map(Stored.day), ratings: ratings.map { $0.map(Double.init) },
                        success: success.map(Double.init), wouldContinue: decision,
                        sealedUntil: isOpen ? deadline.map(Stored.day) : nil)
                }
            }
            return (edit.record, sheets)
        }
    }
}

/// A sheet as its rater reads it.
public struct OwnSheet: Sendable, Hashable {
    /// Row of the target.
    public var target: Int
    /// The day; nil when unknown.
    public var day: Day?
    /// One answer for each factor; nil where unanswered.
    public var ratings: [Double?]
    /// The overall judgement.
    public var success: Double?
    /// Whether the rater would go on.
    public var wouldContinue: Bool?
    /// Until when it may be corrected; nil when it counts already.
    public var sealedUntil: Day?
}
