import Domain
import Foundation
import Postgres

extension DataMap {
    /// What erases a person from the table; nil where nothing has to be.
    ///
    /// - Parameter number: of the person.
    func erasing(_ number: Int, of id: AllianceID) -> SQL? {
        let ofAlliance: SQL = "where alliance_id = \(id.uuid)"
        let delete: SQL = "delete from rapport.\(identifier: table) \(ofAlliance)"
        let update: SQL = "update rapport.\(identifier: table) set"
        let pairings = Self.pairingIDs(of: number, in: id)
        switch erasure {
        case .nothing: return nil
        case .rows: return "\(delete) and \(naming(number))"
        case .rowsNaming(let column): return "\(delete) and \(identifier: column) = \(number)"
        case .rowsOfPairings:
            return """
                \(delete) and occasion_id in (
                    select occasion_id from rapport.occasion \(ofAlliance) and pairing_id in (\(pairings)))
                """
        case .cells(let columns):
            return "\(update) \(Self.emptied(columns)) \(ofAlliance) and \(naming(number))"
        case .cellsOfPairings(let columns):
            return "\(update) \(Self.emptied(columns)) \(ofAlliance) and pairing_id in (\(pairings))"
        case .cellsOfChanges(let columns):
            return """
                \(update) \(Self.emptied(columns)) \(ofAlliance) and (round_id, position) in (
                    select round_id, position from rapport.round_change
                    \(ofAlliance) and (person_a = \(number) or person_b = \(number)))
                """
        case .textOfAlliance(let assignments):
            return "\(update) \(SQL(stringLiteral: assignments)) \(ofAlliance)"
        case .learnedAnew: return delete
        case .tombstone:
            return """
                \(update) key = \("erased-\(UUID().uuidString.lowercased())"), name = null, email = null, capacity = 0,
                    active = false, attributes = '{}'
                \(ofAlliance) and number = \(number)
                """
        }
    }

    /// The ids of a person's pairings.
    static func pairingIDs(of number: Int, in id: AllianceID) -> SQL {
        """
        select pairing_id from rapport.pairing
        where alliance_id = \(id.uuid) and (person_a = \(number) or person_b = \(number))
        """
    }

    /// Whether a row names a person.
    func naming(_ number: Int) -> SQL {
        let conditions = people.map { "\(identifier: $0) = \(number)" as SQL }
        return "(" + conditions.joined(separator: " or ") + ")"
    }

    private static func emptied(_ columns: [StaticString]) -> SQL {
        columns.map { "\(identifier: $0) = default" as SQL }.joined(separator: ", ")
    }
}
