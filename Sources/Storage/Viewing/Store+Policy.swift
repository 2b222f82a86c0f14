import Postgres

extension Store {
    /// The fields of its policy that the viewer's alliance has chosen, as JSON; nil when it goes by the defaults.
    public func policy(for viewer: Viewer) async throws -> String? {
        try await client.read(
            "select fields::text from rapport.policy where alliance_id = \(viewer.alliance.uuid)",
            as: String.self,
            context: Context.request(viewer)
        ).first
    }
}
