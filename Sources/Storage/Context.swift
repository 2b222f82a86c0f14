import Foundation
import Postgres

/// The transaction settings that row-level security reads. Without one of these nothing is visible.
enum Context {
    /// As a request of this viewer: sees the viewer's alliance, and of sheets, preferences and users the viewer's own alone.
    ///
    /// - Parameters:
    ///   - person: whom the request speaks for, where that is not the viewer: an integration that brings a sheet.
    ///   - isAdministering: whether it writes users, teams and keys, which the gateway has allowed to this viewer.
    static func request(
        _ viewer: Viewer, speakingFor person: Int? = nil, administering isAdministering: Bool = false
    ) -> TransactionContext {
        // From its first statement on: on a cluster a transaction reaches the workers as one role alone.
        var context = request(viewer.alliance, as: isAdministering ? "rapport_admin" : "rapport_app")
            .setting("rapport.person", to: (person ?? viewer.person).map(String.init) ?? "")
        if let since = viewer.readsSince {
            let text = since.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
            context = context.setting("rapport.reads_since", to: text)
        }
        guard case .user(let user) = viewer.identity else { return context }
        return context.setting("rapport.user_id", to: user.uuidString)
    }

    /// As a request of nobody yet: sees the alliance, and nothing in it that is one person's own.
    static func request(_ alliance: AllianceID) -> TransactionContext { request(alliance, as: "rapport_app") }

    private static func request(_ alliance: AllianceID, as role: String) -> TransactionContext {
        TransactionContext("role", role).setting("rapport.alliance_id", to: alliance.uuid.uuidString)
    }

    /// As a request of somebody who has only named an alliance: sees whether there is one of that key.
    static func signIn(toAlliance key: String) -> TransactionContext {
        TransactionContext("role", "rapport_app").setting("rapport.alliance_key", to: key)
    }

    /// As the batch, inside one alliance.
    static func batch(_ alliance: AllianceID) -> TransactionContext {
        TransactionContext("role", "rapport_batch")
            .setting("rapport.alliance_id", to: alliance.uuid.uuidString)
    }

    /// As the batch that may delete what people said and agreed, inside one alliance.
    static func eraser(_ alliance: AllianceID) -> TransactionContext {
        TransactionContext("role", "rapport_eraser")
            .setting("rapport.alliance_id", to: alliance.uuid.uuidString)
    }

    /// As the batch, outside of any alliance: sees the directory of alliances and the queue, nothing else.
    static let directory = TransactionContext("role", "rapport_batch")
}
