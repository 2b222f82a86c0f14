import Domain
import Foundation
import Postgres

extension ImportWriter {
    /// Stores what is told of pairings, and returns how many were added or changed.
    ///
    /// - Parameter numbers: stored number of each person of the snapshot.
    func writePairings(_ numbers: [Int]) async throws -> Int {
        guard !snapshot.pairings.isEmpty else { return 0 }
        let merge = PairingMerge(
            told: snapshot.pairings, stored: try await storedPairings(numbers),
            startedIsTold: told(.pairingStarted))
        var changed: [PairingMerge.Known] = []
        var new: [Pairing] = []
        for (pairing, match) in zip(snapshot.pairings, merge.matches) {
            guard let match else {
                new.append(pairing)
                continue
            }
            let merged = merged(pairing, into: match.pairing)
            if !Self.isSame(merged, match.pairing) { changed.append(.init(id: match.id, pairing: merged)) }
        }
        // Endings first: a pair's old pairing must be closed before another one opens.
        try await update(changed.filter { !$0.pairing.status.isOpen })
        try await update(changed.filter { $0.pairing.status.isOpen })
        try await insert(new, numbers)
        return changed.count + new.count
    }

    /// The stored pairings of people whom this import refers to.
    private func storedPairings(_ numbers: [Int]) async throws -> [PairingMerge.Known] {
        guard stored != nil else { return [] }
        let rowOf = Dictionary(uniqueKeysWithValues: numbers.enumerated().map { ($1, $0) })
        let rows = try await transaction.query(
            """
            select pairing_id, person_a, person_b, status, started, ended, reason
            from rapport.pairing
            where alliance_id = \(id.uuid)
            """, as: (UUID, Int, Int, String, PostgresDate?, PostgresDate?, String?).self,
            deadline: Self.bulkDeadline)
        return try rows.compactMap { pairingID, personA, personB, status, started, ended, reason in
            guard let rowA = rowOf[personA], let rowB = rowOf[personB] else { return nil }
            return PairingMerge.Known(
                id: pairingID,
                pairing: Pairing(
                    personA: rowA, personB: rowB, status: try Stored.word(status),
                    started: started.map(Stored.day),
                    ended: ended.map(Stored.day), reason: reason))
        }
    }

    /// The stored pairing with what is told of it.
    private func merged(_ pairing: Pairing, into stored: Pairing) -> Pairing {
        var merged = pairing
        if !told(.pairingStarted) { merged.started = stored.started }
        if !told(.pairingEnded) { merged.ended = stored.ended }
        if !told(.pairingReason) { merged.reason = stored.reason }
        return merged
    }

    /// Swift calls texts equal that differ in their bytes, but an export must give back the bytes that were told.
    private static func isSame(_ left: Pairing, _ right: Pairing) -> Bool {
        left == right && (left.reason ?? "").utf8.elementsEqual((right.reason ?? "").utf8)
    }

    private func update(_ changed: [PairingMerge.Known]) async throws {
        guard !changed.isEmpty else { return }
        let pairings = changed.map(\.pairing)
        _ = try await transaction.execute(
            """
            update rapport.pairing
            set status = told.status, started = told.started, ended = told.ended, reason = told.reason,
                recorded_at = \(instant)
            from unnest(
                \(changed.map(\.id)), \(pairings.map(\.status.rawValue)),
                \(pairings.map { $0.started.map(Stored.date) }), \(pairings.map { $0.ended.map(Stored.date) }),
                \(pairings.map(\.reason)))
                as told (pairing_id, status, started, ended, reason)
            where pairing.alliance_id = \(id.uuid) and pairing.pairing_id = told.pairing_id
            """, deadline: Self.bulkDeadline)
        try await follow(changed.map(\.id))
    }

    /// What a folder tells overrules what people have said here: what it says is accepted, both sides have accepted, and
    /// whoever looks at the pairing at this moment has an old version.
    private func follow(_ changed: [UUID]) async throws {
        _ = try await transaction.execute(
            """
            update rapport.pairing_life
            set accepted_a = accepted_a or pairing.status in ('accepted', 'trial', 'confirmed', 'ended'),
                accepted_b = accepted_b or pairing.status in ('accepted', 'trial', 'confirmed', 'ended'),
                planned_end = coalesce(planned_end, pairing.started + trial_days), verdict_a = null,
                verdict_b = null, version = version + 1, changed_at = \(instant)
            from rapport.pairing
            where pairing_life.alliance_id = \(id.uuid) and pairing_life.pairing_id = any(\(changed))
                and pairing.alliance_id = pairing_life.alliance_id
                and pairing.pairing_id = pairing_life.pairing_id
            """, deadline: Self.bulkDeadline)
    }

    private func insert(_ new: [Pairing], _ numbers: [Int]) async throws {
        guard !new.isEmpty else { return }
        _ = try await transaction.execute(
            """
            insert into rapport.pairing
                (alliance_id, pairing_id, person_a, person_b, status, started, ended, reason, recorded_at)
            select \(id.uuid), gen_random_uuid(), told.*, \(instant)
            from unnest(
                \(new.map { Int32(numbers[$0.personA]) }), \(new.map { Int32(numbers[$0.personB]) }),
                \(new.map(\.status.rawValue)), \(new.map { $0.started.map(Stored.date) }),
                \(new.map { $0.ended.map(Stored.date) }), \(new.map(\.reason))) as told
            """, deadline: Self.bulkDeadline)
    }
}
