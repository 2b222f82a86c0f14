import Domain
import Foundation
import Postgres

/// Reads rounds inside a transaction that has its context.
struct RoundReader {
    let transaction: Transaction
    let record: AllianceRecord

    /// Rounds, newest first.
    func rounds() async throws -> [RoundSummary] {
        let rows = try await transaction.query(
            """
            select round_id, day, published_at, utility, present_utility, change_count, warnings
            from rapport.round
            where alliance_id = \(record.id.uuid)
            order by published_at desc, round_id
            """, as: (UUID, PostgresDate, Date, Double, Double, Int, [String]).self)
        return rows.map { id, day, publishedAt, utility, present, count, warnings in
            RoundSummary(
                id: id, day: Stored.day(day), publishedAt: publishedAt, utility: utility,
                presentUtility: present,
                changeCount: count, warnings: warnings)
        }
    }

    /// The changes of a round, by position.
    ///
    /// - Parameter positions: those that are wanted; nil for all.
    func changes(of round: UUID, at positions: [Int]? = nil) async throws -> [StoredChange] {
        let wanted = positions?.map { Int32($0) }
        let rows = try await transaction.query(
            """
            select position, action, person_a, person_b, cause, utility, propensity, knock_on_of, reasons_a,
                reasons_b
            from rapport.round_change
            where alliance_id = \(record.id.uuid) and round_id = \(round)
                and (\(wanted)::integer[] is null or position = any(\(wanted)))
            order by position
            """, as: (Int, String, Int, Int, String, Double, Double, Int?, [String], [String]).self)
        let decisions = try await decisions(of: round)
        let pairings = try await pairings(of: round)
        return try rows.compactMap { position, action, a, b, cause, utility, chance, parent, forA, forB in
            guard let rowA = record.index(ofPersonNumber: a), let rowB = record.index(ofPersonNumber: b)
            else {
                return nil
            }
            let change = ProposedChange(
                personA: rowA, personB: rowB, action: try Stored.word(action), cause: try Stored.word(cause),
                utility: utility, propensity: chance, knockOnOf: parent.map { $0 - 1 }, reasonsForA: forA,
                reasonsForB: forB)
            let pairing = pairings[position]
            return StoredChange(
                position: position, change: change, decisions: decisions[position] ?? [:],
                pairing: pairing?.0,
                status: pairing?.1)
        }
    }

    private func decisions(of round: UUID) async throws -> [Int: [Side: RoundDecision.Answer]] {
        let rows = try await transaction.query(
            """
            select position, side, decision
            from rapport.round_decision
            where alliance_id = \(record.id.uuid) and round_id = \(round)
            """, as: (Int, String, String).self)
        var decisions: [Int: [Side: RoundDecision.Answer]] = [:]
        for (position, side, decision) in rows {
            decisions[position, default: [:]][try Stored.word(side)] = try Stored.word(decision)
        }
        return decisions
    }

    private func pairings(of round: UUID) async throws -> [Int: (UUID, PairingStatus)] {
        let rows = try await transaction.query(
            """
            select pairing_life.position, pairing.pairing_id, pairing.status
            from rapport.pairing_life
            join rapport.pairing using (alliance_id, pairing_id)
            where pairing_life.alliance_id = \(record.id.uuid) and pairing_life.round_id = \(round)
            """, as: (Int?, UUID, String).self)
        var pairings: [Int: (UUID, PairingStatus)] = [:]
        for case (let position?, let id, let status) in rows {
            pairings[position] = (id, try Stored.word(status))
        }
        return pairings
    }
}
