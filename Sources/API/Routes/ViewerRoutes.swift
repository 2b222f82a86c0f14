import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// `GET /v1/me`: who the service takes the sender for.
struct ViewerRoutes: Sendable {
    let store: Store

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("me", use: show)
    }

    @Sendable
    private func show(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let viewer = context.viewer
        let record = try await store.record(for: viewer)
        var view = ViewerView(viewer, in: record)
        if case .manager(_, let team?) = viewer.role {
            view.team = try await store.teamKey(team, for: viewer)
        }
        if case .user(let user) = viewer.identity {
            view.email = try await store.account(of: user, in: viewer.alliance)?.email
        }
        return try Answer.done(view).response(from: request, context: context)
    }
}

/// A viewer as they see themselves.
private struct ViewerView: Encodable, Sendable {
    var alliance: String
    var role: String
    /// `key` or `user`.
    var signedInBy: String
    var email: String?
    var company: String?
    var team: String?
    var person: String?
    var side: String?
    var scopes: [String]?
    /// Sheets, pulses and wishes of before are not shown: nobody has made sure yet whose account it is.
    var readsSince: Date?

    init(_ viewer: Viewer, in record: AllianceRecord) {
        let snapshot = record.snapshot
        alliance = snapshot.alliance.key
        role = viewer.role.name
        if case .user = viewer.identity { signedInBy = "user" } else { signedInBy = "key" }
        side = Permission.side(of: viewer, in: record)?.rawValue
        readsSince = viewer.person == nil ? nil : viewer.readsSince
        place(viewer.role, in: record)
    }

    /// Where somebody of this role stands in the alliance.
    private mutating func place(_ role: Viewer.Role, in record: AllianceRecord) {
        let snapshot = record.snapshot
        switch role {
        case .admin, .auditor: break
        case .companyAdmin(let number), .manager(let number, _):
            company = record.index(ofCompanyNumber: number).map { snapshot.companies[$0].key }
        case .salesperson(let number):
            guard let row = record.index(ofPersonNumber: number) else { return }
            person = snapshot.people[row].key
            company = snapshot.companies[snapshot.people[row].company].key
        case .integration(let scopes): self.scopes = scopes.map(\.rawValue).sorted()
        }
    }
}
