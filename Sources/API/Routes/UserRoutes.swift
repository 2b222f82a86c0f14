import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// `/v1/users`: who signs in with a name, as the alliance's admin looks after them. How they get a password:
/// ``InvitationRoutes``.
struct UserRoutes: Sendable {
    let store: Store

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("users", use: list)
        group.post("users", use: make)
        group.get("users/{user}", use: show)
        group.patch("users/{user}", use: change)
    }

    @Sendable
    private func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let viewer = try Self.administrator(context)
        let page = try PageRequest(request, list: "users", keys: 1)
        let views = try await store.users(for: viewer, at: Date()).map(UserView.init)
        let (part, next) = page.part(of: views) { [$0.email] }
        return try request.answer(["users": part], entries: "users", known: UserView.fields, next: next)
    }

    @Sendable
    private func make(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let viewer = try Self.administrator(context)
        let body = try await request.body(as: NewUserBody.self, context)
        let email = try body.checkedEmail
        let identity = try body.checkedIdentity
        return try await context.once(store, administering: true) { store in
            let user = try await store.makeUser(
                email: email, role: body.keys, identity: identity, for: viewer, at: Date())
            let view = try UserView(user)
            return try .created(view, at: "/v1/users/\(view.user)", version: view.version)
        }
    }

    @Sendable
    private func show(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let viewer = try Self.administrator(context)
        let id = try Self.id(context)
        guard let user = try await store.users(id, for: viewer, at: Date()).first else {
            throw AccountError.noUser(id.text)
        }
        let view = try UserView(user)
        return try request.show(view, version: view.version)
    }

    @Sendable
    private func change(_ request: Request, _ context: SignedInContext) async throws -> Answer {
        let viewer = try Self.administrator(context)
        let id = try Self.id(context)
        let expected = try request.expectedVersion()
        let body = try await request.body(as: UserChangeBody.self, context)
        let view = try UserView(
            try await store.change(
                user: id, role: body.keys, isDisabled: body.disabled, expecting: expected, for: viewer,
                at: Date()))
        return try .done(view, version: view.version)
    }

    /// The viewer, who looks after users.
    static func administrator(_ context: SignedInContext) throws -> Viewer {
        let viewer = context.viewer
        try Permission.require(Permission.mayManageUsers(viewer), of: viewer, to: "manage users")
        return viewer
    }

    /// Which user a path names.
    static func id(_ context: SignedInContext) throws -> UUID {
        let name = try context.parameters.part("user")
        guard let id = UUID(uuidString: name) else { throw AccountError.noUser(name) }
        return id
    }
}

/// What is posted to `/v1/users`.
struct NewUserBody: Decodable, Sendable {
    var email: String
    var identity: String?
    var keys: RoleKeys

    private enum Names: CodingKey { case email, identity }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Names.self)
        email = try fields.decode(String.self, forKey: .email)
        identity = try fields.decodeIfPresent(String.self, forKey: .identity)
        keys = try RoleKeys(from: decoder)
    }

    /// The name as it is stored: in lower case.
    var checkedEmail: String {
        get throws {
            let name = email.lowercased()
            let isPlausible =
                name.contains("@") && (3...254).contains(name.utf8.count)
                && name.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
                && !name.contains(where: \.isWhitespace)
            guard isPlausible else {
                throw GatewayError.badField(
                    name: "email", message: "it is no e-mail address.", hint: "Such as anna@example.com.")
            }
            return name
        }
    }

    var checkedIdentity: String? {
        get throws {
            guard let identity, !(1...254).contains(identity.utf8.count) else { return identity }
            throw GatewayError.badField(
                name: "identity", message: "it is empty or too long.",
                hint: "Take the provider's sub, or leave it out.")
        }
    }
}

/// What is sent to change a user: a whole role, whether they are kept out, or both.
struct UserChangeBody: Decodable, Sendable {
    var keys: RoleKeys?
    var disabled: Bool?

    private enum Names: CodingKey { case role, company, team, person, disabled }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Names.self)
        disabled = try fields.decodeIfPresent(Bool.self, forKey: .disabled)
        keys = fields.contains(.role) ? try RoleKeys(from: decoder) : nil
        let others = [Names.company, .team, .person].filter(fields.contains)
        guard keys != nil || others.isEmpty else {
            throw GatewayError.badField(
                name: "role", message: "it is missing.", hint: "Send the role with what goes with it.")
        }
    }
}

/// A user as admins see them.
struct UserView: Encodable, Sendable {
    var user: String
    var email: String
    var role: String
    var company: String?
    var team: String?
    var person: String?
    var identity: String?
    var hasPassword: Bool
    var invitedAt: Date?
    var invitationUsedAt: Date?
    var disabled: Bool
    var createdAt: Date
    var version: Int64

    /// The fields that a list can be narrowed to.
    static let fields = [
        "user", "email", "role", "company", "team", "person", "identity", "hasPassword", "invitedAt",
        "invitationUsedAt", "disabled", "createdAt", "version",
    ]

    init(_ user: UserSummary) throws {
        self.user = user.id.text
        email = user.email
        role = user.role.role
        company = user.role.company
        team = user.role.team
        person = user.role.person
        identity = user.identity
        hasPassword = user.hasPassword
        invitedAt = user.invitedAt
        invitationUsedAt = user.invitationUsedAt
        disabled = user.disabledAt != nil
        createdAt = user.createdAt
        version = try user.version
    }
}
