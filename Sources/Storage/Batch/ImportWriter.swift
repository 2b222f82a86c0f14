import Domain
import Foundation
import Postgres

/// Writes an ``Incoming`` inside one transaction that holds the alliance's revision lock.
///
/// Every statement stores only what differs and counts it, so that importing twice changes nothing the second
/// time, not even the revision. No value is bound behind `on conflict`: Citus, which sends that part to a shard alone,
/// would not find the types of the others.
struct ImportWriter {
    let transaction: Transaction
    let id: AllianceID
    let incoming: Incoming
    /// What is stored now, without sheets; nil for a new alliance.
    let stored: AllianceRecord?
    /// When the import happens.
    let instant: Date

    var snapshot: Snapshot { incoming.snapshot }

    /// Stores everything and returns what changed.
    func write() async throws -> ImportSummary {
        var summary = ImportSummary(isNew: stored == nil)
        summary.alliance = try await writeAlliance()
        let companyNumbers = numbers(
            for: snapshot.companies.map(\.key),
            stored: stored.map { zip($0.snapshot.companies.map(\.key), $0.companyNumbers) })
        summary.companies = try await writeCompanies(companyNumbers)
        let personNumbers = numbers(
            for: snapshot.people.map(\.key),
            stored: stored.map { zip($0.snapshot.people.map(\.key), $0.personNumbers) })
        summary.people = try await writePeople(personNumbers, companyNumbers)
        let sheets = SheetImport(
            transaction: transaction, id: id, incoming: incoming, numbers: personNumbers.map(Int32.init),
            instant: instant)
        summary.sheets = try await sheets.write()
        summary.pairings = try await writePairings(personNumbers)
        summary.rules = try await writeRules(personNumbers)
        summary.coverage = try await writeCoverage(personNumbers)
        return summary
    }

    /// Stored numbers by key; new keys get the numbers after the highest one, in the order they come.
    private func numbers(for keys: [String], stored: Zip2Sequence<[String], [Int]>?) -> [Int] {
        var numberOfKey = Dictionary(uniqueKeysWithValues: stored.map(Array.init) ?? [])
        var next = (numberOfKey.values.max() ?? 0) + 1
        return keys.map { key in
            if let number = numberOfKey[key] { return number }
            numberOfKey[key] = next
            next += 1
            return next - 1
        }
    }

    private func writeAlliance() async throws -> Int {
        let alliance = snapshot.alliance
        let scale = alliance.instrument.scale
        var changed = try await transaction.execute(
            """
            insert into rapport.alliance (alliance_id, key, name, scale_min, scale_max, created_at)
            values (\(id.uuid), \(alliance.key), \(alliance.name), \(scale.min), \(scale.max), \(instant))
            on conflict (alliance_id) do update
            set name = excluded.name, scale_min = excluded.scale_min, scale_max = excluded.scale_max
            where (alliance.name, alliance.scale_min, alliance.scale_max)
                is distinct from (excluded.name, excluded.scale_min, excluded.scale_max)
            """)
        if stored == nil {
            _ = try await transaction.execute(
                "insert into rapport.revision (alliance_id, revision) values (\(id.uuid), 1)")
        }
        let factors = alliance.instrument.factors
        changed += try await transaction.execute(
            """
            insert into rapport.factor (alliance_id, position, key, label, slight, medium, great)
            select \(id.uuid), told.*
            from unnest(
                \(factors.indices.map { Int16($0 + 1) }),
                \(factors.map(\.key)), \(factors.map(\.label)), \(factors.map { $0.reference?.slight }),
                \(factors.map { $0.reference?.medium }), \(factors.map { $0.reference?.great })) as told
            on conflict (alliance_id, position) do update
            set label = excluded.label, slight = excluded.slight, medium = excluded.medium, great = excluded.great
            where (factor.label, factor.slight, factor.medium, factor.great)
                is distinct from (excluded.label, excluded.slight, excluded.medium, excluded.great)
            """)
        let attributes = alliance.attributes
        changed += try await transaction.execute(
            """
            insert into rapport.attribute (alliance_id, position, name, kind)
            select \(id.uuid), told.*
            from unnest(
                \(attributes.indices.map { Int16($0 + 1) }), \(attributes.map(\.name)),
                \(attributes.map(\.kind.rawValue))) as told
            on conflict (alliance_id, position) do update
            set kind = excluded.kind
            where attribute.kind <> excluded.kind
            """)
        return changed
    }

    private func writeCompanies(_ numbers: [Int]) async throws -> Int {
        let companies = snapshot.companies.prefix(incoming.namedCompanyCount)
        return try await transaction.execute(
            """
            insert into rapport.company
                (alliance_id, number, key, name, side, employees, sales_levels, payment_days, country)
            select \(id.uuid), told.*
            from unnest(
                \(numbers.prefix(companies.count).map { Int32($0) }), \(companies.map(\.key)),
                \(companies.map(\.name)), \(companies.map(\.side.rawValue)),
                \(companies.map { $0.employees.map { Int32($0) } }),
                \(companies.map { $0.salesLevels.map { Int32($0) } }),
                \(companies.map { $0.paymentDays.map { Int32($0) } }), \(companies.map(\.country))) as told
            on conflict (alliance_id, number) do update
            set name = excluded.name, side = excluded.side, employees = excluded.employees,
                sales_levels = excluded.sales_levels, payment_days = excluded.payment_days,
                country = excluded.country
            where (company.name, company.side, company.employees, company.sales_levels, company.payment_days,
                    company.country)
                is distinct from (excluded.name, excluded.side, excluded.employees, excluded.sales_levels,
                    excluded.payment_days, excluded.country)
            """)
    }

    private func writePeople(_ numbers: [Int], _ companyNumbers: [Int]) async throws -> Int {
        let people = snapshot.people.prefix(incoming.namedPersonCount)
        let attributes = snapshot.alliance.attributes
        var cells: [String?] = []
        cells.reserveCapacity(people.count * attributes.count)
        for person in people { cells.append(contentsOf: person.attributes.map(Stored.cell)) }
        return try await transaction.execute(
            """
            with profile as (
                select (cell.position - 1) / \(attributes.count) + 1 as row,
                    jsonb_object_agg(attribute.name, cell.text) as attributes
                from unnest(\(cells)) with ordinality as cell (text, position)
                join unnest(\(attributes.map(\.name))) with ordinality as attribute (name, position)
                    on attribute.position = (cell.position - 1) % \(attributes.count) + 1
                where cell.text is not null
                group by 1
            )
            insert into rapport.salesperson
                (alliance_id, number, key, company, name, email, capacity, active, attributes)
            select \(id.uuid), told.number, told.key, told.company, told.name, told.email, told.capacity, told.active,
                coalesce(profile.attributes, '{}')
            from unnest(
                \(numbers.prefix(people.count).map { Int32($0) }), \(people.map(\.key)),
                \(people.map { Int32(companyNumbers[$0.company]) }), \(people.map(\.name)), \(people.map(\.email)),
                \(people.map { Int32($0.capacity) }), \(people.map(\.active)))
                with ordinality as told (number, key, company, name, email, capacity, active, row)
            left join profile using (row)
            on conflict (alliance_id, number) do update
            set company = excluded.company, name = excluded.name, email = excluded.email,
                capacity = excluded.capacity, active = excluded.active, attributes = excluded.attributes
            where (salesperson.company, salesperson.name, salesperson.email, salesperson.capacity,
                    salesperson.active, salesperson.attributes)
                is distinct from (excluded.company, excluded.name, excluded.email, excluded.capacity,
                    excluded.active, excluded.attributes)
            """, deadline: Self.bulkDeadline)
    }

    private func writeRules(_ numbers: [Int]) async throws -> Int {
        let rules = snapshot.rules
        let reason: SQL = told(.ruleReason) ? "excluded.reason" : "rule.reason"
        return try await transaction.execute(
            """
            insert into rapport.rule (alliance_id, person_a, person_b, kind, reason)
            select \(id.uuid), told.*
            from unnest(
                \(rules.map { Int32(numbers[$0.personA]) }), \(rules.map { Int32(numbers[$0.personB]) }),
                \(rules.map(\.kind.rawValue)), \(rules.map(\.reason))) as told
            on conflict (alliance_id, person_a, person_b) do update
            set kind = excluded.kind, reason = \(reason)
            where (rule.kind, rule.reason) is distinct from (excluded.kind, \(reason))
            """)
    }

    private func writeCoverage(_ numbers: [Int]) async throws -> Int {
        let coverage = snapshot.coverage
        let name: SQL = told(.accountName) ? "excluded.name" : "account_coverage.name"
        let role: SQL = told(.accountRole) ? "excluded.role" : "account_coverage.role"
        let revenue: SQL = told(.accountRevenue) ? "excluded.revenue" : "account_coverage.revenue"
        return try await transaction.execute(
            """
            insert into rapport.account_coverage (alliance_id, account, person, name, role, revenue)
            select \(id.uuid), told.*
            from unnest(
                \(coverage.map(\.account)), \(coverage.map { Int32(numbers[$0.person]) }), \(coverage.map(\.name)),
                \(coverage.map { $0.role?.rawValue }), \(coverage.map(\.revenue))) as told
            on conflict (alliance_id, account, person) do update
            set name = \(name), role = \(role), revenue = \(revenue)
            where (account_coverage.name, account_coverage.role, account_coverage.revenue)
                is distinct from (\(name), \(role), \(revenue))
            """, deadline: Self.bulkDeadline)
    }

    /// Whether the folder has this column.
    func told(_ column: Incoming.Column) -> Bool { !incoming.untold.contains(column) }

    /// Long enough for the largest alliance; a hung server is still noticed.
    static let bulkDeadline = Duration.seconds(900)
}
