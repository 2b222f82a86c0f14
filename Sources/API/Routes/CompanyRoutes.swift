import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// `/v1/companies/{company}`: what the alliance knows of a company, which the gate's early warnings are read off.
struct CompanyRoutes: Sendable {
    let store: Store

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("companies/{company}", use: show)
        group.patch("companies/{company}", use: change)
    }

    /// Companies are known to everybody in the alliance.
    @Sendable
    private func show(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let record = try await store.record(for: context.viewer)
        let row = try CompanyDesk.row(ofCompany: try context.parameters.part("company"), in: record)
        let company = record.snapshot.companies[row]
        return try request.show(AllianceView.Member(company), version: try company.version)
    }

    /// By the alliance's admin, and by the company's.
    @Sendable
    private func change(_ request: Request, _ context: SignedInContext) async throws -> Answer {
        let viewer = context.viewer
        try Permission.require(
            viewer.role == .admin || Permission.speaksForACompany(viewer), of: viewer, to: "change companies")
        let version = try request.expectedVersion()
        let change = try await request.body(as: CompanyBody.self, context).change
        let name = try context.parameters.part("company")
        let record = try await store.record(for: viewer)
        let row = try CompanyDesk.row(ofCompany: name, in: record)
        guard viewer.role == .admin || Permission.speaksFor(viewer, company: row, in: record) else {
            throw CompanyError.noCompany(name)
        }
        let company = try await store.change(
            company: record.companyNumbers[row], by: change, expecting: version, for: viewer, at: Date())
        return try .done(AllianceView.Member(company), version: try company.version)
    }
}

/// What a company is changed by: fields that are left out stay, null makes one unknown.
struct CompanyBody: Decodable, TakesNull, Sendable {
    private let told: CompanyChange

    private enum Names: String, CodingKey, CaseIterable {
        case name, employees, salesLevels, paymentDays, country
    }

    static let fieldsThatTakeNull: Set<String> = ["/employees", "/salesLevels", "/paymentDays", "/country"]

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Names.self)
        func told<Value: Decodable>(_ type: Value.Type, _ name: Names) throws -> Value?? {
            fields.contains(name) ? .some(try fields.decodeIfPresent(type, forKey: name)) : nil
        }
        self.told = CompanyChange(
            name: try fields.decodeIfPresent(String.self, forKey: .name),
            employees: try told(Int.self, .employees), salesLevels: try told(Int.self, .salesLevels),
            paymentDays: try told(Int.self, .paymentDays), country: try told(String.self, .country))
    }

    /// The change, checked.
    var change: CompanyChange {
        get throws {
            try check(told.employees, .employees, atMost: 10_000_000)
            try check(told.salesLevels, .salesLevels, atMost: 100)
            try check(told.paymentDays, .paymentDays, atMost: 1000)
            if let name = told.name, name.isEmpty {
                throw GatewayError.badField(
                    name: "name", message: "it is empty.", hint: "Say what people call the company.")
            }
            _ = try FreeText.checked(told.name, named: "name", atMost: 200)
            _ = try FreeText.checked(told.country ?? nil, named: "country", atMost: 200)
            return told
        }
    }

    private func check(_ number: Int??, _ name: Names, atMost most: Int) throws {
        guard let number = number ?? nil, !(0...most).contains(number) else { return }
        throw GatewayError.badField(
            name: name.rawValue, message: "\(number) is out of reach.",
            hint: "Give 0 to \(most), or null where nobody knows.")
    }
}
