import Glibc

/// A server that was started, with what it holds.
struct RunningServer: Sendable {
    var process: ChildProcess
    var folder: ClusterFolder
    var socket: ScratchFolder
    var address: ServerAddress
    var binaries: ServerBinaries
    var user: ServerUser

    /// SIGINT, then after `limit` SIGQUIT, then SIGKILL.
    ///
    /// Not SIGTERM: the server then waits until its last client leaves by itself.
    func stop(within limit: Duration) async {
        thaw()
        process.signal(SIGINT)
        if await process.waitForEnd(atMost: limit) != nil { return }
        process.signal(SIGQUIT)
        if await process.waitForEnd(atMost: .seconds(5)) != nil { return }
        kill()
        _ = await process.waitForEnd()
    }

    /// ``stop(within:)`` for a thread that cannot wait for tasks.
    func stopBlocking(within limit: Duration) {
        thaw()
        process.signal(SIGINT)
        if process.blockUntilEnd(atMost: limit) != nil { return }
        process.signal(SIGQUIT)
        if process.blockUntilEnd(atMost: .seconds(5)) != nil { return }
        kill()
        _ = process.blockUntilEnd(atMost: .seconds(5))
    }

    /// Stops the postmaster and all its children in their tracks. The postmaster comes first, so that no
    /// child is born meanwhile.
    ///
    /// - Returns: the processes that were told to stop.
    @discardableResult
    func freeze() -> [pid_t] {
        guard process.end == nil else { return [] }
        process.signal(SIGSTOP)
        let children = ProcessTable.children(of: process.identifier)
        for child in children { _ = Glibc.kill(child, SIGSTOP) }
        return [process.identifier] + children
    }

    /// Lets the children and the postmaster go on.
    func thaw() {
        guard process.end == nil else { return }
        for child in ProcessTable.children(of: process.identifier) { _ = Glibc.kill(child, SIGCONT) }
        process.signal(SIGCONT)
    }

    /// Kills the postmaster and all its children.
    ///
    /// - Returns: the processes that were killed.
    @discardableResult
    func kill() -> [pid_t] {
        let frozen = freeze()
        for child in frozen.dropFirst() { _ = Glibc.kill(child, SIGKILL) }
        process.signal(SIGKILL)
        return frozen
    }
}
