import CLibpq
import Glibc
import Logging

/// Makes connections, on threads of their own.
struct Connector: Sendable {
    let settings: ConnectionSettings
    let options: ClientOptions
    let logger: Logger
    let loop: EventLoop
    private let outage: Outage

    init(settings: ConnectionSettings, options: ClientOptions, logger: Logger, loop: EventLoop) {
        self.settings = settings
        self.options = options
        self.logger = logger
        self.loop = loop
        outage = Outage(logger: logger)
    }

    /// A connection that is ready to be adopted by a session.
    final class Product: @unchecked Sendable {
        private var connection: ConnectionHandle?
        let notices: NoticeSink

        init(_ connection: consuming ConnectionHandle, notices: NoticeSink) {
            self.connection = consume connection
            self.notices = notices
        }

        /// The connection, once.
        func take() -> ConnectionHandle? {
            connection.take()
        }
    }

    /// Connects, and calls `completion` on the loop.
    func connect(
        _ kind: SessionKind, id: Int, completion: @escaping @Sendable (Result<Session, PostgresError>) -> Void
    ) {
        HelperThreads.start("postgres-connect") {
            let outcome = Result<Product, PostgresError> { () throws(PostgresError) in
                try self.connectBlocking(kind)
            }
            switch outcome {
            case .success: outage.note(nil)
            case .failure(let error): outage.note(error)
            }
            loop.run {
                completion(
                    outcome.map { product in
                        // `take` is called once, so there is something.
                        let connection = product.take()
                        guard let connection else { preconditionFailure("A connection is adopted once.") }
                        return Session(
                            id: id, adopting: connection, notices: product.notices, loop: loop,
                            options: options,
                            logger: logger)
                    })
            }
        }
    }

    private func connectBlocking(_ kind: SessionKind) throws(PostgresError) -> Product {
        let deadline = Moment.now + options.connectTimeout
        var keywords = settings.connectionKeywords(options: options)
        if settings["connect_timeout"] == nil {
            let seconds = max(2, (options.connectTimeout.wholeNanoseconds + 999_999_999) / 1_000_000_000)
            keywords.append(.init(name: "connect_timeout", value: String(seconds)))
        }
        guard let pointer = Self.connect(keywords) else {
            throw PostgresError(.connectionFailed, "libpq has no memory for a connection.")
        }
        let connection = ConnectionHandle(owning: pointer)
        guard PQstatus(pointer) == CONNECTION_OK else { throw Self.failure(pointer) }
        let notices = NoticeSink(logger: logger)
        notices.attach(to: pointer)
        PQsetnonblocking(pointer, 1)
        let setup = kind.setup(options)
        if !setup.isEmpty { try Self.execute(setup.joined(separator: ";"), pointer, deadline) }
        guard PQenterPipelineMode(pointer) == 1 else {
            throw PostgresError(.connectionFailed, "The connection did not enter pipeline mode.")
        }
        return Product(connection, notices: notices)
    }

    /// Connects as libpq does: one host after the other, each with its own `connect_timeout`.
    private static func connect(_ keywords: [ConnectionSettings.Keyword]) -> OpaquePointer? {
        let names = keywords.map { strdup($0.name) }
        let values = keywords.map { strdup($0.value) }
        defer { for text in names + values { free(text) } }
        let constantNames = names.map { UnsafePointer($0) } + [nil]
        let constantValues = values.map { UnsafePointer($0) } + [nil]
        return PQconnectdbParams(constantNames, constantValues, 0)
    }

    /// Why no connection came about. libpq's text names host, user and database, never the password.
    private static func failure(_ pointer: OpaquePointer) -> PostgresError {
        let text = PQerrorMessage(pointer).map { String(cString: $0) } ?? ""
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return PostgresError(.connectionFailed, "Cannot connect to PostgreSQL: \(line)")
    }

    /// Runs a few statements of this module's own, waiting until the deadline at most.
    private static func execute(_ text: String, _ pointer: OpaquePointer, _ deadline: Moment)
        throws(PostgresError)
    {
        guard PQsendQuery(pointer, text) == 1 else { throw failure(pointer) }
        while true {
            let unsent = PQflush(pointer)
            guard unsent >= 0 else { throw failure(pointer) }
            if unsent == 0, PQisBusy(pointer) == 0 {
                guard let result = PQgetResult(pointer) else { return }
                let taken = QueryResult(owning: result)
                guard PQresultStatus(taken.pointer) == PGRES_COMMAND_OK else {
                    throw PostgresError(result: taken.pointer)
                }
                continue
            }
            try wait(pointer, toWrite: unsent == 1, deadline)
            guard PQconsumeInput(pointer) == 1 else { throw failure(pointer) }
        }
    }

    private static func wait(_ pointer: OpaquePointer, toWrite: Bool, _ deadline: Moment)
        throws(PostgresError)
    {
        let left = (deadline - .now).wholeNanoseconds / 1_000_000
        var descriptor = pollfd(
            fd: PQsocket(pointer), events: Int16(POLLIN) | (toWrite ? Int16(POLLOUT) : 0), revents: 0)
        guard left > 0, poll(&descriptor, 1, Int32(clamping: left)) > 0 else {
            throw PostgresError(.connectionFailed, "PostgreSQL accepted the connection but does not answer.")
        }
    }
}
