import Domain
import Foundation
import Postgres

/// Reads one alliance inside a transaction that already has its context.
struct SnapshotReader {
    let transaction: Transaction
    let id: AllianceID

    /// Reads everything but the sheets and what is one person's own; nil when there is no such alliance in the transaction's context.
    func record() async throws -> AllianceRecord? {
        guard let (alliance, revision, version) = try await alliance() else { return nil }
        let companies = try await companies()
        var record = AllianceRecord(
            id: id, revision: revision, version: version,
            snapshot: Snapshot(alliance: alliance, companies: companies.map(\.1)),
            personNumbers: [], companyNumbers: companies.map(\.0))
        try await readPeople(into: &record)
        record.snapshot.pairings = try await pairings(of: record)
        record.snapshot.rules = try await rules(of: record)
        record.snapshot.coverage = try await coverage(of: record)
        try await readRestrictions(into: &record)
        record.teamNumbers = try await teamNumbers(of: record)
        return record
    }

    /// Adds every sheet that is not sealed, in the order of rater, target, day. Only the batch sees them all.
    func readSheets(into record: inout AllianceRecord) async throws {
        let factorCount = record.snapshot.alliance.instrument.factors.count
        var table = SheetTable(factorCount: factorCount)
        // Copied, not selected, and a row for each rater: a million sheets are not made into rows on their way here. COPY takes
        // no bound values.
        let sheets = transaction.copyOut(
            """
            copy (
                select rater, array_agg(target), array_agg(day), string_agg(array_send(ratings), ''),
                    array_agg(success), array_agg(would_continue)
                from (
                    select rater, target, day, ratings, success, would_continue
                    from rapport.sheet
                    where alliance_id = \(quotedLiteral: id.uuid.uuidString) and \(Occasion.isUnsealed)
                    order by alliance_id, rater, target, day) as sorted
                group by rater
                order by rater)
            to stdout (format binary)
            """, deadline: ImportWriter.bulkDeadline)
        var reader = SheetRowReader(factorCount: factorCount)
        for try await piece in sheets { try reader.read(piece, of: record, into: &table) }
        record.snapshot.sheets = table
    }

    private func alliance() async throws -> (Alliance, revision: Int64, version: Int64)? {
        let rows = try await transaction.query(
            """
            select alliance.key, alliance.name, alliance.scale_min, alliance.scale_max, revision.revision,
                revision.version
            from rapport.alliance
            join rapport.revision on revision.alliance_id = alliance.alliance_id
            where alliance.alliance_id = \(id.uuid)
            """, as: (String, String, Double, Double, Int64, Int64).self)
        guard let (key, name, scaleMin, scaleMax, revision, version) = rows.first else { return nil }
        let factors = try await transaction.query(
            """
            select key, label, slight, medium, great
            from rapport.factor
            where alliance_id = \(id.uuid)
            order by position
            """, as: (String, String, Double?, Double?, Double?).self)
        let attributes = try await transaction.query(
            "select name, kind from rapport.attribute where alliance_id = \(id.uuid) order by position",
            as: (String, String).self)
        let instrument = Instrument(
            scale: Scale(min: scaleMin, max: scaleMax),
            factors: factors.map { key, label, slight, medium, great in
                Factor(
                    key: key, label: label,
                    reference: slight.flatMap { slight in
                        medium.flatMap { medium in great.map { Reference(slight, medium, $0) } }
                    })
            })
        return (
            Alliance(
                key: key, name: name, instrument: instrument,
                attributes: try attributes.map { name, kind in
                    Attribute(name: name, kind: try Stored.word(kind))
                }), revision, version
        )
    }

    private func companies() async throws -> [(Int, Company)] {
        let rows = try await transaction.query(
            """
            select number, key, name, side, employees, sales_levels, payment_days, country
            from rapport.company
            where alliance_id = \(id.uuid)
            order by number
            """, as: (Int, String, String, String, Int?, Int?, Int?, String?).self)
        return try rows.map { number, key, name, side, employees, salesLevels, paymentDays, country in
            (
                number,
                Company(
                    key: key, name: name, side: try Stored.word(side), employees: employees,
                    salesLevels: salesLevels, paymentDays: paymentDays, country: country)
            )
        }
    }

    private func readPeople(into record: inout AllianceRecord) async throws {
        let attributes = record.snapshot.alliance.attributes
        let names = attributes.map(\.name)
        let rows = try await transaction.query(
            """
            select number, key, company, name, email, capacity, active,
                array(
                    select salesperson.attributes ->> wanted.name
                    from unnest(\(names)::text[]) with ordinality as wanted (name, position)
                    order by wanted.position)
            from rapport.salesperson
            where alliance_id = \(id.uuid)
            order by number
            """, as: (Int, String, Int, String?, String?, Int, Bool, [String?]).self)
        record.snapshot.people.reserveCapacity(rows.count)
        for (number, key, company, name, email, capacity, active, cells) in rows {
            guard let companyRow = record.index(ofCompanyNumber: company) else {
                preconditionFailure("a foreign key keeps every salesperson's company there")
            }
            record.personNumbers.append(number)
            record.snapshot.people.append(
                Salesperson(
                    key: key, company: companyRow, name: name, email: email, capacity: capacity,
                    active: active, attributes: zip(attributes, cells).map(Stored.attributeValue)))
        }
    }

    func pairings(of record: AllianceRecord) async throws -> [Pairing] {
        let rows = try await transaction.query(
            """
            select person_a, person_b, status, started, ended, reason
            from rapport.pairing
            where alliance_id = \(id.uuid)
            order by person_a, person_b, started nulls first, status
            """, as: (Int, Int, String, PostgresDate?, PostgresDate?, String?).self)
        return try rows.map { personA, personB, status, started, ended, reason in
            Pairing(
                personA: try row(of: personA, in: record), personB: try row(of: personB, in: record),
                status: try Stored.word(status), started: started.map(Stored.day),
                ended: ended.map(Stored.day), reason: reason)
        }
    }

    func rules(of record: AllianceRecord) async throws -> [Rule] {
        let rows = try await transaction.query(
            """
            select person_a, person_b, kind, reason
            from rapport.rule
            where alliance_id = \(id.uuid)
            order by person_a, person_b
            """, as: (Int, Int, String, String?).self)
        return try rows.map { personA, personB, kind, reason in
            Rule(
                personA: try row(of: personA, in: record), personB: try row(of: personB, in: record),
                kind: try Stored.word(kind), reason: reason)
        }
    }

    private func coverage(of record: AllianceRecord) async throws -> [AccountCoverage] {
        let rows = try await transaction.query(
            """
            select account, name, person, role, revenue
            from rapport.account_coverage
            where alliance_id = \(id.uuid)
            order by account collate "C", person
            """, as: (String, String?, Int, String?, Double?).self)
        return try rows.map { account, name, person, role, revenue in
            AccountCoverage(
                account: account, name: name, person: try row(of: person, in: record),
                role: try role.map { try Stored.word($0) }, revenue: revenue)
        }
    }

    func row(of number: Int, in record: AllianceRecord) throws -> Int {
        guard let row = record.index(ofPersonNumber: number) else {
            preconditionFailure("a foreign key keeps person \(number) there, in the same snapshot")
        }
        return row
    }
}
