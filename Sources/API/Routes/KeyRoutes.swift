import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// `/v1/keys`: what programs and people at a terminal sign in with, as the alliance's admin looks after it, and a
/// salesperson after their own. Nobody else makes a key that speaks for a salesperson.
struct KeyRoutes: Sendable {
    let store: Store

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("keys", use: list)
        group.post("keys", use: make)
        group.get("keys/{key}", use: show)
        group.patch("keys/{key}", use: change)
    }

    @Sendable
    private func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let viewer = try keeper(context)
        let page = try PageRequest(request, list: "keys", keys: 1)
        let views = try await store.keys(for: viewer, at: Date()).map(KeyView.init)
            .sorted { $0.sortKey < $1.sortKey }
        let (part, next) = page.part(of: views) { [$0.sortKey] }
        return try request.answer(["keys": part], entries: "keys", known: KeyView.fields, next: next)
    }

    @Sendable
    private func make(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let viewer = try keeper(context)
        let body = try await request.body(as: NewKeyBody.self, context)
        let label = try FreeText.checked(body.label, named: "label", atMost: 200) ?? ""
        let days = try body.checkedDays
        return try await context.once(store, administering: viewer.person == nil) { store in
            let now = Date()
            let (key, token) = try await store.makeKey(
                label: label, role: body.keys, scopes: body.scopes ?? [],
                until: days.map { now + Double($0) * 86_400 }, for: viewer, at: now)
            let view = try KeyView(key)
            return try .created(
                showing: view.showing(token), replay: view.withTokenShownBefore,
                at: "/v1/keys/\(view.key)", version: view.version)
        }
    }

    @Sendable
    private func show(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let viewer = try keeper(context)
        let id = try Self.id(context)
        guard let key = try await store.keys(id, for: viewer, at: Date()).first else {
            throw AccountError.noKey(id.text)
        }
        let view = try KeyView(key)
        return try request.show(view, version: view.version)
    }

    @Sendable
    private func change(_ request: Request, _ context: SignedInContext) async throws -> Answer {
        let viewer = try keeper(context)
        let id = try Self.id(context)
        let expected = try request.expectedVersion()
        let body = try await request.body(as: KeyChangeBody.self, context)
        let label = try FreeText.checked(body.label, named: "label", atMost: 200)
        guard body.revoked != false else {
            throw GatewayError.badField(
                name: "revoked", message: "what was revoked stays so.", hint: "Make another key.")
        }
        let view = try KeyView(
            try await store.change(
                key: id, label: label, isRevoked: body.revoked == true, expecting: expected, for: viewer,
                at: Date()))
        return try .done(view, version: view.version)
    }

    private func keeper(_ context: SignedInContext) throws -> Viewer {
        let viewer = context.viewer
        try Permission.require(
            Permission.mayManageKeys(viewer), of: viewer,
            to: viewer.person == nil ? "manage keys" : "manage keys unless signed in by name")
        return viewer
    }

    private static func id(_ context: SignedInContext) throws -> UUID {
        let name = try context.parameters.part("key")
        guard let id = UUID(uuidString: name) else { throw AccountError.noKey(name) }
        return id
    }
}
