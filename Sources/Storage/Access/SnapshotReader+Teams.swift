import Postgres

extension SnapshotReader {
    /// The stored number of each person's team, in the order of the record's people.
    func teamNumbers(of record: AllianceRecord) async throws -> [Int?] {
        var teams = [Int?](repeating: nil, count: record.personNumbers.count)
        let members = try await transaction.query(
            "select person, team from rapport.team_member where alliance_id = \(id.uuid)", as: (Int, Int).self
        )
        for (person, team) in members {
            if let row = record.index(ofPersonNumber: person) { teams[row] = team }
        }
        return teams
    }
}
