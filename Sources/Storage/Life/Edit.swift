import Domain
import Foundation
import Postgres

/// One change to an alliance under its lock, with the facts as they are behind it.
///
/// Changes of one alliance come one after the other; what a change was checked against is what it changes.
struct Edit: Sendable {
    let transaction: Transaction
    let record: AllianceRecord
    /// On whose behalf; nil for what the program does by itself.
    let viewer: Viewer?
    let instant: Date

    var id: AllianceID { record.id }
    var today: Day { Day(instant) }
    var snapshot: Snapshot { record.snapshot }

    /// Locks the alliance and reads it.
    static func begin(
        _ id: AllianceID, for viewer: Viewer? = nil, knowing records: RecordCache? = nil, at instant: Date,
        in transaction: Transaction
    ) async throws -> Edit {
        let record = try await record(
            of: id, knowing: records, in: transaction,
            """
            select revision, version from rapport.revision where alliance_id = \(id.uuid) for update
            """)
        return Edit(transaction: transaction, record: record, viewer: viewer, instant: instant)
    }

    /// The alliance as this transaction sees it, which is read only if nobody has read it at this version before.
    ///
    /// What is read here is not kept: this transaction may have changed it, and may yet fail.
    ///
    /// - Parameter versions: selects revision and version.
    fileprivate static func record(
        of id: AllianceID, knowing records: RecordCache?, in transaction: Transaction, _ versions: SQL
    ) async throws -> AllianceRecord {
        let rows = try await transaction.query(versions, as: (Int64, Int64).self)
        if let (revision, version) = rows.first, var record = await records?.known(id, at: version) {
            record.revision = revision
            #if DEBUG
                if let stored = try await SnapshotReader(transaction: transaction, id: id).record() {
                    record.assertIsLike(stored)
                }
            #endif
            return record
        }
        guard let record = try await SnapshotReader(transaction: transaction, id: id).record() else {
            throw StorageError.noAlliance(id.uuid.uuidString)
        }
        return record
    }

    /// Writes what was done into the audit and the outbox.
    func note(_ deed: Deed) async throws {
        if let viewer {
            try await deed.record(by: viewer, at: instant, in: transaction)
        } else {
            try await deed.recordOfProgram(in: id, at: instant, transaction)
        }
    }

    /// Says that facts have changed that a fit or a night reads.
    func announce() async throws {
        try await Change.announce(id, at: instant, in: transaction)
    }
}

extension Store {
    /// Changes the viewer's alliance.
    ///
    /// - Parameters:
    ///   - speaker: number of the person on whose behalf sheets, pulses and preferences are read and written.
    ///   - isAdministering: whether users, teams or keys are changed.
    func edit<Result: Sendable>(
        for viewer: Viewer, speakingFor speaker: Int? = nil, administering isAdministering: Bool = false,
        at instant: Date, _ body: @Sendable (Edit) async throws -> Result
    ) async throws -> Result {
        try await write(for: viewer, speakingFor: speaker, administering: isAdministering) { transaction in
            try await body(
                try await Edit.begin(
                    viewer.alliance, for: viewer, knowing: records, at: instant, in: transaction))
        }
    }

    /// Reads the viewer's alliance and what hangs on it at one moment.
    func look<Result: Sendable>(
        for viewer: Viewer, speakingFor speaker: Int? = nil, administering isAdministering: Bool = false,
        at instant: Date, _ body: @Sendable (Edit) async throws -> Result
    ) async throws -> Result {
        try await client.transaction(
            isolation: .repeatableRead, access: .readOnly,
            context: Context.request(viewer, speakingFor: speaker, administering: isAdministering)
        ) { transaction in
            let id = viewer.alliance
            let record = try await Edit.record(
                of: id, knowing: records, in: transaction,
                "select revision, version from rapport.revision where alliance_id = \(id.uuid)")
            return try await body(
                Edit(transaction: transaction, record: record, viewer: viewer, instant: instant))
        }
    }
}

extension BatchStore {
    /// Changes an alliance as the batch.
    func edit<Result: Sendable>(
        _ id: AllianceID, at instant: Date, _ body: @Sendable (Edit) async throws -> Result
    ) async throws -> Result {
        try await client.transaction(context: Context.batch(id), deadline: .seconds(120)) { transaction in
            try await body(try await Edit.begin(id, at: instant, in: transaction))
        }
    }
}
