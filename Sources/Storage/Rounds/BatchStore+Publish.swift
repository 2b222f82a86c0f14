public import Domain
public import Foundation
import Postgres

/// Everything a round was planned from beside its day and seed, so that it can be planned again.
public struct RoundInput: Sendable, Hashable {
    /// The version of the program that planned it.
    public var program: String
    /// The snapshot, encoded.
    public var facts: [UInt8]
    /// The model, encoded.
    public var model: [UInt8]
    /// The round itself, encoded.
    public var round: [UInt8]

    /// Makes an input.
    public init(program: String, facts: [UInt8], model: [UInt8], round: [UInt8]) {
        self.program = program
        self.facts = facts
        self.model = model
        self.round = round
    }
}

extension BatchStore {
    /// Publishes a round in one transaction, or not at all; with it ends the job that asked for it.
    ///
    /// - Parameters:
    ///   - round: whose people are rows of `record.snapshot`.
    ///   - record: what the round was planned from.
    ///   - policy: JSON of the policy it was planned under.
    ///   - autoAccepts: whether that policy takes every change as accepted by both sides; the alliance's terms may say
    ///     so, too.
    ///   - input: what is needed to plan it again.
    ///   - job: the lease under which it was planned. Its token is checked in the same transaction: a worker that
    ///     overslept publishes nothing.
    /// - Returns: the result that stands in the night's report; `.standing` when the alliance had a round of that day
    ///   already, and the night does not plan again.
    /// - Throws: ``StorageError/changedMeanwhile(alliance:)`` when the alliance changed since `record` was read:
    ///   a round never rests on facts that are gone; ``StorageError/leaseLost``.
    @discardableResult
    public func publish(
        _ round: Round, of record: AllianceRecord, policy: String, autoAccepts: Bool = false,
        input: RoundInput? = nil, finishing job: LeasedJob? = nil, at instant: Date
    ) async throws -> NightResult {
        try await client.transaction(context: Context.batch(record.id), deadline: .seconds(120)) {
            transaction in
            let revision = try await transaction.query(
                "select revision from rapport.revision where alliance_id = \(record.id.uuid) for update",
                as: Int64.self)
            guard revision.first == record.revision else {
                throw StorageError.changedMeanwhile(alliance: record.snapshot.alliance.key)
            }
            if let job, try await !job.finish(in: transaction) { throw StorageError.leaseLost }
            var result = NightResult(alliance: record.id, state: .planned, round: UUID())
            if let night = job?.night, !night.again,
                let standing = try await Self.standingRound(of: record.id, on: night.day, in: transaction)
            {
                result = NightResult(alliance: record.id, state: .standing, round: standing)
            } else if let roundID = result.round {
                result.count(round, people: record.snapshot.people.count)
                try await insert(round, roundID, of: record, policy: policy, at: instant, in: transaction)
                try await insertChanges(
                    of: round, numbered: record.personNumbers, roundID, record.id, in: transaction)
                if let input { try await insert(input, of: roundID, record.id, at: instant, in: transaction) }
                let edit = Edit(transaction: transaction, record: record, viewer: nil, instant: instant)
                let termsAccept = try await edit.terms().0.autoAccept
                if autoAccepts || termsAccept { try await edit.acceptAll(of: roundID) }
            }
            try await result.record(for: job?.night, at: instant, in: transaction)
            return result
        }
    }

    /// The newest round of an alliance for a day; nil when there is none.
    public func standingRound(of id: AllianceID, on day: Day) async throws -> UUID? {
        try await client.transaction(access: .readOnly, context: Context.batch(id)) {
            try await Self.standingRound(of: id, on: day, in: $0)
        }
    }

    private static func standingRound(
        of id: AllianceID, on day: Day, in transaction: Transaction
    ) async throws -> UUID? {
        try await transaction.query(
            """
            select round_id
            from rapport.round
            where alliance_id = \(id.uuid) and day = \(Stored.date(day))
            order by published_at desc
            limit 1
            """, as: UUID.self
        ).first
    }

    private func insert(
        _ round: Round, _ roundID: UUID, of record: AllianceRecord, policy: String, at instant: Date,
        in transaction: Transaction
    ) async throws {
        let report = try Self.json(round.report, people: record.personNumbers)
        try await transaction.execute(
            """
            insert into rapport.round (alliance_id, round_id, day, seed, revision, policy, utility,
                present_utility, warnings, report, published_at, change_count)
            values (\(record.id.uuid), \(roundID), \(Stored.date(round.day)), \(Int64(bitPattern: round.seed)),
                \(record.revision), \(policy)::text::jsonb, \(round.utility), \(round.presentUtility),
                \(round.warnings), \(report)::text::jsonb, \(instant), \(Int32(round.changes.count)))
            """)
    }

    private func insert(
        _ input: RoundInput, of roundID: UUID, _ id: AllianceID, at instant: Date, in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            insert into rapport.round_input (alliance_id, round_id, program, facts, model, round, published_at,
                facts_sha256, model_sha256, round_sha256)
            select \(id.uuid), \(roundID), \(input.program), told.*, \(instant)::timestamptz, sha256(told.facts),
                sha256(told.model), sha256(told.round)
            from (values (\(input.facts)::bytea, \(input.model)::bytea, \(input.round)::bytea))
                as told (facts, model, round)
            """, deadline: .seconds(120))
    }

    private func insertChanges(
        of round: Round, numbered numbers: [Int], _ roundID: UUID, _ id: AllianceID,
        in transaction: Transaction
    ) async throws {
        let changes = round.changes
        // Arrays of arrays must be rectangular in PostgreSQL: reasons travel as lines.
        _ = try await transaction.execute(
            """
            insert into rapport.round_change (alliance_id, round_id, position, action, person_a, person_b,
                cause, utility, propensity, knock_on_of, reasons_a, reasons_b, change_count)
            select \(id.uuid), \(roundID), told.position, told.action, told.person_a, told.person_b,
                told.cause, told.utility, told.propensity, told.knock_on_of,
                string_to_array(told.reasons_a, chr(10)), string_to_array(told.reasons_b, chr(10)),
                \(Int32(changes.count))
            from unnest(
                \(changes.map(\.action.rawValue)), \(changes.map { Int32(numbers[$0.personA]) }),
                \(changes.map { Int32(numbers[$0.personB]) }), \(changes.map(\.cause.rawValue)),
                \(changes.map(\.utility)), \(changes.map(\.propensity)),
                \(changes.map { $0.knockOnOf.map { Int32($0 + 1) } }),
                \(changes.map { Self.lines($0.reasonsForA) }), \(changes.map { Self.lines($0.reasonsForB) }))
                with ordinality as told
                    (action, person_a, person_b, cause, utility, propensity, knock_on_of, reasons_a, reasons_b, position)
            """, deadline: .seconds(120))
    }

    /// The report as it is stored: people by their numbers.
    private static func json(_ report: RoundReport, people numbers: [Int]) throws -> String {
        var report = report
        for index in report.blockingPairs.indices {
            report.blockingPairs[index].personA = numbers[report.blockingPairs[index].personA]
            report.blockingPairs[index].personB = numbers[report.blockingPairs[index].personB]
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(report), as: UTF8.self)
    }

    private static func lines(_ reasons: [String]) -> String {
        // By scalars: to Swift, "\r\n" is one character, which is no "\n".
        reasons.map { $0.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) }
            .map { $0.map { String($0) }.joined(separator: " ") }
            .joined(separator: "\n")
    }
}

extension BatchStore {
    /// Whether no round was ever published for the alliance.
    public func hasNoRound(_ id: AllianceID) async throws -> Bool {
        let rows = try await client.read(
            "select exists (select from rapport.round where alliance_id = \(id.uuid))", as: Bool.self,
            context: Context.batch(id))
        return rows.first == false
    }
}

extension NightResult {
    /// Takes over what a round holds.
    public mutating func count(_ round: Round, people: Int) {
        self.people = people
        begun = round.changes.count { $0.action == .begin }
        ended = round.changes.count { $0.action == .end }
        explored = round.changes.count { $0.cause == .exploration }
        utility = round.utility
        presentUtility = round.presentUtility
        warnings = round.warnings.count
    }
}
