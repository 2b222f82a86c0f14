public import Domain
public import Foundation
import Postgres

/// What is told of a company: a field that is nil keeps what is stored, one that is told as nil becomes unknown.
public struct CompanyChange: Sendable, Hashable {
    /// What people read.
    public var name: String?
    /// Number of employees.
    public var employees: Int??
    /// Hierarchy levels of its field sales organisation.
    public var salesLevels: Int??
    /// Days until it pays an invoice.
    public var paymentDays: Int??
    /// Country, as the alliance writes it.
    public var country: String??

    /// Tells something.
    public init(
        name: String? = nil, employees: Int?? = nil, salesLevels: Int?? = nil, paymentDays: Int?? = nil,
        country: String?? = nil
    ) {
        self.name = name
        self.employees = employees
        self.salesLevels = salesLevels
        self.paymentDays = paymentDays
        self.country = country
    }

    /// Names of what is told.
    fileprivate var fields: [String] {
        [
            ("country", country != nil), ("employees", employees != nil), ("name", name != nil),
            ("paymentDays", paymentDays != nil), ("salesLevels", salesLevels != nil),
        ].filter(\.1).map(\.0)
    }

    fileprivate func apply(to company: inout Company) {
        company.name = name ?? company.name
        company.employees = employees ?? company.employees
        company.salesLevels = salesLevels ?? company.salesLevels
        company.paymentDays = paymentDays ?? company.paymentDays
        company.country = country ?? company.country
    }
}

extension Store {
    /// Changes what is told of a company.
    ///
    /// - Parameters:
    ///   - number: stored number of the company.
    ///   - version: the ``Domain/Company/version`` that the change is meant for.
    /// - Returns: the company as it is now.
    /// - Throws: ``OutdatedVersion``.
    public func change(
        company number: Int, by change: CompanyChange, expecting version: ExpectedVersion, for viewer: Viewer,
        at instant: Date
    ) async throws -> Company {
        try await edit(for: viewer, at: instant) { edit in
            guard let row = edit.record.index(ofCompanyNumber: number) else {
                preconditionFailure("companies are never removed")
            }
            var company = edit.snapshot.companies[row]
            try version.check(try company.version)
            change.apply(to: &company)
            try await edit.write(company, number: number)
            try await edit.announce()
            try await edit.note(
                Deed(
                    "company.changed", on: "company", company.key,
                    evidence: ["changed": change.fields.joined(separator: " ")]))
            return company
        }
    }
}

extension Edit {
    fileprivate func write(_ company: Company, number: Int) async throws {
        try await transaction.execute(
            """
            update rapport.company
            set name = \(company.name), employees = \(company.employees.map { Int32($0) }),
                sales_levels = \(company.salesLevels.map { Int32($0) }),
                payment_days = \(company.paymentDays.map { Int32($0) }), country = \(company.country)
            where alliance_id = \(id.uuid) and number = \(number)
            """)
    }
}

extension Company {
    /// Changes with what is told of the company.
    public var version: Int64 { get throws { try ContentVersion.of(self) } }
}
