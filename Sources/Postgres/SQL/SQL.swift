/// A statement with its bound values. There is no way to make one from a `String`: what is interpolated is bound.
///
/// ```swift
/// let statement: SQL = "select name from company where id = \(id) and founded < \(year)"
/// ```
///
/// sends `select name from company where id = $1 and founded < $2` and the two values apart from it, in binary.
/// The text depends on the program alone, so it may be prepared once and cached; values never become text.
///
/// Statements are built from parts by interpolating one into the other, by `+`, or by `joined(separator:)`; the
/// parameters are renumbered.
public struct SQL: ExpressibleByStringInterpolation, Sendable {
    /// The text with `$1`, `$2`, … where values are bound.
    public private(set) var text: String
    /// UTF-8 offset of each `$` in `text`, so that parts can be renumbered when they are put together.
    private var marks: [Int]
    /// The bound values.
    private(set) var bindings: Bindings

    /// How many values are bound.
    public var parameterCount: Int { bindings.count }

    /// The statement that a literal without interpolation spells.
    public init(stringLiteral text: StaticString) {
        self.text = text.description
        marks = []
        bindings = Bindings()
    }

    /// The statement that an interpolated literal spells.
    public init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.statement
    }

    /// An empty statement, to be filled by interpolation.
    fileprivate init(capacity: Int) {
        text = ""
        text.reserveCapacity(capacity)
        marks = []
        bindings = Bindings()
    }

    fileprivate mutating func append(text added: String) {
        text += added
    }

    /// One of this module's own statements, without values: `begin`, `fetch`.
    init(fixed text: String) {
        self.text = text
        marks = []
        bindings = Bindings()
    }

    fileprivate mutating func bind<Value: PostgresEncodable>(_ value: Value) {
        bindings.append(value)
        marks.append(text.utf8.count)
        text += "$"
        text += String(bindings.count)
    }

    fileprivate mutating func append(_ fragment: SQL) {
        guard !fragment.marks.isEmpty else {
            text += fragment.text
            return
        }
        let base = text.utf8.count
        guard !marks.isEmpty else {
            marks = fragment.marks.map { $0 + base }
            text += fragment.text
            bindings = fragment.bindings
            return
        }
        appendRenumbered(fragment)
    }

    /// Adds a fragment whose `$1` becomes `$(n + 1)` when `n` values are bound already.
    private mutating func appendRenumbered(_ fragment: SQL) {
        let source = fragment.text.utf8
        var position = source.startIndex
        for (index, mark) in fragment.marks.enumerated() {
            let dollar = source.index(source.startIndex, offsetBy: mark)
            text += String(fragment.text[position..<dollar])
            marks.append(text.utf8.count)
            text += "$" + String(bindings.count + index + 1)
            position = source.index(dollar, offsetBy: 1 + String(index + 1).utf8.count)
        }
        text += String(fragment.text[position...])
        bindings.append(fragment.bindings)
    }

    /// One statement text after the other, with the values of both.
    public static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.append(right)
        return sum
    }

    /// Adds text and values of another part at the end.
    public static func += (left: inout SQL, right: SQL) {
        left.append(right)
    }
}

extension SQL {
    /// Collects the parts of a literal; used by the compiler.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var statement: SQL

        /// Used by the compiler.
        public init(literalCapacity: Int, interpolationCount: Int) {
            statement = SQL(capacity: literalCapacity + 3 * interpolationCount)
        }

        /// Text that stands in the source. `StaticString` keeps text made at run time out.
        public mutating func appendLiteral(_ literal: StaticString) {
            statement.append(text: literal.description)
        }

        /// Binds a value.
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value) {
            statement.bind(value)
        }

        /// Binds a value that may be null. An overload of its own, because the compiler warns of an optional that
        /// meets a parameter which is not.
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            statement.bind(value)
        }

        /// Splices another part, with its values.
        public mutating func appendInterpolation(_ fragment: SQL) {
            statement.append(fragment)
        }

        /// The name of a table, column, role … from the source, quoted.
        public mutating func appendInterpolation(identifier: StaticString) {
            appendInterpolation(quotedIdentifier: identifier.description)
        }

        /// A name made at run time (of a new database, say), quoted: whatever it holds, it stays one name.
        ///
        /// - Precondition: no NUL character, which PostgreSQL has no name for.
        public mutating func appendInterpolation(quotedIdentifier name: String) {
            statement.append(text: Quoting.identifier(name))
        }

        /// A string as a quoted literal, for the few statements that take no bound values (`create role … password`,
        /// `comment on`). It becomes part of the text: not for confidential values in a statement that could be bound.
        ///
        /// - Precondition: no NUL character.
        public mutating func appendInterpolation(quotedLiteral value: String) {
            statement.append(text: Quoting.literal(value))
        }
    }
}

extension Sequence where Element == SQL {
    /// All parts in order, with `separator` between each two of them.
    ///
    /// ```swift
    /// "insert into tag (name) values " + names.map { "(\($0))" as SQL }.joined(separator: ", ")
    /// ```
    public func joined(separator: SQL) -> SQL {
        var result: SQL = ""
        var isFirst = true
        for part in self {
            if !isFirst { result += separator }
            result += part
            isFirst = false
        }
        return result
    }
}
