/// Who gets which connection, when a new one is opened, and who waits: the pool's decisions, without I/O.
///
/// Connections are given in the order of asking, the one used last first. Never more than `capacity` at once. After a
/// failed attempt to connect only one attempt at a time is made, until one succeeds.
struct PoolMachine: Sendable {
    /// A connection.
    typealias SessionID = Int
    /// Somebody who asks for one.
    typealias WaiterID = Int

    /// What is to be done.
    enum Action: Equatable, Sendable {
        /// Open a connection, and report ``connected(_:)`` or ``connectFailed()``.
        case connect
        /// Give a connection to a waiter.
        case lease(SessionID, to: WaiterID)
        /// Turn a waiter away: the pool has been shut down.
        case refuse(WaiterID)
        /// Close a connection.
        case close(SessionID)
    }

    let capacity: Int
    /// Connections at rest, the one used last at the end.
    private(set) var idle: [SessionID] = []
    /// Connections in use or being cleaned.
    private(set) var leased: Set<SessionID> = []
    /// Attempts to connect under way.
    private(set) var connecting = 0
    /// Who waits, longest first.
    private(set) var waiters: [WaiterID] = []
    /// Whether the last attempt to connect failed, so that the next one waits for ``retry()``.
    private(set) var isBackingOff = false
    /// Whether the pool takes no more work.
    private(set) var isShutDown = false

    /// An empty pool.
    ///
    /// - Precondition: room for at least one connection.
    init(capacity: Int) {
        precondition(capacity > 0, "A pool needs room for one connection.")
        self.capacity = capacity
    }

    /// Whether the pool is shut down and nothing is in use any more.
    var isDrained: Bool { isShutDown && leased.isEmpty && connecting == 0 }

    /// Somebody asks for a connection.
    mutating func ask(_ waiter: WaiterID) -> [Action] {
        if isShutDown { return [.refuse(waiter)] }
        waiters.append(waiter)
        return serve()
    }

    /// Somebody stopped waiting: timeout or cancellation. False if nobody by that name waits.
    mutating func withdraw(_ waiter: WaiterID) -> Bool {
        guard let index = waiters.firstIndex(of: waiter) else { return false }
        waiters.remove(at: index)
        return true
    }

    /// An attempt to connect succeeded.
    mutating func connected(_ session: SessionID) -> [Action] {
        connecting -= 1
        isBackingOff = false
        if isShutDown { return [.close(session)] }
        idle.append(session)
        return serve()
    }

    /// An attempt to connect failed. The caller waits a while, then calls ``retry()``.
    mutating func connectFailed() {
        connecting -= 1
        isBackingOff = true
    }

    /// The wait after a failed attempt is over.
    mutating func retry() -> [Action] {
        guard isBackingOff, connecting == 0, !waiters.isEmpty, !isShutDown else { return [] }
        connecting = 1
        return [.connect]
    }

    /// A connection comes back clean.
    mutating func giveBack(_ session: SessionID) -> [Action] {
        guard leased.remove(session) != nil else { return [] }
        if isShutDown { return [.close(session)] }
        idle.append(session)
        return serve()
    }

    /// A connection is no more, in whatever state it was.
    mutating func lost(_ session: SessionID) -> [Action] {
        leased.remove(session)
        idle.removeAll { $0 == session }
        return isShutDown ? [] : serve()
    }

    /// No more work: everybody who waits is turned away, connections at rest are closed, those in use when they come back.
    mutating func shutDown() -> [Action] {
        guard !isShutDown else { return [] }
        isShutDown = true
        let actions = waiters.map { Action.refuse($0) } + idle.map { Action.close($0) }
        waiters = []
        idle = []
        return actions
    }

    /// Gives what is at rest to those who wait, and opens connections for the others as far as there is room.
    private mutating func serve() -> [Action] {
        var actions: [Action] = []
        while !waiters.isEmpty, let session = idle.popLast() {
            leased.insert(session)
            actions.append(.lease(session, to: waiters.removeFirst()))
        }
        let room = capacity - idle.count - leased.count - connecting
        let wanted = min(room, waiters.count - connecting, isBackingOff ? 0 : .max)
        for _ in 0..<max(0, wanted) {
            connecting += 1
            actions.append(.connect)
        }
        return actions
    }
}
