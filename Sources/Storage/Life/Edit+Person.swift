import Domain
import Foundation
import Postgres

extension Edit {
    /// A person (row) with all that is kept about them.
    func person(_ row: Int) async throws -> StoredPerson {
        let deputy = try await deputies(of: [row])[row]
        var person = StoredPerson(record: record, row: row, deputy: deputy, version: 0)
        person.version = try person.contentVersion
        return person
    }

    /// The versions of people (rows).
    func versions(of rows: [Int]) async throws -> [Int: Int64] {
        let deputies = try await deputies(of: rows)
        return try Dictionary(
            uniqueKeysWithValues: rows.map { row in
                let person = StoredPerson(record: record, row: row, deputy: deputies[row], version: 0)
                return (row, try person.contentVersion)
            })
    }

    /// Who stands in for these people, by rows.
    private func deputies(of rows: [Int]) async throws -> [Int: Int] {
        let found = try await transaction.query(
            """
            select person, deputy
            from rapport.deputy
            where alliance_id = \(id.uuid) and person = any(\(rows.map { Int32(record.personNumbers[$0]) }))
            """, as: (Int, Int).self)
        return Dictionary(
            uniqueKeysWithValues: found.compactMap { person, deputy in
                record.index(ofPersonNumber: person).flatMap { row in
                    record.index(ofPersonNumber: deputy).map { (row, $0) }
                }
            })
    }

    /// Holds what is told of many people against who is there.
    /// - Throws: ``PeopleVersionError``.
    func check(_ people: [ToldPerson], overAny isForAny: Bool) async throws {
        let known = Dictionary(uniqueKeysWithValues: zip(snapshot.people.map(\.key), snapshot.people.indices))
        let versions = try await versions(of: people.compactMap { known[$0.key] })
        let outdated = people.indices.filter { index in
            people[index].version.map { $0 != known[people[index].key].flatMap { versions[$0] } } ?? false
        }
        guard outdated.isEmpty else { throw PeopleVersionError.outdated(outdated) }
        let unnamed = people.indices.filter { known[people[$0].key] != nil && people[$0].version == nil }
        guard isForAny || unnamed.isEmpty else { throw PeopleVersionError.unnamed(unnamed) }
    }

    /// The alliance as this transaction has left it so far.
    func recordNow() async throws -> AllianceRecord {
        guard let record = try await SnapshotReader(transaction: transaction, id: id).record() else {
            throw StorageError.noAlliance(id.uuid.uuidString)
        }
        return record
    }

    func insert(_ key: String, _ number: Int, company: Int) async throws {
        try await transaction.execute(
            """
            insert into rapport.salesperson (alliance_id, number, key, company, capacity, active, attributes)
            values (\(id.uuid), \(number), \(key), \(company), 1, true, '{}')
            """)
    }

    func write(_ change: PersonChange, of number: Int, before: Salesperson) async throws {
        let told = change.attributes
        let known = told.compactMap { name, value in Stored.cell(value).map { (name, $0) } }
        try await transaction.execute(
            """
            update rapport.salesperson
            set name = \(change.name ?? before.name), email = \(change.email ?? before.email),
                capacity = \(change.capacity ?? before.capacity), active = \(change.active ?? before.active),
                attributes = (attributes - \(Array(told.keys))::text[])
                    || coalesce(
                        (select jsonb_object_agg(told.name, told.cell)
                            from unnest(\(known.map(\.0)), \(known.map(\.1))) as told (name, cell)),
                        '{}')
            where alliance_id = \(id.uuid) and number = \(number)
            """)
        if let deputy = change.deputy { try await write(deputy: deputy, of: number) }
        if let absences = change.absences { try await write(absences, of: number) }
    }

    /// Whoever is no longer there answers no proposal.
    func declineProposals(of row: Int) async throws {
        let side = snapshot.side(of: row)
        for pairing in try await reader.pairings(of: [record.personNumbers[row]])
        where pairing.life.status == .proposed || pairing.life.status == .accepted {
            let no = LifeStep.decline(reason: "The person is no longer active.", neverAgain: false)
            _ = try await update(pairing, to: pairing.life.taking(no, by: side, on: today))
        }
    }

    private func write(deputy key: String, of number: Int) async throws {
        try await transaction.execute(
            "delete from rapport.deputy where alliance_id = \(id.uuid) and person = \(number)")
        try await transaction.execute(
            """
            insert into rapport.deputy (alliance_id, person, deputy)
            select \(id.uuid), \(number), number
            from rapport.salesperson
            where alliance_id = \(id.uuid) and key = \(key)
            """)
    }

    private func write(_ absences: [PersonChange.Span], of number: Int) async throws {
        try await transaction.execute(
            "delete from rapport.absence where alliance_id = \(id.uuid) and person = \(number)")
        guard !absences.isEmpty else { return }
        // Values, not a select from arrays: Citus would copy its rows, which row-level security refuses.
        let rows = absences.map {
            "(\(id.uuid), \(number), \(Stored.date($0.first)), \($0.last.map(Stored.date)))" as SQL
        }
        try await transaction.execute(
            """
            insert into rapport.absence (alliance_id, person, first_day, last_day)
            values \(rows.joined(separator: ", "))
            """)
    }
}

extension StoredPerson {
    fileprivate var contentVersion: Int64 {
        get throws {
            try ContentVersion.of(PersonContent(person: person, deputy: deputy, absences: absences))
        }
    }
}

/// What a person's version is read off.
private struct PersonContent: Encodable {
    var person: Salesperson
    var deputy: Int?
    var absences: [Absence]
}
