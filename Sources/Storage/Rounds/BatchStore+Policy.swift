public import Foundation
import Postgres

/// How alliances want their nights planned. What the fields mean is planning's business: here they are JSON.
extension BatchStore {
    /// The fields that an alliance has chosen, as JSON; nil when it goes by the defaults.
    public func policy(of id: AllianceID) async throws -> String? {
        try await client.read(
            "select fields::text from rapport.policy where alliance_id = \(id.uuid)", as: String.self,
            context: Context.batch(id)
        ).first
    }

    /// Stores the fields that an operator has chosen for an alliance; nil goes back to the defaults. Rounds that are published keep theirs.
    public func setPolicy(_ fields: String?, of id: AllianceID, at instant: Date) async throws {
        try await client.transaction(context: Context.batch(id)) { transaction in
            if let fields {
                _ = try await transaction.execute(
                    """
                    insert into rapport.policy (alliance_id, fields, changed_at)
                    values (\(id.uuid), \(fields)::text::jsonb, \(instant))
                    on conflict (alliance_id) do update
                    set fields = excluded.fields, changed_at = excluded.changed_at
                    """)
            } else {
                _ = try await transaction.execute("delete from rapport.policy where alliance_id = \(id.uuid)")
            }
            try await Deed(fields == nil ? "policy.reset" : "policy.changed", on: "alliance", id.uuid.text)
                .recordOfOperator(in: id, at: instant, transaction)
        }
    }
}
