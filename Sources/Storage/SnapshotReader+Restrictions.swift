import Domain
import Postgres

extension SnapshotReader {
    /// Reads who is away when, which companies are not released, and which customers nobody yields.
    func readRestrictions(into record: inout AllianceRecord) async throws {
        record.snapshot.absences = try await absences(of: record)
        record.snapshot.companyHolds = try await companyHolds(of: record)
        record.snapshot.openConflicts = try await transaction.query(
            """
            select distinct account collate "C"
            from rapport.account_conflict
            where alliance_id = \(id.uuid) and settled is null
            order by account collate "C"
            """, as: String.self)
    }

    /// Reads what people would like, which the batch alone sees of everybody.
    func readPreferences(into record: inout AllianceRecord) async throws {
        let rows = try await transaction.query(
            """
            select person, other, wish
            from rapport.preference
            where alliance_id = \(id.uuid)
            order by person, other
            """, as: (Int, Int, String).self)
        record.snapshot.preferences = try rows.map { person, other, wish in
            Preference(
                person: try row(of: person, in: record), other: try row(of: other, in: record),
                wish: try Stored.word(wish))
        }
    }

    private func absences(of record: AllianceRecord) async throws -> [Absence] {
        let rows = try await transaction.query(
            """
            select person, first_day, last_day
            from rapport.absence
            where alliance_id = \(id.uuid)
            order by person, first_day
            """, as: (Int, PostgresDate, PostgresDate?).self)
        return try rows.map { person, first, last in
            Absence(
                person: try row(of: person, in: record), first: Stored.day(first), last: last.map(Stored.day))
        }
    }

    private func companyHolds(of record: AllianceRecord) async throws -> [CompanyHold] {
        let rows = try await transaction.query(
            """
            select company_a, company_b, until
            from rapport.company_hold
            where alliance_id = \(id.uuid)
            order by company_a, company_b
            """, as: (Int, Int, PostgresDate?).self)
        return rows.map { companyA, companyB, until in
            guard let a = record.index(ofCompanyNumber: companyA),
                let b = record.index(ofCompanyNumber: companyB)
            else { preconditionFailure("a foreign key keeps both companies there, in the same snapshot") }
            return CompanyHold(companyA: a, companyB: b, until: until.map(Stored.day))
        }
    }
}
