import Glibc
import Synchronization

/// Faults for tests: what a machine does to a server now and then.
extension PrivateCluster {
    /// Stops all processes of the server in their tracks, as a machine that hangs would. Connections stay
    /// open and nobody answers, until ``thaw()`` or ``stop()``.
    ///
    /// Returns when all of them have stopped.
    public func freeze() async throws(LocalPostgresError) {
        await turn.begin()
        defer { turn.end() }
        let frozen = try running().freeze()
        await wait { frozen.allSatisfy { ![.other].contains(ProcessTable.state(of: $0)) } }
    }

    /// Lets a frozen server go on.
    public func thaw() async throws(LocalPostgresError) {
        await turn.begin()
        defer { turn.end() }
        try running().thaw()
    }

    /// Kills all processes of the server with SIGKILL, as the out-of-memory killer would, and returns when
    /// they are gone. ``start()`` then recovers; the address stays the same.
    public func kill() async throws(LocalPostgresError) {
        await turn.begin()
        defer { turn.end() }
        let running = try running()
        let killed = running.kill()
        _ = await running.process.waitForEnd()
        await wait { killed.allSatisfy { [nil, .zombie].contains(ProcessTable.state(of: $0)) } }
    }

    private func running() throws(LocalPostgresError) -> RunningServer {
        guard let running = server.withLock({ $0 }), running.process.end == nil else { throw .notRunning }
        return running
    }

    /// Waits until `condition` holds. A stop or kill signal takes effect within microseconds, but other
    /// processes' states can only be looked at, not waited for.
    private func wait(until condition: () -> Bool) async {
        while !condition() { try? await Task.sleep(for: .milliseconds(1)) }
    }
}

extension PrivateCluster {
    /// Removes the shared memory segment of a server that was killed, before its folder is deleted. Without
    /// that the segment would stay until the machine restarts.
    package func removeSharedMemoryOfKilledServer() {
        PostmasterFile(inDataFolder: "\(settings.folder)/\(ClusterFolder.dataName)")?.removeSharedMemory()
    }
}
