public import Foundation
import Postgres

extension Store {
    /// Asks for a person to be forgotten; a worker does it within seconds. Asking twice is asking once.
    ///
    /// - Parameters:
    ///   - number: the person; the gateway has checked that the viewer may ask for it.
    ///   - version: the one of ``person(_:for:at:)`` that was read: nobody is forgotten by a key that names another by now.
    /// - Throws: ``OutdatedVersion``, ``StorageError/noPerson(_:alliance:)``.
    public func askToErase(
        person number: Int, expecting version: ExpectedVersion, for viewer: Viewer, at instant: Date
    ) async throws {
        try await edit(for: viewer, at: instant) { edit in
            try version.check(try await edit.person(try edit.row(ofPerson: number)).version)
            let asked = try await edit.transaction.execute(
                """
                insert into rapport.erasure (alliance_id, person, asked_at)
                values (\(edit.id.uuid), \(number), \(instant))
                on conflict do nothing
                """)
            guard asked > 0 else { return }
            try await Change.ask(for: .erase, of: edit.id, at: instant, in: edit.transaction)
            try await edit.note(Deed("person.erasure-asked", on: "person", "\(number)", people: [number]))
        }
    }
}
