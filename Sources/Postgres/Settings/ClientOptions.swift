/// How a ``PostgresClient`` behaves: sizes, time limits, names.
public struct ClientOptions: Sendable {
    /// Most exclusive connections at once, for transactions, COPY and ``PostgresClient/withConnection(deadline:_:)``.
    public var poolSize = 8
    /// Most pipelined connections for reads. The second one is opened when the first is busy.
    public var readLanes = 2
    /// Most statements in one pipelined batch.
    public var batchLimit = 64
    /// Most statements that may wait for a lane; more are turned away as ``PostgresError/Kind/overloaded``.
    public var waitingLimit = 4096
    /// Time limit of a statement that names none: from the call until the last row.
    public var statementDeadline: Duration = .seconds(5)
    /// Time limit of a COPY's end: the server checks foreign keys and fills indexes then.
    public var copyEndDeadline: Duration = .seconds(120)
    /// How long to wait for a connection of the pool.
    public var acquireTimeout: Duration = .seconds(5)
    /// How long one attempt to connect may take.
    public var connectTimeout: Duration = .seconds(5)
    /// How long a connection may take to become usable again after a cancelled statement, before it is thrown away.
    public var cancelGrace: Duration = .seconds(2)
    /// After how long the server ends a transaction that sends nothing, and frees its locks: the program may be frozen.
    public var idleInTransactionTimeout: Duration = .seconds(15)
    /// How often the connection that listens for notifications is asked whether it is alive.
    public var listenHeartbeat: Duration = .seconds(5)
    /// Most notifications that wait for one listener; beyond that it gets ``PostgresNotification/resync`` instead.
    public var notificationLimit = 1024
    /// Most prepared statements kept per connection; the least recently used one goes.
    public var preparedStatements = 256
    /// Whether a pooler stands in between that gives every transaction another connection of the server, such as pgbouncer in
    /// transaction mode: nothing is then kept on a connection, neither prepared statements nor settings. The server's
    /// own time limits must be set for the role; LISTEN and session locks are not to be had.
    public var isBehindTransactionPooler = false
    /// Wait before the second attempt to connect; doubled for each further one. Each wait is drawn evenly from zero to that.
    public var backoffBase: Duration = .milliseconds(50)
    /// Longest wait between attempts to connect.
    public var backoffLimit: Duration = .seconds(2)
    /// How long ``PostgresClient/shutdown()`` waits for work under way.
    public var drainTimeout: Duration = .seconds(20)
    /// What `pg_stat_activity` shows, unless the settings name something else.
    public var applicationName = "rapport"
    /// First part of every metric's name.
    public var metricsPrefix = "postgres"

    /// The defaults above.
    public init() {}
}
