package import Domain
import Gateway
package import Storage

/// Finds companies by their keys.
package enum CompanyDesk {
    /// A company and one of the other side.
    /// - Throws: ``CompanyError``.
    package static func pair(
        _ company: String, _ other: String, in record: AllianceRecord
    ) throws -> GateList.CompanyPair {
        let (own, opposite) = (try row(ofCompany: company, in: record), try row(ofCompany: other, in: record))
        guard record.snapshot.companies[own].side != record.snapshot.companies[opposite].side else {
            throw CompanyError.sameSide(company, other)
        }
        return GateList.CompanyPair(company: own, other: opposite)
    }

    /// Rows of the people of a company.
    static func people(ofCompany key: String, in record: AllianceRecord) throws -> [Int] {
        let company = try row(ofCompany: key, in: record)
        return record.snapshot.people.indices.filter { record.snapshot.people[$0].company == company }
    }

    /// The row of a company. Companies are known to everybody in the alliance.
    /// - Throws: ``CompanyError/noCompany(_:)``.
    static func row(ofCompany key: String, in record: AllianceRecord) throws -> Int {
        guard let row = record.snapshot.companies.firstIndex(where: { $0.key == key }) else {
            throw CompanyError.noCompany(key)
        }
        return row
    }
}

/// What requests about companies cannot do.
package enum CompanyError: Problem, Hashable {
    /// There is no such company.
    case noCompany(String)
    /// The two stand on one side.
    case sameSide(String, String)

    /// What to show.
    package var problem: ProblemText {
        switch self {
        case .noCompany(let key):
            ProblemText(
                kind: .missing, code: "company.no-such-company",
                message: "There is no company \"\(key)\" that you may ask about.",
                hint: "GET /v1/alliance lists the companies.")
        case .sameSide(let one, let other):
            ProblemText(
                kind: .invalid, code: "company.same-side",
                message: "\(one) and \(other) stand on the same side of the alliance.",
                hint: "Name a company of each side.")
        }
    }
}
