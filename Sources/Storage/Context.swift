import Foundation
import Postgres

/// The transaction settings that row-level security reads. Without one of these nothing is visible.
enum Context {
    /// As a request: sees what the viewer may see, of sheets the rater's own alone.
    static func request(_ alliance: AllianceID, speakingFor person: Int? = nil) -> TransactionContext {
        TransactionContext("role", "rapport_app")
            .setting("rapport.alliance_id", to: alliance.uuid.uuidString)
            .setting("rapport.person", to: person.map(String.init) ?? "")
    }

    /// As the batch, inside one alliance.
    static func batch(_ alliance: AllianceID) -> TransactionContext {
        TransactionContext("role", "rapport_batch")
            .setting("rapport.alliance_id", to: alliance.uuid.uuidString)
    }

    /// As the batch, outside of any alliance: sees the directory of alliances and the queue, nothing else.
    static let directory = TransactionContext("role", "rapport_batch")
}
