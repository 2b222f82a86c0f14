public import Postgres

/// The queries of `sql/checks`, each of which must return no row.
public struct IntegrityCheck: Sendable {
    private let client: PostgresClient

    /// Makes a check over a client whose login may `set role rapport_batch`.
    public init(client: PostgresClient) {
        self.client = client
    }

    /// The names of all checks.
    public static var names: [String] { EmbeddedSQL.checks.map(\.name) }

    /// Runs every check inside every alliance.
    ///
    /// - Returns: a line for each check that found something, saying where and how many rows.
    public func findings() async throws -> [String] {
        var findings: [String] = []
        for alliance in try await BatchStore(client: client).alliances() {
            for check in EmbeddedSQL.checks {
                let count = try await client.transaction(
                    context: Context.batch(alliance.id), deadline: .seconds(300)
                ) { transaction in
                    let finding = "create temporary table finding on commit drop as\n" + check.text
                    try await transaction.executeScript(TrustedScript(trustedText: finding))
                    let counts = try await transaction.query("select count(*) from finding", as: Int.self)
                    return counts.first ?? 0
                }
                if count > 0 { findings.append("\(alliance.key): \(check.name) returns \(count) rows") }
            }
        }
        return findings
    }
}
