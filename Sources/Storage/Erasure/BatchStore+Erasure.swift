import Domain
public import Foundation
import Postgres

extension BatchStore {
    /// Forgets a person: their row becomes a stone with nothing written on it, and all that the ``DataMap`` says goes with it,
    /// in one transaction. What they said of others stays, without a name.
    ///
    /// The model is deleted, because it knows everybody by key: fit again right away.
    /// - Returns: false when there is no such person.
    @discardableResult
    public func erase(
        person number: Int, of id: AllianceID, by viewer: Viewer?, at instant: Date
    ) async throws -> Bool {
        try await client.transaction(context: Context.eraser(id), deadline: ImportWriter.bulkDeadline) {
            transaction in
            let found = try await transaction.query(
                """
                select salesperson.key, salesperson.name, salesperson.email from rapport.revision
                join rapport.salesperson using (alliance_id)
                where alliance_id = \(id.uuid) and number = \(number)
                for update of revision
                """, as: (String, String?, String?).self)
            guard let (key, name, email) = found.first else { return false }
            try await close(pairingsOf: number, in: id, at: instant, transaction)
            let mention = Mention(of: [key, name, email].compactMap(\.self))
            for entry in DataMap.all { try await mention.erase(from: entry, of: id, in: transaction) }
            // Whole names are gone by now, and what is the person's own is still told from what is not.
            try await OwnTexts(transaction: transaction, id: id, person: (number, name)).erase()
            for entry in DataMap.all {
                try await erase(key: key, from: entry, of: id, in: transaction)
                guard let statement = entry.erasing(number, of: id) else { continue }
                try await transaction.execute(statement)
            }
            try await transaction.execute(
                """
                insert into rapport.erasure (alliance_id, person, asked_at, done_at)
                values (\(id.uuid), \(number), \(instant), \(instant))
                on conflict (alliance_id, person) do update set done_at = excluded.done_at
                """)
            try await Change.announce(id, at: instant, in: transaction)
            let deed = Deed("person.erased", on: "person", "\(number)", people: [number])
            if let viewer {
                try await deed.record(by: viewer, at: instant, in: transaction)
            } else {
                try await deed.recordOfProgram(in: id, at: instant, transaction)
            }
            return true
        }
    }

    /// Numbers of the people who are to be forgotten and have not been yet.
    public func pendingErasures(of id: AllianceID) async throws -> [Int] {
        try await client.read(
            """
            select person from rapport.erasure
            where alliance_id = \(id.uuid) and done_at is null
            order by asked_at, person
            """, as: Int.self, context: Context.batch(id))
    }

    private func erase(
        key: String, from entry: DataMap, of id: AllianceID, in transaction: Transaction
    ) async throws {
        for column in entry.keysInJSON {
            try await transaction.execute(
                """
                update rapport.\(identifier: entry.table)
                set \(identifier: column) = replace(
                    \(identifier: column)::text, to_jsonb(\(key)::text)::text, '"erased"')::jsonb
                where alliance_id = \(id.uuid)
                    and position(to_jsonb(\(key)::text)::text in \(identifier: column)::text) > 0
                """)
        }
    }

    /// Ends what the person's pairings ask of others: nobody rates, awaits or keeps a place for a nameless stone.
    ///
    /// Two pairings of the same people with one first day and status are one to an alliance folder: where such a one is
    /// there already, the open one stays and its people end it.
    private func close(
        pairingsOf number: Int, in id: AllianceID, at instant: Date, _ transaction: Transaction
    ) async throws {
        let closed: SQL =
            "case when pairing.status in ('trial', 'confirmed') then 'ended' else 'declined' end"
        try await transaction.execute(
            """
            update rapport.pairing
            set status = \(closed), ended = greatest(started, \(Stored.date(Day(instant))))
            where alliance_id = \(id.uuid) and (person_a = \(number) or person_b = \(number))
                and status in ('proposed', 'accepted', 'trial', 'confirmed')
                and not exists (
                    select from rapport.pairing as earlier
                    where earlier.alliance_id = pairing.alliance_id and earlier.person_a = pairing.person_a
                        and earlier.person_b = pairing.person_b and earlier.status = \(closed)
                        and earlier.started is not distinct from pairing.started)
            """)
        try await transaction.execute(
            """
            update rapport.occasion
            set released_at = \(instant)
            where alliance_id = \(id.uuid) and released_at is null
                and pairing_id in (\(DataMap.pairingIDs(of: number, in: id)))
            """)
    }
}
