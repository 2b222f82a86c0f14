import Postgres

/// Where people's free texts call somebody by name.
///
/// What is known of the person is looked for whole and as a word, in capitals or not. Who calls them something else is not
/// understood.
struct Mention {
    /// A regular expression of PostgreSQL's.
    private let pattern: String

    /// - Parameter names: what the person is called; the empty text calls nobody.
    init(of names: [String]) {
        // The longest first: an address may begin with a key.
        let words = names.filter { !$0.isEmpty }.sorted { $0.count > $1.count }.map(Self.escaped)
        pattern = "(?<![[:alnum:]_])(?:\(words.joined(separator: "|")))(?![[:alnum:]_])"
    }

    /// Every character that could mean something else stands for itself.
    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            scalar.isASCII && !scalar.properties.isAlphabetic && !("0"..."9").contains(scalar)
                ? "\\\(scalar)" : "\(scalar)"
        }.joined()
    }

    /// Puts `erased` in place of every mention in a table's words.
    func erase(from entry: DataMap, of id: AllianceID, in transaction: Transaction) async throws {
        for column in entry.words {
            try await transaction.execute(
                """
                update rapport.\(identifier: entry.table)
                set \(identifier: column) = \(rewritten(column))
                where alliance_id = \(id.uuid) and \(identifier: column) ~* \(pattern)
                """)
        }
        for column in entry.lists {
            try await transaction.execute(
                """
                update rapport.\(identifier: entry.table)
                set \(identifier: column) = array(
                    select \(rewritten("word")) from unnest(\(identifier: column)) with ordinality as told (word, place)
                    order by place)
                where alliance_id = \(id.uuid)
                    and exists (select from unnest(\(identifier: column)) as told (word) where word ~* \(pattern))
                """)
        }
    }

    private func rewritten(_ text: StaticString) -> SQL {
        "regexp_replace(\(identifier: text), \(pattern), 'erased', 'gi')"
    }
}
