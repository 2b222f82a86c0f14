import Postgres

extension Store {
    /// Reads from the standby while it has everything that the viewer's alliance has on the primary, and from the primary
    /// otherwise: nobody reads from before a change that they know of, and a standby that is gone is only slower.
    ///
    /// Costs one point read on either server, which compares revisions; what `read` asks for is on the standby alone.
    func reading<Result: Sendable>(
        for viewer: Viewer, _ read: @Sendable (PostgresClient) async throws -> Result
    ) async throws -> Result {
        guard let standby, !standby.isResting, await hasCaughtUp(standby, for: viewer) else {
            return try await read(client)
        }
        do {
            return try await read(standby.client)
        } catch is PostgresError {
            // A standby may end a read that stands in the way of what it replays.
            return try await read(client)
        }
    }

    private func hasCaughtUp(_ standby: Standby, for viewer: Viewer) async -> Bool {
        async let here = try? Self.revisions(for: viewer, from: client)
        do {
            // A standby that takes longer is no help.
            let there = try await Self.revisions(for: viewer, from: standby.client, deadline: .seconds(2))
            guard let here = await here else { return false }
            return there == here
        } catch is PostgresError {
            standby.beginRest()
            return false
        } catch {
            // It does not know the alliance yet.
            return false
        }
    }
}
