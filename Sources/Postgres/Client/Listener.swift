/// The connection that listens. Connects while somebody listens, checks that the server is alive, and after each
/// (re)connect tells everybody to read the state anew. Confined to the loop.
final class Listener: @unchecked Sendable {
    private struct Weak {
        weak var mailbox: Mailbox?
    }

    private let loop: EventLoop
    private let options: ClientOptions
    private let connector: Connector
    private var channels: [String: [Int: Weak]] = [:]
    /// Channels the server has been told to listen to.
    private var active: Set<String> = []
    private var session: Session?
    private var isConnecting = false
    private var isShutDown = false
    private var isListening = false
    private var nextMailbox = 0
    private var nextSession = 0
    private var backoff: Backoff
    private var generator = SystemRandomNumberGenerator()
    private var timer: LoopTimer!

    init(loop: EventLoop, options: ClientOptions, connector: Connector) {
        self.loop = loop
        self.options = options
        self.connector = connector
        backoff = Backoff(base: options.backoffBase, limit: options.backoffLimit)
        timer = LoopTimer { [unowned self] in self.timerFired() }
    }

    /// Adds the timer; called once on the loop.
    func start() {
        loop.add(timer)
    }

    /// A new listener. From any task.
    func mailbox(for channel: String) -> Mailbox {
        let slot = MailboxSlot()
        let mailbox = Mailbox(limit: options.notificationLimit) { [self] in
            loop.run { self.remove(slot.number, from: channel) }
        }
        loop.run { [weak mailbox] in
            guard let mailbox else { return }
            self.add(mailbox, slot, to: channel)
        }
        return mailbox
    }

    private final class MailboxSlot: @unchecked Sendable {
        /// Confined to the loop.
        var number = 0
    }

    private func add(_ mailbox: Mailbox, _ slot: MailboxSlot, to channel: String) {
        guard !isShutDown else { return mailbox.close() }
        nextMailbox += 1
        slot.number = nextMailbox
        channels[channel, default: [:]][nextMailbox] = Weak(mailbox: mailbox)
        if active.contains(channel) { return mailbox.deliver(.resync) }
        update()
    }

    private func remove(_ number: Int, from channel: String) {
        channels[channel]?[number] = nil
        if channels[channel]?.isEmpty == true { channels[channel] = nil }
        update()
    }

    /// Ends all listeners.
    func shutDown() {
        isShutDown = true
        for mailboxes in channels.values { for weak in mailboxes.values { weak.mailbox?.close() } }
        channels = [:]
        session?.close()
        loop.remove(timer)
    }

    /// Brings connection and channels to what is wanted.
    private func update() {
        guard !isShutDown else { return }
        guard let session else {
            if !channels.isEmpty, !isConnecting, timer.due == .never || backoff.failures == 0 { connect() }
            return
        }
        guard !isListening else { return }
        isListening = true
        Task(executorPreference: loop) { [self] in
            await listen(session)
            isListening = false
            if session.isAlive, !isUpToDate { update() }
        }
    }

    private var isUpToDate: Bool { active == Set(channels.keys) }

    private func listen(_ session: Session) async {
        while session.isAlive, !isUpToDate {
            for channel in active.subtracting(channels.keys) {
                active.remove(channel)
                await tell(session, "unlisten \(Quoting.identifier(channel))")
            }
            for channel in Set(channels.keys).subtracting(active) where session.isAlive {
                guard await tell(session, "listen \(Quoting.identifier(channel))") else { return }
                active.insert(channel)
                deliver(.resync, to: channel)
            }
        }
    }

    /// A statement that must succeed for the connection to be of use.
    @discardableResult
    private func tell(_ session: Session, _ text: String) async -> Bool {
        guard case .success = await session.run(SQL(fixed: text)) else {
            session.close()
            return false
        }
        return true
    }

    private func deliver(_ notification: PostgresNotification, to channel: String) {
        for weak in (channels[channel] ?? [:]).values { weak.mailbox?.deliver(notification) }
    }

    private func connect() {
        isConnecting = true
        nextSession += 1
        connector.connect(.listener, id: nextSession) { [self] outcome in
            isConnecting = false
            switch outcome {
            case .success(let session): adopt(session)
            case .failure: tryAgainLater()
            }
        }
    }

    private func adopt(_ session: Session) {
        guard !isShutDown else { return session.close() }
        backoff.succeed()
        active = []
        self.session = session
        session.onNotification = { [unowned self] channel, payload in deliver(.payload(payload), to: channel)
        }
        session.onLost = { [unowned self] _ in
            self.session = nil
            active = []
            if !isShutDown { tryAgainLater() }
        }
        timer.due = .now + options.listenHeartbeat
        update()
    }

    private func tryAgainLater() {
        timer.due = .now + backoff.fail(using: &generator)
    }

    private func timerFired() {
        guard let session else { return update() }
        if channels.isEmpty { return session.close() }
        timer.due = .now + options.listenHeartbeat
        guard session.isIdle, session.line.isEmpty else { return }
        Task(executorPreference: loop) { [self] in
            let isAnswered = await heartbeat(session)
            if !isAnswered, session.isAlive { session.close() }
        }
    }

    /// Whether the server answers within the heartbeat's time.
    private func heartbeat(_ session: Session) async -> Bool {
        let request = Request(
            SQL(fixed: "select 1"), deadline: .now + min(options.listenHeartbeat, options.statementDeadline),
            isAutocommit: false)
        let answer = await withUnsafeContinuation { continuation in
            request.wait(continuation)
            session.submit(request)
        }
        if case .success = answer { return true }
        return false
    }
}

extension PostgresClient {
    /// Listens to a channel. Begins with ``PostgresNotification/resync`` once the server listens, so that whoever reads the
    /// state then misses nothing.
    ///
    /// - Parameter channel: its name, exactly (case counts). No NUL character.
    public func notifications(on channel: String) -> PostgresNotifications {
        PostgresNotifications(mailbox: listener.mailbox(for: channel))
    }
}
