import Postgres

extension Store {
    /// All that is stored about a person and that they may be told (GDPR, articles 15 and 20), table by table.
    ///
    /// Sheets are part of it for the person alone: nobody else reads them, whoever answers for the alliance neither.
    ///
    /// - Parameter number: the person; the gateway has checked that the viewer may read it.
    /// - Returns: the table's name and its rows, as a JSON array of objects.
    public func personalRecord(
        ofPerson number: Int, for viewer: Viewer
    ) async throws -> [(table: String, rows: String)] {
        let isOwn = viewer.role == .salesperson(number: number)
        return try await client.transaction(
            isolation: .repeatableRead, access: .readOnly,
            // Their user is part of it, whoever reads it: behind the wall a key sees no users.
            context: Context.request(viewer, speakingFor: isOwn ? number : nil, administering: true)
        ) { transaction in
            var record: [(table: String, rows: String)] = []
            for entry in DataMap.all where !entry.people.isEmpty {
                let rows = try await transaction.query(entry.rows(about: number, viewer), as: String.self)
                record.append((entry.table.description, rows.first ?? "[]"))
            }
            return record
        }
    }
}

extension DataMap {
    fileprivate func rows(about number: Int, _ viewer: Viewer) -> SQL {
        let pairs = told.map { column in "\(quotedLiteral: column.description), \(cell(column))" as SQL }
        return """
            select coalesce(jsonb_agg(shown.row order by shown.row), '[]')::text
            from (
                select jsonb_build_object(\(pairs.joined(separator: ", "))) as row
                from rapport.\(identifier: table) as told
                where alliance_id = \(viewer.alliance.uuid) and \(naming(number))) as shown
            """
    }

    private func cell(_ column: StaticString) -> SQL {
        guard keyed.contains(where: { $0.description == column.description }) else {
            return "told.\(identifier: column)"
        }
        let named: SQL =
            switch column.description {
            case "company": "company"
            case "team": "team"
            default: "salesperson"
            }
        return """
            (select named.key from rapport.\(named) as named
             where named.alliance_id = told.alliance_id and named.number = told.\(identifier: column))
            """
    }
}
