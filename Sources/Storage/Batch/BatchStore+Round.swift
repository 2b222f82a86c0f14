public import Domain
public import Foundation
import Postgres

extension BatchStore {
    /// Publishes a round in one transaction, or not at all.
    ///
    /// - Parameters:
    ///   - round: whose people are rows of `record.snapshot`.
    ///   - record: what the round was planned from.
    ///   - policy: JSON of the policy it was planned under.
    /// - Throws: ``StorageError/changedMeanwhile(alliance:)`` when the alliance changed since `record` was read:
    ///   a round never rests on facts that are gone.
    public func publish(
        _ round: Round, of record: AllianceRecord, policy: String, at instant: Date
    ) async throws {
        try await client.transaction(context: Context.batch(record.id), deadline: .seconds(120)) {
            transaction in
            let revision = try await transaction.query(
                "select revision from rapport.revision where alliance_id = \(record.id.uuid) for update",
                as: Int64.self)
            guard revision.first == record.revision else {
                throw StorageError.changedMeanwhile(alliance: record.snapshot.alliance.key)
            }
            let roundID = UUID()
            let report = try Self.json(round.report, people: record.personNumbers)
            _ = try await transaction.execute(
                """
                insert into rapport.round (alliance_id, round_id, day, seed, revision, policy, utility,
                    present_utility, warnings, report, published_at)
                values (\(record.id.uuid), \(roundID), \(Stored.date(round.day)), \(Int64(bitPattern: round.seed)),
                    \(record.revision), \(policy)::text::jsonb, \(round.utility), \(round.presentUtility),
                    \(round.warnings), \(report)::text::jsonb, \(instant))
                """)
            try await insertChanges(
                of: round, numbered: record.personNumbers, roundID, record.id, in: transaction)
        }
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
                cause, utility, propensity, knock_on_of, reasons_a, reasons_b)
            select \(id.uuid), \(roundID), told.position, told.action, told.person_a, told.person_b,
                told.cause, told.utility, told.propensity, told.knock_on_of,
                string_to_array(told.reasons_a, chr(10)), string_to_array(told.reasons_b, chr(10))
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
