import Foundation
import Gateway
import Hummingbird
import Storage
import Webhooks

/// `/v1/webhooks`: who is told of events.
struct WebhookRoutes: Sendable {
    let store: Store
    let targets: TargetPolicy

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("webhooks", use: list)
        group.post("webhooks", use: make)
        group.get("webhooks/{webhook}", use: show)
        group.patch("webhooks/{webhook}", use: change)
        group.delete("webhooks/{webhook}", use: remove)
        group.get("webhooks/{webhook}/deliveries", use: deliveries)
        group.post("webhooks/{webhook}/replays", use: replay)
    }

    @Sendable
    private func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let viewer = try administrator(context)
        let page = try PageRequest(request, list: "webhooks", keys: 1)
        let all = try await store.webhooks(for: viewer).sorted { $0.id.uuidString < $1.id.uuidString }
        let (part, next) = page.part(of: all) { [$0.id.uuidString] }
        return try request.answer(
            WebhookList(webhooks: part.map { ShownWebhook($0) }), entries: "webhooks",
            known: WebhookList.fields, next: next)
    }

    @Sendable
    private func make(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let viewer = try administrator(context)
        let body = try await request.body(as: NewWebhook.self, context)
        _ = try targets.check(body.url)
        let kinds = try Self.checked(body.kinds ?? [])
        let secret = Signature.newSecret()
        let webhook = Webhook(url: body.url, kinds: kinds, createdAt: Date())
        return try await context.once(store) { store in
            try await store.add(webhook, secret: secret, for: viewer)
            return try .created(
                ShownWebhook(webhook, secret: Signature.text(ofSecret: secret)),
                at: "/v1/webhooks/\(webhook.id.uuidString.lowercased())", version: webhook.version)
        }
    }

    @Sendable
    private func show(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let viewer = try administrator(context)
        let id = try Self.id(context)
        guard let webhook = try await store.webhook(id, for: viewer) else { throw WebhookMissing() }
        return try request.show(ShownWebhook(webhook), version: webhook.version)
    }

    @Sendable
    private func change(_ request: Request, _ context: SignedInContext) async throws -> Answer {
        let viewer = try administrator(context)
        let id = try Self.id(context)
        let expected = try request.expectedVersion()
        let body = try await request.body(as: WebhookChange.self, context)
        if let url = body.url { _ = try targets.check(url) }
        let kinds = try body.kinds.map(Self.checked)
        let changed = try await store.change(webhook: id, expecting: expected, for: viewer, at: Date()) {
            webhook in
            webhook.url = body.url ?? webhook.url
            webhook.kinds = kinds ?? webhook.kinds
            webhook.isActive = body.active ?? webhook.isActive
        }
        guard let changed else { throw WebhookMissing() }
        return try .done(ShownWebhook(changed), version: changed.version)
    }

    @Sendable
    private func remove(_ request: Request, _ context: SignedInContext) async throws -> Answer {
        let viewer = try administrator(context)
        let id = try Self.id(context)
        let expected = try request.expectedVersion()
        guard try await store.remove(webhook: id, expecting: expected, for: viewer, at: Date()) else {
            throw WebhookMissing()
        }
        return .nothing
    }

    @Sendable
    private func deliveries(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let viewer = try administrator(context)
        let id = try Self.id(context)
        let page = try PageRequest(request, list: "deliveries", keys: 2)
        guard try await store.webhook(id, for: viewer) != nil else { throw WebhookMissing() }
        let found = try await store.deliveries(
            to: id, after: try page.after?.event, limit: page.limit + 1, for: viewer)
        let part = found.prefix(page.limit)
        let next =
            found.count > page.limit
            ? part.last.map { page.cursor(after: ["\($0.microseconds)", $0.delivery.event.uuidString]) } : nil
        return try request.answer(
            DeliveryList(deliveries: part.map { DeliveryList.Entry($0.delivery) }), entries: "deliveries",
            known: DeliveryList.fields, next: next)
    }

    @Sendable
    private func replay(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let viewer = try administrator(context)
        let id = try Self.id(context)
        let body = try await request.body(as: ReplayOrder.self, context)
        guard let since = try? Date(body.since, strategy: .iso8601) else {
            throw GatewayError.badField(
                name: "since", message: "\"\(body.since)\" is no instant.",
                hint: "Write it in UTC as 2026-11-23T10:00:00Z.")
        }
        return try await context.once(store) { store in
            guard let count = try await store.replay(since: since, to: id, for: viewer, at: Date()) else {
                throw WebhookMissing()
            }
            return try .done(Replayed(events: count))
        }
    }

    private func administrator(_ context: SignedInContext) throws -> Viewer {
        let viewer = context.viewer
        try Permission.require(Permission.mayManageWebhooks(viewer), viewer, to: "manage webhooks")
        return viewer
    }

    private static func id(_ context: SignedInContext) throws -> UUID {
        guard let id = UUID(uuidString: try context.parameters.part("webhook")) else {
            throw WebhookMissing()
        }
        return id
    }

    private static func checked(_ kinds: [String]) throws -> [String] {
        let isFine =
            kinds.count <= 50
            && kinds.allSatisfy { kind in
                kind.utf8.count <= 100 && kind.wholeMatch(of: /[a-z-]+\.[a-z-]+/) != nil
            }
        guard isFine else {
            throw GatewayError.badField(
                name: "kinds", message: "one of them is no kind of event.",
                hint: "Write kinds as pairing.accepted; GET /v1/events shows those that occur.")
        }
        return Array(Set(kinds)).sorted()
    }
}
