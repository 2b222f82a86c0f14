import CLibpq

/// Where PostgreSQL is and who signs in: libpq's keywords, from a URL, a keyword string, or variables.
///
/// What is not given here, libpq takes as always from `PG*` variables of the process, the service file, `~/.pgpass`, and
/// its own defaults; `sslmode`, `sslrootcert` and the rest mean what libpq's documentation says.
///
/// Its text forms show no password.
public struct ConnectionSettings: Sendable, Equatable {
    /// libpq's keywords and their values, in libpq's order.
    private(set) var keywords: [Keyword]

    /// One keyword with its value.
    struct Keyword: Sendable, Equatable {
        var name: String
        var value: String
    }

    /// Reads `postgresql://user@host:port/database?sslmode=…` or `host=… dbname=…`.
    ///
    /// - Throws: ``PostgresError/Kind/invalidSettings``, without repeating the text (it may hold a password).
    public init(url: String) throws(PostgresError) {
        var complaint: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(url, &complaint) else {
            PQfreemem(complaint)
            throw PostgresError(
                .invalidSettings,
                "The database URL is neither a PostgreSQL URL nor a list of keywords and values.",
                hint: "It looks like postgresql://user@host:5432/database?sslmode=verify-full.")
        }
        defer { PQconninfoFree(options) }
        keywords = Self.keywords(in: options) { option in option.val.map { String(cString: $0) } }
    }

    /// Reads `PGHOST`, `PGPORT`, `PGUSER`, `PGDATABASE`, `PGSERVICE`, `PGSSLMODE` and libpq's other variables from a
    /// dictionary. Those of the process itself count for what the dictionary leaves out.
    ///
    /// - Throws: ``PostgresError/Kind/invalidSettings`` if libpq has no memory.
    public init(environment: [String: String]) throws(PostgresError) {
        guard let options = PQconndefaults() else {
            throw PostgresError(.invalidSettings, "libpq could not list its settings.")
        }
        defer { PQconninfoFree(options) }
        keywords = Self.keywords(in: options) { option in
            option.envvar.flatMap { environment[String(cString: $0)] }
        }
    }

    private static func keywords(
        in options: UnsafeMutablePointer<PQconninfoOption>, value: (PQconninfoOption) -> String?
    ) -> [Keyword] {
        var keywords: [Keyword] = []
        var option = options
        while let name = option.pointee.keyword {
            if let value = value(option.pointee) {
                keywords.append(Keyword(name: String(cString: name), value: value))
            }
            option += 1
        }
        return keywords
    }

    /// The same place and person, another database of that server.
    public func database(_ name: String) -> ConnectionSettings {
        var changed = self
        changed.keywords.removeAll { $0.name == "dbname" }
        changed.keywords.append(Keyword(name: "dbname", value: name))
        return changed
    }

    /// The value of a keyword, if it is given here.
    subscript(name: String) -> String? {
        keywords.first { $0.name == name }?.value
    }

    /// Keywords to connect with: the given ones, and this module's own defaults for what is left out.
    ///
    /// libpq's defaults would hang for 40 s and more on a connection that was cut; these notice within about 10 s. A
    /// service file may say otherwise, so they stay out of its way.
    func connectionKeywords(options: ClientOptions) -> [Keyword] {
        var result = keywords.filter { $0.name != "client_encoding" }
        result.append(Keyword(name: "client_encoding", value: "UTF8"))
        result.append(Keyword(name: "fallback_application_name", value: options.applicationName))
        guard self["service"] == nil else { return result }
        let defaults = [
            ("keepalives_idle", "5"), ("keepalives_interval", "2"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "10000"),
        ]
        for (name, value) in defaults where self[name] == nil {
            result.append(Keyword(name: name, value: value))
        }
        return result
    }
}

extension ConnectionSettings: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The keywords, except those that libpq marks as secret and those that hold secrets in other ways.
    public var description: String {
        let shown = Set([
            "host", "hostaddr", "port", "dbname", "user", "service", "sslmode", "application_name",
        ])
        return keywords.filter { shown.contains($0.name) }
            .map { "\($0.name)=\($0.value)" }
            .joined(separator: " ")
    }

    /// As ``description``.
    public var debugDescription: String { description }

    /// As ``description``: `dump` shows no more.
    public var customMirror: Mirror {
        Mirror(self, children: ["settings": description])
    }
}
