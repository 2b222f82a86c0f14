public import Foundation
import Postgres

extension Store {
    /// The webhooks of the viewer's alliance, oldest first.
    public func webhooks(for viewer: Viewer) async throws -> [Webhook] {
        try await client.read(
            """
            select webhook_id, url, kinds, active, version, created_at
            from rapport.webhook
            where alliance_id = \(viewer.alliance.uuid)
            order by created_at, webhook_id
            """, as: WebhookRow.self, context: Context.request(viewer.alliance)
        ).map(Webhook.init(row:))
    }

    /// One webhook; nil when there is none with this id.
    public func webhook(_ id: UUID, for viewer: Viewer) async throws -> Webhook? {
        try await client.read(
            """
            select webhook_id, url, kinds, active, version, created_at
            from rapport.webhook
            where alliance_id = \(viewer.alliance.uuid) and webhook_id = \(id)
            """, as: WebhookRow.self, context: Context.request(viewer.alliance)
        ).first.map(Webhook.init(row:))
    }

    /// Makes a webhook.
    ///
    /// - Parameter secret: 32 random bytes that its deliveries are signed with.
    public func add(_ webhook: Webhook, secret: [UInt8], for viewer: Viewer) async throws {
        try await write(for: viewer) { transaction in
            try await transaction.execute(
                """
                insert into rapport.webhook
                    (alliance_id, webhook_id, url, secret, kinds, active, version, created_at)
                values (\(viewer.alliance.uuid), \(webhook.id), \(webhook.url), \(secret), \(webhook.kinds),
                    \(webhook.isActive), \(webhook.version), \(webhook.createdAt))
                """)
            try await Deed("webhook.made", on: "webhook", webhook.id.text)
                .record(by: viewer, at: webhook.createdAt, in: transaction)
        }
    }

    /// Changes a webhook.
    ///
    /// - Parameter change: from what is there to what shall be; version and id are kept up here.
    /// - Returns: what is there now; nil when there is no such webhook.
    /// - Throws: ``OutdatedVersion``.
    public func change(
        webhook id: UUID, expecting expected: ExpectedVersion, for viewer: Viewer, at instant: Date,
        _ change: @Sendable (inout Webhook) -> Void
    ) async throws -> Webhook? {
        try await write(for: viewer) { transaction in
            guard var webhook = try await Self.locked(id, viewer, in: transaction) else { return nil }
            try expected.check(webhook.version)
            change(&webhook)
            webhook.version += 1
            try await transaction.execute(
                """
                update rapport.webhook
                set url = \(webhook.url), kinds = \(webhook.kinds), active = \(webhook.isActive),
                    version = \(webhook.version)
                where alliance_id = \(viewer.alliance.uuid) and webhook_id = \(id)
                """)
            try await Deed("webhook.changed", on: "webhook", id.text)
                .record(by: viewer, at: instant, in: transaction)
            return webhook
        }
    }

    /// Removes a webhook with its deliveries.
    ///
    /// - Returns: false when there is no such webhook.
    /// - Throws: ``OutdatedVersion``.
    public func remove(
        webhook id: UUID, expecting expected: ExpectedVersion, for viewer: Viewer, at instant: Date
    ) async throws -> Bool {
        try await write(for: viewer) { transaction in
            guard let webhook = try await Self.locked(id, viewer, in: transaction) else { return false }
            try expected.check(webhook.version)
            try await transaction.execute(
                """
                delete from rapport.webhook
                where alliance_id = \(viewer.alliance.uuid) and webhook_id = \(id)
                """)
            try await Deed("webhook.removed", on: "webhook", id.text)
                .record(by: viewer, at: instant, in: transaction)
            return true
        }
    }

    private static func locked(
        _ id: UUID, _ viewer: Viewer, in transaction: Transaction
    ) async throws -> Webhook? {
        try await transaction.query(
            """
            select webhook_id, url, kinds, active, version, created_at
            from rapport.webhook
            where alliance_id = \(viewer.alliance.uuid) and webhook_id = \(id)
            for update
            """, as: WebhookRow.self
        ).first.map(Webhook.init(row:))
    }
}

private typealias WebhookRow = (UUID, String, [String], Bool, Int64, Date)

extension Webhook {
    fileprivate init(row: WebhookRow) {
        self.init(
            id: row.0, url: row.1, kinds: row.2, isActive: row.3, version: row.4, createdAt: row.5)
    }
}
