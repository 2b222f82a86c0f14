import Domain
import Foundation
import Postgres

extension Edit {
    /// Stores a new pairing with its life.
    ///
    /// To an alliance folder, two people have one pairing that was declined before it began: a new proposal takes its place.
    ///
    /// - Parameter origin: the round's change it comes from; nil when people propose it.
    /// - Throws: ``LifeStoreError/openAlready(_:_:)``.
    func insert(
        _ life: PairingLife, _ personA: Int, _ personB: Int, from origin: ChangePlace? = nil
    ) async throws -> StoredPairing {
        if life.status.isOpen, try await reader.openPairing(personA, personB) != nil {
            throw LifeStoreError.openAlready(snapshot.people[personA].key, snapshot.people[personB].key)
        }
        if var declined = try await reader.declinedPairing(personA, personB) {
            declined.origin = origin
            return try await update(declined, to: life)
        }
        let pairing = StoredPairing(
            id: UUID(), personA: personA, personB: personB, life: life, version: 1, changedAt: instant,
            origin: origin)
        try await transaction.execute(
            """
            insert into rapport.pairing
                (alliance_id, pairing_id, person_a, person_b, status, started, ended, reason, recorded_at)
            values (\(id.uuid), \(pairing.id), \(record.personNumbers[personA]),
                \(record.personNumbers[personB]), \(life.status.rawValue), \(life.started.map(Stored.date)),
                \(life.ended.map(Stored.date)), \(life.reason), \(instant))
            """)
        try await write(pairing)
        if life.neverAgain { try await veto(pairing) }
        try await note(deed("pairing.\(life.status.rawValue)", on: pairing))
        return pairing
    }

    /// Stores a pairing after a step, with what follows from it.
    func update(_ pairing: StoredPairing, to life: PairingLife) async throws -> StoredPairing {
        var next = pairing
        next.life = life
        // A word that waits for the other side's is told by no count and no day either.
        if !pairing.isSecret(life) {
            next.version += 1
            next.changedAt = instant
        }
        do {
            try await transaction.savepoint { transaction in
                _ = try await transaction.execute(
                    """
                    update rapport.pairing
                    set status = \(life.status.rawValue), started = \(life.started.map(Stored.date)),
                        ended = \(life.ended.map(Stored.date)), reason = \(life.reason), recorded_at = \(instant)
                    where alliance_id = \(id.uuid) and pairing_id = \(pairing.id)
                    """)
            }
        } catch let error as PostgresError where error.constraint == "pairing_by_people" {
            // Two pairings of the same people with one first day and status are one to an alliance folder.
            throw LifeStoreError.sameAsEarlier(life.status)
        }
        try await write(next)
        try await follow(from: pairing.life, to: &next)
        let word = life.status == pairing.life.status ? "changed" : life.status.rawValue
        try await note(deed("pairing.\(word)", on: next))
        return next
    }

    /// What was done to a pairing, and on which evidence: the facts as they stood, and the round that proposed it.
    private func deed(_ action: String, on pairing: StoredPairing) -> Deed {
        var evidence = ["revision": "\(record.revision)", "version": "\(pairing.version)"]
        evidence["round"] = pairing.origin?.round.text
        return Deed(
            action, on: "pairing", pairing.id.text,
            people: [record.personNumbers[pairing.personA], record.personNumbers[pairing.personB]],
            evidence: evidence)
    }

    var reader: PairingReader { PairingReader(transaction: transaction, record: record) }

    private func write(_ pairing: StoredPairing) async throws {
        let life = pairing.life
        try await transaction.execute(
            """
            insert into rapport.pairing_life
                (alliance_id, pairing_id, accepted_a, accepted_b, trial_days, least_chemistry, least_meetings,
                    criterion, if_undecided, planned_end, extensions, verdict_a, verdict_b, ended_by,
                    never_again, round_id, position, version, changed_at)
            values (\(id.uuid), \(pairing.id), \(life.acceptedBy.contains(.a)), \(life.acceptedBy.contains(.b)),
                \(life.terms.days), \(life.terms.leastChemistry), \(life.terms.leastMeetings),
                \(life.terms.criterion), \(life.terms.ifUndecided.rawValue), \(life.plannedEnd.map(Stored.date)),
                \(life.extensions), \(life.verdicts[.a]?.rawValue), \(life.verdicts[.b]?.rawValue),
                \(life.endedBy?.rawValue), \(life.neverAgain), \(pairing.origin?.round),
                \(pairing.origin?.position), \(Int32(max(1, pairing.version))), \(pairing.changedAt))
            on conflict (alliance_id, pairing_id) do update
            set accepted_a = excluded.accepted_a, accepted_b = excluded.accepted_b,
                trial_days = excluded.trial_days, least_chemistry = excluded.least_chemistry,
                least_meetings = excluded.least_meetings, criterion = excluded.criterion,
                if_undecided = excluded.if_undecided, planned_end = excluded.planned_end,
                extensions = excluded.extensions, verdict_a = excluded.verdict_a, verdict_b = excluded.verdict_b,
                ended_by = excluded.ended_by, never_again = excluded.never_again, round_id = excluded.round_id,
                position = excluded.position, version = excluded.version,
                changed_at = excluded.changed_at
            """)
    }

    /// What a step brings with it: people are asked about a trial, and "never again" becomes a veto.
    private func follow(from before: PairingLife, to pairing: inout StoredPairing) async throws {
        let life = pairing.life
        if before.status != .trial, life.status == .trial, let started = life.started {
            try await ask(&pairing, life.occasions(from: started))
        } else if life.extensions > before.extensions, let end = before.plannedEnd {
            try await ask(&pairing, life.occasions(from: end))
        } else if before.status == .trial, life.status == .confirmed {
            try await ask(&pairing, [.sheet(about: today.advanced(byDays: Occasion.confirmedDistance))])
        } else if before.status.isRunning, life.status == .ended {
            try await askNow(&pairing)
        }
        if life.neverAgain, !before.neverAgain { try await veto(pairing) }
    }

    private func ask(_ pairing: inout StoredPairing, _ occasions: [Occasion]) async throws {
        let stored = occasions.map { StoredOccasion(id: UUID(), occasion: $0, meetings: [:], noticed: [:]) }
        // Values, not a select from arrays: Citus would copy its rows, which row-level security refuses.
        let rows = zip(stored, occasions).map { stored, occasion in
            """
            (\(id.uuid), \(stored.id), \(pairing.id), \(occasion.kind.rawValue),
                \(Stored.date(occasion.opens)), \(Stored.date(occasion.deadline)))
            """ as SQL
        }
        try await transaction.execute(
            """
            insert into rapport.occasion (alliance_id, occasion_id, pairing_id, kind, opens, deadline)
            values \(rows.joined(separator: ", "))
            """)
        pairing.occasions += stored
    }

    /// Whoever has just parted is asked for a last sheet now rather than on the day that was planned.
    private func askNow(_ pairing: inout StoredPairing) async throws {
        let last = today.advanced(byDays: Occasion.sheetWindow)
        try await transaction.execute(
            """
            update rapport.occasion
            set opens = least(opens, \(Stored.date(today))), deadline = least(deadline, \(Stored.date(last)))
            where alliance_id = \(id.uuid) and pairing_id = \(pairing.id) and released_at is null
                and opens <= deadline
            """)
        pairing = try await reader.pairing(pairing.id) ?? pairing
    }

    private func veto(_ pairing: StoredPairing) async throws {
        try await transaction.execute(
            """
            insert into rapport.rule (alliance_id, person_a, person_b, kind, reason)
            values (\(id.uuid), \(record.personNumbers[pairing.personA]),
                \(record.personNumbers[pairing.personB]), 'veto', \(pairing.life.reason))
            on conflict (alliance_id, person_a, person_b) do update
            set kind = excluded.kind, reason = excluded.reason
            """)
    }
}
