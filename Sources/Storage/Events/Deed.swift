import Foundation
import Postgres

/// Something that somebody decided or did, as the audit keeps it and as webhooks are told of it.
///
/// It names people by number and holds no free text: it outlives the people it is about.
public struct Deed: Sendable, Hashable {
    /// What was done: a noun and a participle, as `pairing.accepted`.
    public var action: String
    /// The kind of thing that it was done to, as `pairing`.
    public var objectKind: String
    /// The thing's id, as a UUID.
    public var objectID: String
    /// Numbers of the people whom it concerns.
    public var people: [Int]
    /// What it rests on: revisions, rounds, days, figures.
    public var evidence: [String: String]

    /// Names a deed.
    public init(
        _ action: String, on kind: String, _ id: String, people: [Int] = [], evidence: [String: String] = [:]
    ) {
        self.action = action
        objectKind = kind
        objectID = id
        self.people = people
        self.evidence = evidence
    }
}

extension Deed {
    /// Writes the deed into the audit and into the outbox, with a delivery for each webhook that wants it, as part of the
    /// transaction that does it: both happen, or neither.
    ///
    /// Call it last: from here to the commit, nobody else in the alliance can write into the audit.
    func record(by viewer: Viewer, at instant: Date, in transaction: Transaction) async throws {
        let actor = viewer.actor
        try await record(
            alliance: viewer.alliance, role: actor.role, person: actor.person, company: actor.company,
            at: instant, in: transaction)
    }

    /// As ``record(by:at:in:)``, for what the program does by itself.
    func recordOfProgram(in alliance: AllianceID, at instant: Date, _ transaction: Transaction) async throws {
        try await record(
            alliance: alliance, role: "program", person: nil, company: nil, at: instant, in: transaction)
    }

    /// As ``record(by:at:in:)``, for what somebody does at the command line of the service.
    func recordOfOperator(in alliance: AllianceID, at instant: Date, _ transaction: Transaction) async throws
    {
        try await record(
            alliance: alliance, role: "operator", person: nil, company: nil, at: instant, in: transaction)
    }

    private func record(
        alliance: AllianceID, role: String, person: Int?, company: Int?, at instant: Date,
        in transaction: Transaction
    ) async throws {
        let id = alliance.uuid
        let facts = try String(decoding: JSONEncoder.sorted.encode(evidence), as: UTF8.self)
        let people = people.map { Int32($0) }
        // Each row is sealed over the one before: they are written one after the other.
        _ = try await transaction.query(
            "select pg_advisory_xact_lock(hashtextextended(\("audit \(id)"), 6))::text", as: String.self)
        let last = try await transaction.query(
            """
            select position, seal
            from rapport.audit
            where alliance_id = \(id)
            order by position desc
            limit 1
            """, as: (Int64, [UInt8]).self
        ).first
        let position = (last?.0 ?? 0) + 1
        let (person, company) = (person.map { Int32($0) }, company.map { Int32($0) })
        // Values, not a select over the row before: Citus would copy its rows, which row-level security refuses.
        try await transaction.execute(
            """
            insert into rapport.audit (alliance_id, position, happened_at, actor_role, actor_person, actor_company,
                action, object_kind, object_id, people, evidence, seal)
            values (\(id), \(position), \(instant), \(role), \(person), \(company), \(action), \(objectKind),
                \(objectID), \(people), \(facts)::text::jsonb,
                sha256(\(last?.1 ?? [])::bytea || convert_to(jsonb_build_array(
                    \(position)::bigint, extract(epoch from \(instant)::timestamptz), \(role)::text,
                    \(person)::integer, \(company)::integer, \(action)::text, \(objectKind)::text,
                    \(objectID)::text, to_jsonb(\(people)::integer[]), \(facts)::text::jsonb)::text, 'UTF8')))
            """)
        try await announce(facts, people, in: alliance, at: instant, transaction)
    }

    private func announce(
        _ facts: String, _ people: [Int32], in alliance: AllianceID, at instant: Date,
        _ transaction: Transaction
    ) async throws {
        let id = alliance.uuid
        let event = UUID()
        try await transaction.execute(
            """
            insert into rapport.outbox
                (alliance_id, event_id, kind, object_kind, object_id, people, facts, happened_at)
            values (\(id), \(event), \(action), \(objectKind), \(objectID), \(people), \(facts)::text::jsonb,
                \(instant))
            """)
        let deliveries = try await transaction.execute(
            """
            insert into rapport.delivery (alliance_id, webhook_id, event_id, attempts, due_at)
            select alliance_id, webhook_id, \(event), 0, \(instant)
            from rapport.webhook
            where alliance_id = \(id) and active and (kinds = '{}' or \(action) = any(kinds))
            """)
        if deliveries > 0 { try await Change.ask(for: .deliver, of: alliance, at: instant, in: transaction) }
    }
}

extension JSONEncoder {
    /// The same value has the same bytes.
    static var sorted: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}

extension Viewer {
    /// Who acts, as the audit says it.
    var actor: (role: String, person: Int?, company: Int?) {
        switch role {
        case .admin, .auditor, .integration: (role.name, nil, nil)
        case .companyAdmin(let company), .manager(let company, _): (role.name, nil, company)
        case .salesperson(let number): (role.name, number, nil)
        }
    }
}
