/// One numbered file of `sql/migrations`: forward only, never edited once it has landed.
struct Migration: Sendable, Hashable {
    /// The number its file name starts with, 1, 2, 3 …
    let version: Int
    /// File name without `.sql`.
    let name: String
    /// The whole file.
    let text: String

    /// Every migration in this binary, in order. A gap or a repeated number is a fault of the build.
    static let all: [Migration] = {
        let migrations = EmbeddedSQL.migrations.map { Migration(fileName: $0.name, text: $0.text) }
        precondition(
            migrations.map(\.version) == Array(1...max(1, migrations.count)),
            "sql/migrations must be numbered 0001, 0002, … without a gap")
        return migrations
    }()

    /// Reads number and name from a file name such as `0001_foundation.sql`.
    init(fileName: String, text: String) {
        name = fileName.hasSuffix(".sql") ? String(fileName.dropLast(4)) : fileName
        guard let number = Int(name.prefix { $0 != "_" }) else {
            preconditionFailure("sql/migrations/\(fileName) does not start with a number")
        }
        version = number
        self.text = text
    }
}
