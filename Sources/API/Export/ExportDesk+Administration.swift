import Foundation
import Gateway
import Storage

/// Who signs in, what was decided, and who is told of it. Secrets are in none of these lists.
extension ExportDesk {
    func users() async throws -> ExportTable {
        try await table(.users, UserView.fields, if: Permission.mayManageUsers(viewer)) {
            try await store.users(for: viewer, at: instant).map(UserView.init)
        }
    }

    func keys() async throws -> ExportTable {
        try await table(.keys, KeyView.fields, if: Permission.mayManageKeys(viewer)) {
            try await store.keys(for: viewer, at: instant).map(KeyView.init)
        }
    }

    func audit() async throws -> ExportTable {
        try await table(.audit, ExportTable.auditFields, if: Permission.mayReadAudit(viewer)) {
            try await store.audit(after: 0, object: nil, limit: .max, for: viewer)
                .map(AuditList.Entry.init)
        }
    }

    func webhooks() async throws -> ExportTable {
        try await table(.webhooks, WebhookList.fields, if: Permission.mayManageWebhooks(viewer)) {
            try await store.webhooks(for: viewer).sorted { $0.id.uuidString < $1.id.uuidString }
                .map { ShownWebhook($0) }
        }
    }

    func events() async throws -> ExportTable {
        try await table(.events, ExportTable.eventFields, if: Permission.mayManageWebhooks(viewer)) {
            try await store.events(after: nil, limit: .max, for: viewer).map { try EventList.Entry($0.event) }
        }
    }
}
