import Domain
public import Foundation
import Postgres

extension BatchStore {
    /// Does what time does: applies the agreed default to trials that nobody decided, and releases answers whose deadline
    /// has passed.
    ///
    /// - Returns: how many trials and occasions it has settled; 0 on most days, and then nothing was written.
    @discardableResult
    public func settle(_ id: AllianceID, at instant: Date) async throws -> Int {
        let waiting = try await client.read(
            """
            select exists (
                    select from rapport.pairing_life join rapport.pairing using (alliance_id, pairing_id)
                    where alliance_id = \(id.uuid) and pairing.status = 'trial'
                        and planned_end < \(Stored.date(Day(instant))))
                or exists (
                    select from rapport.occasion
                    where alliance_id = \(id.uuid) and released_at is null
                        and deadline < \(Stored.date(Day(instant))))
            """, as: Bool.self, context: Context.batch(id))
        guard waiting.first == true else { return 0 }
        return try await edit(id, at: instant) { edit in
            let lapsed = try await edit.settleTrials()
            let released = try await edit.releaseOverdue()
            if lapsed + released > 0 { try await edit.announce() }
            return lapsed + released
        }
    }
}

extension Edit {
    func settleTrials() async throws -> Int {
        var count = 0
        for pairing in try await reader.pairings() where pairing.version > 0 {
            guard let life = pairing.life.lapsed(on: today) else { continue }
            _ = try await update(pairing, to: life)
            count += 1
        }
        return count
    }

    func releaseOverdue() async throws -> Int {
        try await transaction.execute(
            """
            update rapport.occasion
            set released_at = \(instant)
            where alliance_id = \(id.uuid) and released_at is null and deadline < \(Stored.date(today))
            """)
    }
}
