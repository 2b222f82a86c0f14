public import Domain
public import Foundation
import Postgres

extension Store {
    /// What the viewer would like, by row of the counterpart, with its version.
    ///
    /// - Parameter number: stored number of the person, who is the viewer.
    public func wishes(
        of number: Int, for viewer: Viewer, at instant: Date
    ) async throws -> (record: AllianceRecord, wishes: [Int: Wish], version: Int64) {
        try await look(for: viewer, speakingFor: number, at: instant) { edit in
            let wishes = try await edit.wishes(of: number)
            return (edit.record, wishes, try ContentVersion.of(wishes))
        }
    }

    /// Replaces what the viewer would like.
    ///
    /// - Parameters:
    ///   - wishes: by stored number of the counterpart.
    ///   - number: stored number of the person, who is the viewer.
    /// - Throws: ``OutdatedVersion``.
    public func change(
        wishesOf number: Int, to wishes: [Int: Wish], expecting version: ExpectedVersion, for viewer: Viewer,
        at instant: Date
    ) async throws -> (record: AllianceRecord, wishes: [Int: Wish], version: Int64) {
        try await edit(for: viewer, speakingFor: number, at: instant) { edit in
            try version.check(try ContentVersion.of(try await edit.wishes(of: number)))
            // All of them are replaced, those too that whoever is signed in does not read.
            if viewer.readsSince != nil {
                try await edit.transaction.setLocal("rapport.reads_since", to: "")
            }
            try await edit.transaction.execute(
                "delete from rapport.preference where alliance_id = \(edit.id.uuid) and person = \(number)")
            let others = wishes.keys.sorted()
            // Values, not a select from arrays: Citus would copy its rows, which row-level security refuses.
            let rows = others.map { other in
                "(\(edit.id.uuid), \(number), \(other), \(wishes[other]?.rawValue), \(instant))" as SQL
            }
            if !rows.isEmpty {
                try await edit.transaction.execute(
                    """
                    insert into rapport.preference (alliance_id, person, other, wish, recorded_at)
                    values \(rows.joined(separator: ", "))
                    """)
            }
            let now = try await edit.wishes(of: number)
            return (edit.record, now, try ContentVersion.of(now))
        }
    }
}

extension Edit {
    fileprivate func wishes(of number: Int) async throws -> [Int: Wish] {
        let rows = try await transaction.query(
            """
            select other, wish
            from rapport.preference
            where alliance_id = \(id.uuid) and person = \(number)
            """, as: (Int, String).self)
        var wishes: [Int: Wish] = [:]
        for (other, wish) in rows {
            guard let row = record.index(ofPersonNumber: other) else { continue }
            wishes[row] = try Stored.word(wish)
        }
        return wishes
    }
}
