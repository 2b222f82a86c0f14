import Postgres

extension Store {
    /// Reads from the standby while it has everything that the viewer's alliance has on the primary, and from the primary
    /// otherwise: nobody reads from before a change that they know of, and a standby that is gone is only slower.
    ///
    /// Costs one point read on either server, which compares revisions; what `read` asks for is on the standby alone.
    func reading<Result: Sendable>(
        for viewer: Viewer, _ read: @Sendable (PostgresClient) async throws -> Result
    ) async throws -> Result {
        guard let replica, await hasCaughtUp(replica, for: viewer) else { return try await read(client) }
        do {
            return try await read(replica)
        } catch is PostgresError {
            // A standby may end a read that stands in the way of what it replays.
            return try await read(client)
        }
    }

    private func hasCaughtUp(_ replica: PostgresClient, for viewer: Viewer) async -> Bool {
        async let here = try? Self.revisions(for: viewer, from: client)
        async let there = try? Self.revisions(for: viewer, from: replica)
        guard let primary = await here, let standby = await there else { return false }
        return standby == primary
    }
}
