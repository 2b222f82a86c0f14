public import struct Foundation.Date

/// A calendar day, without a time and without a time zone: PostgreSQL's `date`.
public struct PostgresDate: Hashable, Comparable, Sendable, PostgresEncodable, PostgresDecodable {
    /// Days since 1 January 1970, proleptic Gregorian.
    public var daysSince1970: Int32

    /// The day so many days after 1 January 1970.
    public init(daysSince1970: Int32) {
        self.daysSince1970 = daysSince1970
    }

    /// The day so many days after 1 January 2000, as PostgreSQL counts them itself.
    public init(daysSince2000: Int32) {
        self.init(daysSince1970: daysSince2000 &+ Self.epoch)
    }

    /// `-infinity`: before every day. It can be written; reading it is out of range.
    public static let distantPast = PostgresDate(daysSince1970: .min + epoch)

    /// PostgreSQL counts from 1 January 2000.
    private static let epoch: Int32 = 10957

    /// The earlier day is less.
    public static func < (left: PostgresDate, right: PostgresDate) -> Bool {
        left.daysSince1970 < right.daysSince1970
    }

    /// `date`.
    public static var postgresType: PostgresType { .date }

    /// Four bytes: days since 1 January 2000.
    public func encode(into writer: inout BinaryWriter) {
        writer.write(daysSince1970 &- Self.epoch)
    }

    /// `date`.
    public static var acceptedTypes: String { "date" }

    /// Whether it is `date`.
    public static func accepts(_ type: PostgresType) -> Bool { type == .date }

    /// Reads four bytes; `infinity` and `-infinity` are out of range.
    public init(cell: PostgresCell) throws(PostgresDecodingError) {
        let days = try cell.integer(Int32.self)
        guard days != .max, days != .min else { throw .outOfRange("an infinite date") }
        daysSince1970 = days + Self.epoch
    }
}

extension Date: PostgresEncodable, PostgresDecodable {
    /// `timestamptz`.
    public static var postgresType: PostgresType { .timestamptz }

    /// Seconds from PostgreSQL's epoch, 2000-01-01 UTC, to Foundation's, 2001-01-01 UTC.
    private static let epochDistance: Int64 = 366 * 86400

    /// Eight bytes: microseconds since 2000-01-01 UTC, rounded. `distantFuture` and `distantPast` are `infinity` and
    /// `-infinity`.
    public func encode(into writer: inout BinaryWriter) {
        writer.write(postgresMicroseconds)
    }

    private var postgresMicroseconds: Int64 {
        if self == .distantFuture { return .max }
        if self == .distantPast { return .min }
        // Whole seconds and fraction apart: their product in one Double would lose microseconds far from 2001.
        let whole = timeIntervalSinceReferenceDate.rounded(.down)
        let fraction = ((timeIntervalSinceReferenceDate - whole) * 1e6).rounded()
        return (Int64(whole) + Self.epochDistance) * 1_000_000 + Int64(fraction)
    }

    /// `timestamptz`.
    public static var acceptedTypes: String { "timestamptz" }

    /// Whether it is `timestamptz`. A `timestamp` without a time zone is no instant.
    public static func accepts(_ type: PostgresType) -> Bool { type == .timestamptz }

    /// Reads eight bytes, to the microsecond. `infinity` and `-infinity` are `distantFuture` and `distantPast`.
    public init(cell: PostgresCell) throws(PostgresDecodingError) {
        let microseconds = try cell.integer(Int64.self)
        switch microseconds {
        case .max: self = .distantFuture
        case .min: self = .distantPast
        default:
            let (seconds, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
            self.init(
                timeIntervalSinceReferenceDate: Double(seconds - Self.epochDistance) + Double(rest) / 1e6)
        }
    }
}
