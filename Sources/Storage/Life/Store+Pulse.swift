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
    ///   - version: of the pulse that it corrects; nil when there is none.
    /// - Returns: until when it may be corrected, nil when both have answered now; and its version.
    /// - Throws: ``LifeStoreError/noPulseAsked(target:)``, ``VersionMissing``, ``OutdatedVersion``.
    public func record(
        _ pulse: Pulse, by rater: Int, on side: Side, about target: Int, over version: ExpectedVersion?,
        for viewer: Viewer, at instant: Date
    ) async throws -> (sealedUntil: Day?, version: Int64) {
        try await edit(for: viewer, speakingFor: rater, at: instant) { edit in
            guard let occasion = try await edit.openPulse(by: rater, on: side, about: target) else {
                throw LifeStoreError.noPulseAsked(
                    target: edit.snapshot.people[try edit.row(ofPerson: target)].key)
            }
            let known = try await edit.pulse(by: rater, to: occasion.id)
            if let known, known.pulse != pulse {
                try version.check(over: known.version, readAt: nil)
            } else if known == nil {
                try version.checkNothingIsThere()
            }
            let desk = OccasionDesk(transaction: edit.transaction, id: edit.id, instant: instant)
            try await edit.write(pulse, by: rater, to: occasion.id, isThere: known != nil)
            try await desk.note(pulse, of: side, on: occasion.id)
            let sealedUntil = try await desk.noteAnswer(of: side, to: occasion.id) ? nil : occasion.deadline
            return (sealedUntil, try await edit.pulse(by: rater, to: occasion.id)?.version ?? 0)
        }
    }

    /// The rater's own pulse about a counterpart, as long as it may be corrected; nil when there is none.
    ///
    /// - Parameters:
    ///   - rater: stored number of the rater, who is the viewer.
    ///   - target: stored number of the counterpart, on the other side.
    public func sealedPulse(
        by rater: Int, on side: Side, about target: Int, for viewer: Viewer, at instant: Date
    ) async throws -> (pulse: Pulse, version: Int64)? {
        try await look(for: viewer, speakingFor: rater, at: instant) { edit in
            guard let occasion = try await edit.openPulse(by: rater, on: side, about: target) else {
                return nil
            }
            return try await edit.pulse(by: rater, to: occasion.id)
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
                    sheet.would_continue, occasion.deadline, occasion.released_at is null, \(sheetVersion)
                from rapport.sheet
                left join rapport.occasion
                    on occasion.alliance_id = sheet.alliance_id and occasion.occasion_id = sheet.occasion_id
                where sheet.alliance_id = \(edit.id.uuid) and sheet.rater = \(rater)
                order by sheet.day desc, sheet.target
                """, as: (Int, PostgresDate?, [Float?], Float?, Bool?, PostgresDate?, Bool, Int64).self)
            let sheets = rows.compactMap {
                target, day, ratings, success, decision, deadline, isOpen, version in
                edit.record.index(ofPersonNumber: target).map { row in
                    OwnSheet(
                        target: row, day: day.map(Stored.day), ratings: ratings.map { $0.map(Stored.answer) },
                        success: success.map(Stored.answer), wouldContinue: decision,
                        sealedUntil: isOpen ? deadline.map(Stored.day) : nil, version: version)
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
    /// For a correction: when it was recorded, in microseconds.
    public var version: Int64
}

extension Edit {
    /// The pulse that the rater is asked for about a counterpart; numbers are stored ones.
    fileprivate func openPulse(
        by rater: Int, on side: Side, about target: Int
    ) async throws -> OccasionDesk.Open? {
        let (a, b) = side == .a ? (rater, target) : (target, rater)
        return try await OccasionDesk(transaction: transaction, id: id, instant: instant)
            .open(.pulse, a, b, about: today.advanced(byDays: 1))
    }

    fileprivate func write(_ pulse: Pulse, by rater: Int, to occasion: UUID, isThere: Bool) async throws {
        let signs = pulse.signs.map(\.rawValue).sorted()
        if isThere {
            try await transaction.execute(
                """
                update rapport.pulse
                set meetings = \(Int32(pulse.meetings)), signs = \(signs), recorded_at = \(instant)
                where alliance_id = \(id.uuid) and occasion_id = \(occasion) and rater = \(rater)
                """)
            return
        }
        do {
            try await transaction.execute(
                """
                insert into rapport.pulse (alliance_id, occasion_id, rater, meetings, signs, recorded_at)
                values (\(id.uuid), \(occasion), \(rater), \(Int32(pulse.meetings)), \(signs), \(instant))
                """)
        } catch {
            guard error.sqlState == .uniqueViolation else { throw error }
            // There is one that whoever is signed in does not read: they do not replace it either.
            throw LifeStoreError.fixed
        }
    }

    /// What the rater has answered, with its version: when it was recorded, in microseconds.
    fileprivate func pulse(by rater: Int, to occasion: UUID) async throws -> (pulse: Pulse, version: Int64)? {
        let rows = try await transaction.query(
            """
            select meetings, signs, (extract(epoch from recorded_at) * 1000000)::bigint
            from rapport.pulse
            where alliance_id = \(id.uuid) and occasion_id = \(occasion) and rater = \(rater)
            """, as: (Int, [String], Int64).self)
        return try rows.first.map { meetings, signs, version in
            (Pulse(meetings: meetings, signs: Set(try signs.map { try Stored.word($0) })), version)
        }
    }
}
