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

    /// Some salespeople with their versions, as ``person(_:for:at:)`` tells them, and the alliance that both are of.
    ///
    /// - Parameter choose: picks rows of the alliance.
    /// - Returns: among others the versions by row.
    public func people(
        for viewer: Viewer, at instant: Date, choosing choose: @Sendable (AllianceRecord) throws -> [Int]
    ) async throws -> (record: AllianceRecord, rows: [Int], versions: [Int: Int64]) {
        try await look(for: viewer, at: instant) { edit in
            let rows = try choose(edit.record)
            return (edit.record, rows, try await edit.versions(of: rows))
        }
    }

    /// Adds salespeople that are new and changes those that are there, all or nothing. Whoever becomes inactive has
    /// their open proposals declined.
    ///
    /// - Parameters:
    ///   - people: what is told, everybody once.
    ///   - isForAny: whether it is meant for whatever is there of those who name no version.
    /// - Returns: how many were added, and how many were there.
    /// - Throws: ``PeopleVersionError``.
    public func upsert(
        _ people: [ToldPerson], overAny isForAny: Bool, for viewer: Viewer, at instant: Date
    ) async throws -> (added: Int, changed: Int) {
        try await edit(for: viewer, at: instant) { edit in
            try await edit.check(people, overAny: isForAny)
            var next = (edit.record.personNumbers.last ?? 0) + 1
            let known = Dictionary(
                uniqueKeysWithValues: zip(edit.snapshot.people.map(\.key), edit.snapshot.people.indices))
            var (added, changed): ([Int], [Int]) = ([], [])
            for told in people {
                let (key, change) = (told.key, told.change)
                if let row = known[key] {
                    let (number, before) = (edit.record.personNumbers[row], edit.snapshot.people[row])
                    try await edit.write(change, of: number, before: before)
                    if change.active == false, before.active { try await edit.declineProposals(of: row) }
                    changed.append(number)
                } else {
                    try await edit.insert(key, next, company: edit.record.companyNumbers[told.company])
                    try await edit.write(
                        change, of: next, before: Salesperson(key: key, company: told.company))
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

    /// A person's open pairings, which a hand-over would hand over, with their version.
    ///
    /// - Parameter number: stored number of the person.
    public func toHandOver(
        of number: Int, for viewer: Viewer, at instant: Date
    ) async throws -> (record: AllianceRecord, pairings: [StoredPairing], version: Int64) {
        try await look(for: viewer, at: instant) { edit in
            let open = try await edit.openPairings(of: number)
            return (edit.record, open, try open.handOverVersion)
        }
    }

    /// Hands a person's open pairings over: each ends or is declined, and a colleague is proposed to the counterpart.
    ///
    /// - Parameters:
    ///   - number: stored number of who hands over.
    ///   - successor: stored number of a colleague of the same side.
    ///   - version: the one of ``toHandOver(of:for:at:)`` that it is meant for.
    /// - Returns: the proposals, and the counterparts (rows) of whom the colleague cannot be proposed to, with why.
    /// - Throws: ``OutdatedVersion``.
    public func handOver(
        _ number: Int, to successor: Int, reason: String, expecting version: ExpectedVersion,
        for viewer: Viewer,
        at instant: Date
    ) async throws -> (record: AllianceRecord, proposed: [StoredPairing], left: [Int: [Hindrance]]) {
        try await edit(for: viewer, at: instant) { edit in
            let (row, next) = (try edit.row(ofPerson: number), try edit.row(ofPerson: successor))
            let side = edit.snapshot.side(of: row)
            let open = try await edit.openPairings(of: number)
            try version.check(try open.handOverVersion)
            var proposed: [StoredPairing] = []
            var left: [Int: [Hindrance]] = [:]
            for pairing in open {
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

extension Edit {
    fileprivate func openPairings(of number: Int) async throws -> [StoredPairing] {
        try await reader.pairings(of: [number]).filter(\.life.status.isOpen)
    }
}

extension [StoredPairing] {
    /// Read off whose pairings these are and what was done to each; of two people no two are open at once.
    fileprivate var handOverVersion: Int64 {
        get throws {
            try ContentVersion.of(
                map { pairing in
                    let life = pairing.life
                    let started = life.started.map(\.description) ?? ""
                    return
                        "\(pairing.personA) \(pairing.personB) \(life.status) \(started) \(pairing.version)"
                }.sorted())
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
