import Domain
import Foundation
import Postgres

/// Takes answers to occasions in, inside a transaction that holds the alliance's lock.
struct OccasionDesk {
    let transaction: Transaction
    let id: AllianceID
    let instant: Date

    /// An occasion that two people are asked on.
    struct Open {
        var id: UUID
        var deadline: Day
    }

    /// The unreleased occasion of a kind on which these two are asked; the earliest where there are several.
    ///
    /// - Parameters:
    ///   - personA: stored number of the person of side a.
    ///   - personB: stored number of the person of side b.
    ///   - day: what is said must not be about a day before the pairing.
    func open(_ kind: Occasion.Kind, _ personA: Int, _ personB: Int, about day: Day) async throws -> Open? {
        let rows = try await transaction.query(
            """
            select occasion.occasion_id, occasion.deadline
            from rapport.occasion
            join rapport.pairing using (alliance_id, pairing_id)
            where occasion.alliance_id = \(id.uuid) and pairing.person_a = \(personA)
                and pairing.person_b = \(personB) and pairing.started <= \(Stored.date(day))
                and occasion.kind = \(kind.rawValue) and occasion.released_at is null
            order by occasion.opens, occasion.occasion_id
            limit 1
            """, as: (UUID, PostgresDate).self)
        return rows.first.map { Open(id: $0, deadline: Stored.day($1)) }
    }

    /// Notes that the person of a side has answered, and releases the occasion when both have.
    ///
    /// - Returns: whether it is released now.
    func noteAnswer(of side: Side, to occasion: UUID) async throws -> Bool {
        let own: SQL = side == .a ? "answered_a" : "answered_b"
        let other: SQL = side == .a ? "answered_b" : "answered_a"
        let released = try await transaction.query(
            """
            update rapport.occasion
            set \(own) = coalesce(\(own), \(instant)),
                released_at = case when \(other) is null then released_at else \(instant) end
            where alliance_id = \(id.uuid) and occasion_id = \(occasion)
            returning released_at is not null
            """, as: Bool.self)
        return released.first ?? false
    }

    /// Notes what a pulse tells to whoever may know it: how many calls, and whether anything was noticed.
    func note(_ pulse: Pulse, of side: Side, on occasion: UUID) async throws {
        let meetings: SQL = side == .a ? "meetings_a" : "meetings_b"
        let noticed: SQL = side == .a ? "noticed_a" : "noticed_b"
        try await transaction.execute(
            """
            update rapport.occasion
            set \(meetings) = \(Int32(pulse.meetings)), \(noticed) = \(!pulse.signs.isEmpty)
            where alliance_id = \(id.uuid) and occasion_id = \(occasion)
            """)
    }
}
