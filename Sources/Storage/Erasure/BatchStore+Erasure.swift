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
                try await erase(number, from: entry, of: id, in: transaction)
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

    private func erase(
        _ number: Int, from entry: DataMap, of id: AllianceID, in transaction: Transaction
    ) async throws {
        let table: SQL = "rapport.\(identifier: entry.table)"
        let ofAlliance: SQL = "where alliance_id = \(id.uuid)"
        switch entry.erasure {
        case .nothing: return
        case .rows:
            try await transaction.execute("delete from \(table) \(ofAlliance) and \(entry.naming(number))")
        case .rowsNaming(let column):
            try await transaction.execute(
                "delete from \(table) \(ofAlliance) and \(identifier: column) = \(number)")
        case .rowsOfPairings:
            try await transaction.execute(
                """
                delete from \(table) \(ofAlliance) and occasion_id in (
                    select occasion_id from rapport.occasion
                    where alliance_id = \(id.uuid) and pairing_id in (\(Self.pairings(of: number, in: id))))
                """)
        case .cells(let columns):
            try await transaction.execute(
                "update \(table) set \(Self.emptied(columns)) \(ofAlliance) and \(entry.naming(number))")
        case .cellsOfPairings(let columns):
            try await transaction.execute(
                """
                update \(table) set \(Self.emptied(columns))
                \(ofAlliance) and pairing_id in (\(Self.pairings(of: number, in: id)))
                """)
        case .cellsOfChanges(let columns):
            try await transaction.execute(
                """
                update \(table) set \(Self.emptied(columns))
                \(ofAlliance) and (round_id, position) in (
                    select round_id, position from rapport.round_change
                    where alliance_id = \(id.uuid) and (person_a = \(number) or person_b = \(number)))
                """)
        case .textOfAlliance(let assignments):
            try await transaction.execute(
                "update \(table) set \(SQL(stringLiteral: assignments)) \(ofAlliance)")
        case .learnedAnew: try await transaction.execute("delete from \(table) \(ofAlliance)")
        case .tombstone:
            try await transaction.execute(
                """
                update rapport.salesperson
                set key = \("erased-\(UUID().uuidString.lowercased())"), name = null, email = null, capacity = 0, active = false,
                    attributes = '{}'
                \(ofAlliance) and number = \(number)
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
                and pairing_id in (\(Self.pairings(of: number, in: id)))
            """)
    }

    private static func pairings(of number: Int, in id: AllianceID) -> SQL {
        """
        select pairing_id from rapport.pairing
        where alliance_id = \(id.uuid) and (person_a = \(number) or person_b = \(number))
        """
    }

    private static func emptied(_ columns: [StaticString]) -> SQL {
        columns.map { "\(identifier: $0) = default" as SQL }.joined(separator: ", ")
    }
}

extension DataMap {
    /// Whether a row names a person.
    func naming(_ number: Int) -> SQL {
        let conditions = people.map { "\(identifier: $0) = \(number)" as SQL }
        return "(" + conditions.joined(separator: " or ") + ")"
    }
}
