import Foundation
import Postgres

/// Effects that happen once however often they are asked for.
extension Store {
    /// The answer that a submission was given before; nil when it had none yet.
    ///
    /// - Throws: ``SubmissionError/usedDifferently``, ``SubmissionError/answerErased``.
    public func receipt(of submission: Submission, for viewer: Viewer) async throws -> Receipt? {
        let rows = try await client.read(
            Self.select(submission, viewer), as: ([UInt8], Int16, [String], [UInt8]?).self,
            context: Context.request(viewer.alliance))
        return try Self.receipt(in: rows, of: submission)
    }

    /// Carries a submission out, unless it was before: the effect and its receipt are stored in one transaction.
    ///
    /// - Parameters:
    ///   - isAdministering: whether users, teams or keys are changed.
    ///   - effect: writes through the store that it is given, and makes the answer. Whatever it throws leaves neither effect
    ///     nor receipt, so that the request may be mended and sent again with the same key.
    /// - Returns: the receipt, and whether it is that of an earlier request.
    /// - Throws: ``SubmissionError``, and what `effect` throws.
    public func once(
        _ submission: Submission, for viewer: Viewer, administering isAdministering: Bool = false,
        _ effect: @Sendable (Store) async throws -> Receipt
    ) async throws -> (receipt: Receipt, isReplayed: Bool) {
        let context = Context.request(viewer, administering: isAdministering)
        return try await client.transaction(context: context) { transaction in
            try await Self.claim(submission, viewer, in: transaction)
            let rows = try await transaction.query(
                Self.select(submission, viewer), as: ([UInt8], Int16, [String], [UInt8]?).self)
            if let receipt = try Self.receipt(in: rows, of: submission) { return (receipt, true) }
            let receipt = try await effect(Store(self, writingIn: transaction))
            try await Self.keep(receipt, of: submission, viewer, in: transaction)
            return (receipt, false)
        }
    }

    /// Runs a write in the transaction of ``once(_:for:_:)``, or in one of its own.
    ///
    /// - Parameter speaker: number of the person on whose behalf sheets are read and written.
    func write<Result: Sendable>(
        for viewer: Viewer, speakingFor speaker: Int? = nil, administering isAdministering: Bool = false,
        _ body: @Sendable (Transaction) async throws -> Result
    ) async throws -> Result {
        guard let transaction else {
            return try await client.transaction(
                context: Context.request(viewer, speakingFor: speaker, administering: isAdministering), body)
        }
        if let speaker { try await transaction.setLocal("rapport.person", to: "\(speaker)") }
        return try await body(transaction)
    }

    /// The holder of the lock alone may carry the submission out; the lock goes with the transaction.
    private static func claim(
        _ submission: Submission, _ viewer: Viewer, in transaction: Transaction
    ) async throws {
        let name = "\(viewer.alliance.uuid) \(viewer.holder) \(submission.key)"
        let isOurs = try await transaction.query(
            "select pg_try_advisory_xact_lock(hashtextextended(\(name), 6))", as: Bool.self)
        guard isOurs.first == true else { throw SubmissionError.inFlight }
    }

    private static func select(_ submission: Submission, _ viewer: Viewer) -> SQL {
        """
        select fingerprint, status, headers, body
        from rapport.idempotency_key
        where alliance_id = \(viewer.alliance.uuid) and holder = \(viewer.holder) and key = \(submission.key)
            and recorded_at > \(submission.instant - Submission.lifetime)
        """
    }

    private static func receipt(
        in rows: [([UInt8], Int16, [String], [UInt8]?)], of submission: Submission
    ) throws -> Receipt? {
        guard let (fingerprint, status, headers, body) = rows.first else { return nil }
        guard fingerprint == submission.fingerprint else { throw SubmissionError.usedDifferently }
        guard let body else { throw SubmissionError.answerErased }
        return Receipt(status: Int(status), headers: headers, body: body)
    }

    /// A row that is there already has outlived its day.
    private static func keep(
        _ receipt: Receipt, of submission: Submission, _ viewer: Viewer, in transaction: Transaction
    ) async throws {
        try await transaction.execute(
            """
            insert into rapport.idempotency_key
                (alliance_id, holder, key, fingerprint, status, headers, body, recorded_at)
            values (\(viewer.alliance.uuid), \(viewer.holder), \(submission.key), \(submission.fingerprint),
                \(Int16(receipt.status)), \(receipt.headers), \(receipt.keptBody ?? receipt.body), \(submission.instant))
            on conflict (alliance_id, holder, key) do update
            set fingerprint = excluded.fingerprint, status = excluded.status, headers = excluded.headers,
                body = excluded.body, recorded_at = excluded.recorded_at
            """)
    }
}

extension Viewer {
    /// Whose keys these are: two viewers may use the same `Idempotency-Key` for different requests. Who has got another role
    /// since is another one: what the old role was answered is not given again.
    ///
    /// The same in every process: a set's own description is not.
    var holder: String {
        let stored = StoredRole(role)
        let numbers = [stored.person, stored.company, stored.team].map { $0.map(String.init) ?? "-" }
        return ([identity.word, stored.word] + numbers + stored.scopes).joined(separator: " ")
    }
}

extension Viewer.Identity {
    /// The identity as a text that no other has.
    fileprivate var word: String {
        switch self {
        case .key(let key): "key \(key.text)"
        case .user(let user): "user \(user.text)"
        case .operator: "operator"
        }
    }
}
