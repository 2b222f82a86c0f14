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

    init(_ viewer: Viewer, in record: AllianceRecord) {
        let snapshot = record.snapshot
        alliance = snapshot.alliance.key
        role = viewer.role.name
        if case .user = viewer.identity { signedInBy = "user" } else { signedInBy = "key" }
        let row = viewer.person.flatMap { record.index(ofPersonNumber: $0) }
        person = row.map { snapshot.people[$0].key }
        let own = viewer.company.flatMap { record.index(ofCompanyNumber: $0) }
        company = (own ?? row.map { snapshot.people[$0].company }).map { snapshot.companies[$0].key }
        side = Permission.side(of: viewer, in: record)?.rawValue
        if case .integration(let scopes) = viewer.role { self.scopes = scopes.map(\.rawValue).sorted() }
    }
}
