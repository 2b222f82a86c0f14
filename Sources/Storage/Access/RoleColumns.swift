import Postgres

/// How a table's row says its role: `role`, and by number the person, company or team that goes with it.
enum RoleColumns {
    /// The role's word, then the keys of person, company and team: to be read as ``keys``.
    static func list(of table: SQL) -> SQL { "\(table).role, salesperson.key, company.key, team.key" }

    /// The joins that ``list(of:)`` needs.
    static func joins(to table: SQL) -> SQL {
        """
        left join rapport.salesperson
            on salesperson.alliance_id = \(table).alliance_id and salesperson.number = \(table).person
        left join rapport.company
            on company.alliance_id = \(table).alliance_id and company.number = \(table).company
        left join rapport.team on team.alliance_id = \(table).alliance_id and team.number = \(table).team
        """
    }
}
