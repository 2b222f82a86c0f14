import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// `/v1/teams` and `/v1/companies/{company}/teams/{team}`: whom managers look after.
struct TeamRoutes: Sendable {
    let store: Store

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("teams", use: list)
        group.get("companies/{company}/teams/{team}", use: show)
        group.put("companies/{company}/teams/{team}", use: set)
        group.delete("companies/{company}/teams/{team}", use: remove)
    }

    @Sendable
    private func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let viewer = context.viewer
        try Permission.require(Permission.managesTeams(viewer), of: viewer, to: "manage teams")
        let page = try PageRequest(request, list: "teams", keys: 2)
        let views = try await TeamView.all(for: viewer, in: store, at: Date())
        let (part, next) = page.part(of: views) { [$0.company, $0.team] }
        return try request.answer(["teams": part], entries: "teams", known: TeamView.fields, next: next)
    }

    @Sendable
    private func show(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let (company, key) = try await team(context)
        guard let team = try await store.team(key, of: company, for: context.viewer, at: Date()) else {
            throw AccountError.noTeam(key)
        }
        return try request.show(TeamView(team), version: try team.version)
    }

    @Sendable
    private func set(_ request: Request, _ context: SignedInContext) async throws -> Answer {
        let viewer = context.viewer
        let (company, key) = try await team(context)
        let expected = try request.expectedVersion()
        let body = try await request.body(as: TeamBody.self, context)
        try body.check(key)
        let view = try TeamView(
            try await store.setTeam(
                key, name: body.name ?? key, of: company, members: body.members, expecting: expected,
                for: viewer, at: Date()))
        return try .done(view, version: view.version)
    }

    @Sendable
    private func remove(_ request: Request, _ context: SignedInContext) async throws -> Answer {
        let (company, key) = try await team(context)
        guard TeamBody.isKey(key) else { throw AccountError.noTeam(key) }
        try await store.removeTeam(
            key, of: company, expecting: try request.expectedVersion(), for: context.viewer, at: Date())
        return .nothing
    }

    /// The stored number of the company, and the team's key.
    private func team(_ context: SignedInContext) async throws -> (company: Int, key: String) {
        let viewer = context.viewer
        try Permission.require(Permission.managesTeams(viewer), of: viewer, to: "manage teams")
        let name = try context.parameters.part("company")
        let record = try await store.record(for: viewer)
        let row = try CompanyDesk.row(ofCompany: name, in: record)
        guard Permission.mayManageTeams(viewer, of: row, in: record) else {
            throw CompanyError.noCompany(name)
        }
        return (record.companyNumbers[row], try context.parameters.part("team"))
    }
}

/// What is put to a team: its people, all of them.
struct TeamBody: Decodable, Sendable {
    var name: String?
    var members: [String]

    static func isKey(_ text: String) -> Bool { text.wholeMatch(of: /[a-z0-9][a-z0-9.-]{0,62}/) != nil }

    func check(_ key: String) throws {
        guard Self.isKey(key) else {
            throw GatewayError.badField(
                name: "team", message: "\"\(key)\" is no key of a team.", hint: "Use a-z, 0-9, '.' and '-'.")
        }
        guard (1...200).contains(name?.count ?? 1), Set(members).count == members.count else {
            throw GatewayError.badField(
                name: "members", message: "somebody stands twice, or the name is empty or too long.",
                hint: "Name each person once.")
        }
    }
}

/// A team as admins see it.
struct TeamView: Encodable, Sendable {
    var team: String
    var company: String
    var name: String
    var members: [String]
    var version: Int64

    /// The fields that a list can be narrowed to.
    static let fields = ["team", "company", "name", "members", "version"]

    init(_ team: Team) throws {
        self.team = team.key
        company = team.company
        name = team.name
        members = team.members
        version = try team.version
    }

    /// The teams of all companies that the viewer sees to.
    static func all(for viewer: Viewer, in store: Store, at instant: Date) async throws -> [TeamView] {
        let record = try await store.record(for: viewer)
        let own = Set(
            record.snapshot.companies.indices
                .filter { Permission.mayManageTeams(viewer, of: $0, in: record) }
                .map { record.snapshot.companies[$0].key })
        return try await store.teams(for: viewer, at: instant).filter { own.contains($0.company) }
            .map(TeamView.init)
    }
}
