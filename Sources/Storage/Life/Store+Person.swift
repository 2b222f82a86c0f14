public import Domain
public import Foundation
import Postgres

extension Store {
    /// A salesperson; nil when the alliance has none with this key.
    public func person(_ key: String, for viewer: Viewer, at instant: Date) async throws -> StoredPerson? {
        try await look(for: viewer, at: instant) { edit in
            guard let row = edit.snapshot.people.firstIndex(where: { $0.key == key }) else { return nil }
            return try await edit.person(row)
        }
    }

    /// Changes what is told of a salesperson. Whoever becomes inactive has their open proposals declined.
    ///
    /// - Parameter number: stored number of the person.
    /// - Throws: ``OutdatedVersion``, ``StorageError/noPerson(_:alliance:)``.
    public func change(
        _ number: Int, by change: PersonChange, expecting version: ExpectedVersion, for viewer: Viewer,
        at instant: Date
    ) async throws -> StoredPerson {
        try await edit(for: viewer, at: instant) { edit in
            let row = try edit.row(ofPerson: number)
            try version.check(try await edit.person(row).version)
            try await edit.write(change, of: number, before: edit.snapshot.people[row])
            if change.active == false, edit.snapshot.people[row].active {
                try await edit.declineProposals(of: row)
            }
            try await edit.announce()
            try await edit.note(
                Deed(
                    "person.changed", on: "person", "\(number)", people: [number],
                    evidence: ["changed": change.fields.joined(separator: " ")]))
            let after = Edit(
                transaction: edit.transaction, record: try await edit.recordNow(), viewer: viewer,
                instant: instant)
            return try await after.person(row)
        }
    }

    /// Adds salespeople that are new and changes those that are there, all or nothing. Whoever becomes inactive has
    /// their open proposals declined.
    ///
    /// - Parameter people: key, row of the company in the record that was checked against, and what is told.
    /// - Returns: how many were added, and how many were there.
    public func upsert(
        _ people: [(key: String, company: Int, change: PersonChange)], for viewer: Viewer, at instant: Date
    ) async throws -> (added: Int, changed: Int) {
        try await edit(for: viewer, at: instant) { edit in
            var next = (edit.record.personNumbers.last ?? 0) + 1
            let known = Dictionary(
                uniqueKeysWithValues: zip(edit.snapshot.people.map(\.key), edit.snapshot.people.indices))
            var (added, changed): ([Int], [Int]) = ([], [])
            for (key, company, change) in people {
                if let row = known[key] {
                    let (number, before) = (edit.record.personNumbers[row], edit.snapshot.people[row])
                    try await edit.write(change, of: number, before: before)
                    if change.active == false, before.active { try await edit.declineProposals(of: row) }
                    changed.append(number)
                } else {
                    try await edit.insert(key, next, company: edit.record.companyNumbers[company])
                    try await edit.write(change, of: next, before: Salesperson(key: key, company: company))
                    added.append(next)
                    next += 1
                }
            }
            try await edit.announce()
            try await edit.note(
                Deed(
                    "people.brought", on: "alliance", edit.id.uuid.text, people: (added + changed).sorted(),
                    evidence: ["added": "\(added.count)", "changed": "\(changed.count)"]))
            return (added.count, changed.count)
        }
    }

    /// Hands a person's open pairings over: each ends or is declined, and a colleague is proposed to the counterpart.
    ///
    /// - Parameters:
    ///   - number: stored number of who hands over.
    ///   - successor: stored number of a colleague of the same side.
    /// - Returns: the proposals, and the counterparts (rows) of whom the colleague cannot be proposed to, with why.
    public func handOver(
        _ number: Int, to successor: Int, reason: String, for viewer: Viewer, at instant: Date
    ) async throws -> (record: AllianceRecord, proposed: [StoredPairing], left: [Int: [Hindrance]]) {
        try await edit(for: viewer, at: instant) { edit in
            let (row, next) = (try edit.row(ofPerson: number), try edit.row(ofPerson: successor))
            let side = edit.snapshot.side(of: row)
            var proposed: [StoredPairing] = []
            var left: [Int: [Hindrance]] = [:]
            for pairing in try await edit.reader.pairings(of: [number]) where pairing.life.status.isOpen {
                let no: LifeStep =
                    pairing.life.status.isRunning
                    ? .end(reason: reason, neverAgain: false) : .decline(reason: reason, neverAgain: false)
                _ = try await edit.update(pairing, to: pairing.life.taking(no, by: side, on: edit.today))
                let other = pairing.person(on: side.opposite)
                let (a, b) = side == .a ? (next, other) : (other, next)
                let now = try await edit.goneOn()
                let standing = try await now.hindrances(between: a, and: b).filter { $0.blocks(.accept) }
                if standing.isEmpty, try await edit.reader.openPairing(a, b) == nil {
                    let life = PairingLife(acceptedBy: [side], terms: pairing.life.terms)
                    proposed.append(try await now.insert(life, a, b))
                } else {
                    left[other] = standing
                }
            }
            try await edit.announce()
            try await edit.note(
                Deed("person.handed-over", on: "person", "\(number)", people: [number, successor]))
            return (edit.record, proposed, left)
        }
    }
}

extension Store {
    /// Who stands in for whom, by rows.
    public func deputies(for viewer: Viewer, at instant: Date) async throws -> [Int: Int] {
        try await look(for: viewer, at: instant) { edit in
            let rows = try await edit.transaction.query(
                "select person, deputy from rapport.deputy where alliance_id = \(edit.id.uuid)",
                as: (Int, Int).self)
            return Dictionary(
                uniqueKeysWithValues: rows.compactMap { person, deputy in
                    edit.record.index(ofPersonNumber: person).flatMap { row in
                        edit.record.index(ofPersonNumber: deputy).map { (row, $0) }
                    }
                })
        }
    }
}
