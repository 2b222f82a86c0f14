public import Foundation
import Postgres

/// One row of the audit.
public struct AuditEntry: Sendable, Hashable {
    /// 1, 2, 3 … without gaps.
    public var position: Int64
    /// When it was done.
    public var happenedAt: Date
    /// Role of whoever did it; `program` for what the service does by itself, `operator` for
    /// what somebody does at its command line.
    public var actorRole: String
    /// Key of the person or company that acted; nil when it was neither, or has been erased.
    public var actor: String?
    /// What was done, as `pairing.accepted`.
    public var action: String
    /// The kind of thing that it was done to.
    public var objectKind: String
    /// The thing's id.
    public var objectID: String
    /// Keys of the people whom it concerns.
    public var people: [String]
    /// A JSON object of texts: what it rests on.
    public var evidence: String
    /// SHA-256 over the row and the seal of the row before.
    public var seal: [UInt8]
}

extension Store {
    /// A page of the audit, oldest first.
    ///
    /// - Parameters:
    ///   - position: the last position of the page before; 0 at the beginning.
    ///   - object: the only thing that is of interest; nil for everything.
    public func audit(
        after position: Int64, object: (kind: String, id: String?)?, limit: Int, for viewer: Viewer
    ) async throws -> [AuditEntry] {
        let rows = try await client.read(
            """
            select audit.position, audit.happened_at, audit.actor_role, coalesce(actor.key, company.key),
                audit.action, audit.object_kind, audit.object_id,
                array(
                    select salesperson.key
                    from rapport.salesperson
                    where salesperson.alliance_id = audit.alliance_id and salesperson.number = any(audit.people)
                    order by salesperson.key collate "C"),
                audit.evidence::text, audit.seal
            from rapport.audit
            left join rapport.salesperson as actor
                on actor.alliance_id = audit.alliance_id and actor.number = audit.actor_person
            left join rapport.company
                on company.alliance_id = audit.alliance_id and company.number = audit.actor_company
            where audit.alliance_id = \(viewer.alliance.uuid) and audit.position > \(position)
                and (\(object?.kind)::text is null or audit.object_kind = \(object?.kind))
                and (\(object?.id)::text is null or audit.object_id = \(object?.id))
            order by audit.position
            limit \(Int64(limit))
            """,
            as: (Int64, Date, String, String?, String, String, String, [String], String, [UInt8]).self,
            context: Context.request(viewer.alliance))
        return rows.map { row in
            AuditEntry(
                position: row.0, happenedAt: row.1, actorRole: row.2, actor: row.3, action: row.4,
                objectKind: row.5, objectID: row.6, people: row.7, evidence: row.8, seal: row.9)
        }
    }
}
