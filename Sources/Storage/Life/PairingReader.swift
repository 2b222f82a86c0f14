import Domain
import Foundation
import Postgres

/// Reads pairings with their lives inside a transaction that has its context.
struct PairingReader {
    let transaction: Transaction
    let record: AllianceRecord

    /// The pairings of some people, or everybody's; ordered by people, then first day.
    ///
    /// - Parameter people: stored numbers; nil for everybody.
    func pairings(of people: [Int]? = nil) async throws -> [StoredPairing] {
        let numbers = people?.map { Int32($0) }
        return try await pairings(
            where:
                "(\(numbers)::integer[] is null or person_a = any(\(numbers)) or person_b = any(\(numbers)))")
    }

    /// One pairing; nil when there is none.
    func pairing(_ id: UUID) async throws -> StoredPairing? {
        try await pairings(where: "pairing_id = \(id)").first
    }

    /// The open pairing of two people (rows); nil when there is none.
    func openPairing(_ personA: Int, _ personB: Int) async throws -> StoredPairing? {
        let (a, b) = (record.personNumbers[personA], record.personNumbers[personB])
        return try await pairings(
            where: """
                person_a = \(a) and person_b = \(b)
                and status in ('proposed', 'accepted', 'trial', 'confirmed')
                """
        ).first
    }

    /// The pairing of two people that was declined before it began; nil when there is none.
    func declinedPairing(_ personA: Int, _ personB: Int) async throws -> StoredPairing? {
        let (a, b) = (record.personNumbers[personA], record.personNumbers[personB])
        return try await pairings(
            where: "person_a = \(a) and person_b = \(b) and status = 'declined' and started is null"
        ).first
    }

    /// The pairing that came of a round's change; nil when none did, or when a newer change has taken it over.
    func pairing(from origin: ChangePlace) async throws -> StoredPairing? {
        try await pairings(
            where: """
                pairing_id in (
                    select pairing_id from rapport.pairing_life
                    where alliance_id = \(record.id.uuid) and round_id = \(origin.round)
                        and position = \(origin.position))
                """
        ).first
    }

    private func pairings(where condition: SQL) async throws -> [StoredPairing] {
        let rows = try await transaction.query(
            """
            select pairing_id, person_a, person_b, status, started, ended, reason, recorded_at
            from rapport.pairing
            where alliance_id = \(record.id.uuid) and \(condition)
            order by person_a, person_b, started nulls first, status
            """, as: (UUID, Int, Int, String, PostgresDate?, PostgresDate?, String?, Date).self)
        var pairings = try rows.map { id, personA, personB, status, started, ended, reason, recordedAt in
            StoredPairing(
                id: id, personA: try row(of: personA), personB: try row(of: personB),
                life: PairingLife(
                    toldAs: try Stored.word(status), started: started.map(Stored.day),
                    ended: ended.map(Stored.day), reason: reason),
                version: 0, changedAt: recordedAt)
        }
        let places = Dictionary(uniqueKeysWithValues: pairings.enumerated().map { ($1.id, $0) })
        let ids = pairings.count == 1 ? pairings.map(\.id) : nil
        try await readLives(of: ids, at: places, into: &pairings)
        try await readOccasions(of: ids, at: places, into: &pairings)
        return pairings
    }

    private func row(of number: Int) throws -> Int {
        guard let row = record.index(ofPersonNumber: number) else {
            preconditionFailure("a foreign key keeps person \(number) there, in the same snapshot")
        }
        return row
    }

    private func readLives(
        of ids: [UUID]?, at places: [UUID: Int], into pairings: inout [StoredPairing]
    ) async throws {
        let terms = try await transaction.query(
            """
            select pairing_id, trial_days, least_chemistry, least_meetings, criterion, if_undecided, version,
                changed_at, round_id, position
            from rapport.pairing_life
            where alliance_id = \(record.id.uuid) and (\(ids)::uuid[] is null or pairing_id = any(\(ids)))
            """, as: (UUID, Int, Double?, Int?, String?, String, Int64, Date, UUID?, Int?).self)
        for (id, days, chemistry, meetings, criterion, fallback, version, changedAt, round, position) in terms
        {
            guard let place = places[id] else { continue }
            pairings[place].life.terms = TrialTerms(
                days: days, leastChemistry: chemistry, leastMeetings: meetings, criterion: criterion,
                ifUndecided: try Stored.word(fallback))
            pairings[place].version = version
            pairings[place].changedAt = changedAt
            pairings[place].origin = round.flatMap { round in
                position.map { ChangePlace(round: round, position: $0) }
            }
        }
        let steps = try await transaction.query(
            """
            select pairing_id, accepted_a, accepted_b, planned_end, extensions, verdict_a, verdict_b, ended_by,
                never_again
            from rapport.pairing_life
            where alliance_id = \(record.id.uuid) and (\(ids)::uuid[] is null or pairing_id = any(\(ids)))
            """, as: (UUID, Bool, Bool, PostgresDate?, Int, String?, String?, String?, Bool).self)
        for (id, isAccepted, isAcceptedByB, plannedEnd, extensions, verdict, verdictOfB, endedBy, never)
            in steps
        {
            guard let place = places[id] else { continue }
            pairings[place].life.acceptedBy = Set(
                [isAccepted ? .a : nil, isAcceptedByB ? .b : nil].compactMap(\.self))
            pairings[place].life.plannedEnd = plannedEnd.map(Stored.day)
            pairings[place].life.extensions = extensions
            pairings[place].life.verdicts[.a] = try verdict.map { try Stored.word($0) }
            pairings[place].life.verdicts[.b] = try verdictOfB.map { try Stored.word($0) }
            pairings[place].life.endedBy = try endedBy.map { try Stored.word($0) }
            pairings[place].life.neverAgain = never
        }
    }

    private func readOccasions(
        of ids: [UUID]?, at places: [UUID: Int], into pairings: inout [StoredPairing]
    ) async throws {
        let rows = try await transaction.query(
            """
            select occasion_id, pairing_id, kind, opens, deadline, answered_a is not null, answered_b is not null,
                released_at is not null, meetings_a, meetings_b, noticed_a, noticed_b
            from rapport.occasion
            where alliance_id = \(record.id.uuid) and (\(ids)::uuid[] is null or pairing_id = any(\(ids)))
            order by opens, occasion_id
            """,
            as: (
                UUID, UUID, String, PostgresDate, PostgresDate, Bool, Bool, Bool, Int?, Int?, Bool?, Bool?
            ).self)
        for row in rows {
            guard let place = places[row.1] else { continue }
            let occasion = Occasion(
                kind: try Stored.word(row.2), opens: Stored.day(row.3), deadline: Stored.day(row.4),
                answeredBy: Set([row.5 ? .a : nil, row.6 ? .b : nil].compactMap(\.self)), isReleased: row.7)
            var stored = StoredOccasion(id: row.0, occasion: occasion, meetings: [:], noticed: [:])
            (stored.meetings[.a], stored.meetings[.b]) = (row.8, row.9)
            (stored.noticed[.a], stored.noticed[.b]) = (row.10, row.11)
            pairings[place].occasions.append(stored)
        }
    }
}

extension PairingLife {
    /// A pairing of which only a folder has told: what is accepted, both sides have accepted.
    init(toldAs status: PairingStatus, started: Day?, ended: Day?, reason: String?) {
        let isAccepted = status == .accepted || status.isRunning || status == .ended
        self.init(
            status: status, acceptedBy: isAccepted ? [.a, .b] : [], started: started,
            plannedEnd: status == .trial ? started?.advanced(byDays: TrialTerms().days) : nil, ended: ended,
            reason: reason)
    }
}
