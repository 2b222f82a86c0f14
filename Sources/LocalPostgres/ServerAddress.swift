import Foundation

/// Where a server listens.
struct ServerAddress: Sendable, Equatable {
    var socketFolder: String
    /// The number in the socket's name, and the loopback port if there is one.
    var port: UInt16
    /// The superuser's, for the loopback port; `nil` when that is off.
    var password: String?

    /// The number in the socket's name where no port is opened: libpq's default.
    static let defaultPort: UInt16 = 5432
    /// Most bytes of a unix socket's path: `sun_path` without its final zero.
    static let longestSocketPath = 107

    var loopbackPort: UInt16? { password == nil ? nil : port }

    func url(database: String, user: String) -> String {
        "postgresql://\(escaped(user))@/\(escaped(database))?host=\(escaped(socketFolder))&port=\(port)"
    }

    func loopbackURL(database: String) -> String? {
        password.map {
            "postgresql://\(ClusterFolder.superuser):\(escaped($0))@127.0.0.1:\(port)/\(escaped(database))"
        }
    }

    /// Path of the socket that the server makes.
    static func socketPath(inFolder folder: String, port: UInt16) -> String { "\(folder)/.s.PGSQL.\(port)" }

    private func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-._~")))!
    }
}
