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
    /// Whether the rater answers it here.
    let isByRater: Bool
    /// The version of the sheet that is corrected; nil when there is none.
    let expected: ExpectedVersion?

    /// What was written.
    struct Outcome {
        /// Whether what a fit reads has changed.
        var isLearnedFrom: Bool
        /// Until when it is sealed; nil when it is not.
        var sealedUntil: Day?
        /// Its version from now on.
        var version: Int64
    }

    func write() async throws -> Outcome {
        let (a, b) = side == .a ? (rater, target) : (target, rater)
        let occasion = try await desk.open(.sheet, a, b, about: day)
        let known = try await known(or: occasion?.id)
        // A sheet of the same day that counts for a trial already is not corrected, nor is one taken back under a seal.
        guard known.allSatisfy({ $0.occasion == occasion?.id }) else { throw LifeStoreError.fixed }
        if known.first?.isSame != true { try await store(over: known.first, for: occasion?.id) }
        let version = try await self.known(or: occasion?.id).first?.version ?? 0
        guard let occasion else {
            return Outcome(isLearnedFrom: known.first?.isSame != true, sealedUntil: nil, version: version)
        }
        let isReleased = try await desk.noteAnswer(of: side, to: occasion.id)
        return Outcome(
            isLearnedFrom: isReleased, sealedUntil: isReleased ? nil : occasion.deadline, version: version)
    }

    private func store(over known: Known?, for occasion: UUID?) async throws {
        guard let known else {
            try expected.checkNothingIsThere()
            return try await insert(for: occasion)
        }
        try expected.check(over: known.version, readAt: "/v1/sheets")
        try await correct(known)
    }

    /// A sheet that is there.
    private struct Known {
        var day: PostgresDate
        var occasion: UUID?
        /// When it was recorded, in microseconds.
        var version: Int64
        /// Whether it says what is to be stored.
        var isSame: Bool
    }

    /// The rater's sheets about the target of this day, or for this occasion.
    private func known(or occasion: UUID?) async throws -> [Known] {
        let rows = try await desk.transaction.query(
            """
            select day, occasion_id, \(sheetVersion),
                (day, ratings, success, would_continue) is not distinct from
                    (\(Stored.date(day)), \(ratings)::real[], \(success)::real, \(sheet.wouldContinue)::boolean)
            from rapport.sheet
            where alliance_id = \(desk.id.uuid) and rater = \(rater) and target = \(target)
                and (day = \(Stored.date(day)) or occasion_id = \(occasion))
            """, as: (PostgresDate, UUID?, Int64, Bool).self)
        return rows.map { Known(day: $0.0, occasion: $0.1, version: $0.2, isSame: $0.3) }
    }

    private func correct(_ known: Known) async throws {
        try await desk.transaction.execute(
            """
            update rapport.sheet
            set day = \(Stored.date(day)), ratings = \(ratings), success = \(success),
                would_continue = \(sheet.wouldContinue), recorded_at = \(desk.instant),
                by_rater = \(isByRater)
            where alliance_id = \(desk.id.uuid) and rater = \(rater) and target = \(target)
                and day = \(known.day)
            """)
    }

    private func insert(for occasion: UUID?) async throws {
        do {
            try await desk.transaction.execute(
                """
                insert into rapport.sheet
                    (alliance_id, rater, target, day, ratings, success, would_continue, recorded_at, occasion_id,
                        by_rater)
                values (\(desk.id.uuid), \(rater), \(target), \(Stored.date(day)), \(ratings), \(success),
                    \(sheet.wouldContinue), \(desk.instant), \(occasion), \(isByRater))
                """)
        } catch {
            guard error.sqlState == .uniqueViolation else { throw error }
            // There is one that whoever is signed in does not read: they do not replace it either.
            throw LifeStoreError.fixed
        }
    }

    private var ratings: [Float?] { sheet.ratings.map { $0.map { Float($0) } } }
    private var success: Float? { sheet.success.map { Float($0) } }
}

/// A sheet's version: when it was recorded, in microseconds. Read off its answers, it would tell them to whoever tries them all.
let sheetVersion: SQL = "(extract(epoch from sheet.recorded_at) * 1000000)::bigint"
