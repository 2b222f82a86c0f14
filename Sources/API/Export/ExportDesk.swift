import Domain
import Foundation
import Gateway
import Storage

/// Gathers everything that a viewer may see, as tables.
///
/// What a list shows is shown as the viewer sees it there: a row of the export is a row of the list, so that nothing can be
/// read here that is kept from them there. Who may not read a list finds its table empty.
struct ExportDesk: Sendable {
    let store: Store
    let viewer: Viewer
    let record: AllianceRecord
    let instant: Date

    /// The desk of a viewer.
    static func open(_ store: Store, for viewer: Viewer, at instant: Date) async throws -> ExportDesk {
        ExportDesk(
            store: store, viewer: viewer, record: try await store.record(for: viewer), instant: instant)
    }

    /// One table.
    func table(_ name: ExportTable.Name) async throws -> ExportTable {
        switch name {
        case .companies: Export(record: record, viewer: viewer).companies
        case .terms: try await terms()
        case .gate: try await gate()
        case .instrument: try instrument()
        case .salespeople: try await salespeople()
        case .absences: Export(record: record, viewer: viewer).absences
        case .teams: try await teams()
        case .pairings: try await pairings()
        case .rules: Export(record: record, viewer: viewer).rules
        case .accounts: Export(record: record, viewer: viewer).accounts
        case .agreements: try await agreements()
        case .rounds: try await rounds()
        case .changes: try await changes()
        case .due: try await due()
        case .sheets: try await sheets()
        case .preferences: try await preferences()
        case .feedback: try await feedback()
        case .scorecard: try await scorecard()
        case .users: try await users()
        case .keys: try await keys()
        case .audit: try await audit()
        case .webhooks: try await webhooks()
        case .events: try await events()
        }
    }

    /// A table of views; empty where the viewer may not read their list.
    func table<View: Encodable>(
        _ name: ExportTable.Name, _ fields: [String], if isAllowed: Bool = true,
        of views: () async throws -> [View]
    ) async throws -> ExportTable {
        try ExportTable(name: name, fields: fields, of: isAllowed ? try await views() : [])
    }
}
