import Domain
import Foundation
import Postgres

/// Stores one sheet: sealed where its people are asked for it, at once where nobody asked.
struct SheetWriter {
    let desk: OccasionDesk
    let sheet: Sheet
    let day: Day
    /// Stored number of the rater.
    let rater: Int
    /// Stored number of the target.
    let target: Int
    /// The rater's side.
    let side: Side

    /// What was written.
    struct Outcome {
        /// Whether what a fit reads has changed.
        var isLearnedFrom: Bool
        /// Until when it is sealed; nil when it is not.
        var sealedUntil: Day?
    }

    func write() async throws -> Outcome {
        let (a, b) = side == .a ? (rater, target) : (target, rater)
        guard let occasion = try await desk.open(.sheet, a, b, about: day) else {
            guard try await !answersReleased() else { throw LifeStoreError.fixed }
            return Outcome(isLearnedFrom: try await upsert(occasion: nil) > 0, sealedUntil: nil)
        }
        if try await correctSealed(occasion.id) == 0 {
            // A sheet of the same day that counts already is not taken back under a seal.
            guard try await upsert(occasion: occasion.id) > 0 else { throw LifeStoreError.fixed }
        }
        let isReleased = try await desk.noteAnswer(of: side, to: occasion.id)
        return Outcome(isLearnedFrom: isReleased, sealedUntil: isReleased ? nil : occasion.deadline)
    }

    /// Whether the sheet of this day answers an occasion that has been released.
    private func answersReleased() async throws -> Bool {
        let rows = try await desk.transaction.query(
            """
            select occasion_id is not null
            from rapport.sheet
            where alliance_id = \(desk.id.uuid) and rater = \(rater) and target = \(target)
                and day = \(Stored.date(day))
            """, as: Bool.self)
        return rows.first ?? false
    }

    private func correctSealed(_ occasion: UUID) async throws -> Int {
        try await desk.transaction.execute(
            """
            update rapport.sheet
            set day = \(Stored.date(day)), ratings = \(ratings), success = \(success),
                would_continue = \(sheet.wouldContinue), recorded_at = \(desk.instant)
            where alliance_id = \(desk.id.uuid) and rater = \(rater) and target = \(target)
                and occasion_id = \(occasion)
            """)
    }

    private func upsert(occasion: UUID?) async throws -> Int {
        try await desk.transaction.execute(
            """
            insert into rapport.sheet
                (alliance_id, rater, target, day, ratings, success, would_continue, recorded_at, occasion_id)
            values (\(desk.id.uuid), \(rater), \(target), \(Stored.date(day)), \(ratings), \(success),
                \(sheet.wouldContinue), \(desk.instant), \(occasion))
            on conflict (alliance_id, rater, target, day) do update
            set ratings = excluded.ratings, success = excluded.success,
                would_continue = excluded.would_continue, recorded_at = excluded.recorded_at
            where excluded.occasion_id is null
                and (sheet.ratings, sheet.success, sheet.would_continue)
                    is distinct from (excluded.ratings, excluded.success, excluded.would_continue)
            """)
    }

    private var ratings: [Float?] { sheet.ratings.map { $0.map { Float($0) } } }
    private var success: Float? { sheet.success.map { Float($0) } }
}
