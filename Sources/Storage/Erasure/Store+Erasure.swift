public import Foundation
import Postgres

extension Store {
    /// Asks for a person to be forgotten; a worker does it within seconds. Asking twice is asking once.
    ///
    /// - Parameter number: the person; the gateway has checked that the viewer may ask for it.
    public func askToErase(person number: Int, for viewer: Viewer, at instant: Date) async throws {
        try await write(for: viewer) { transaction in
            let asked = try await transaction.execute(
                """
                insert into rapport.erasure (alliance_id, person, asked_at)
                values (\(viewer.alliance.uuid), \(number), \(instant))
                on conflict do nothing
                """)
            guard asked > 0 else { return }
            try await Change.ask(for: .erase, of: viewer.alliance, at: instant, in: transaction)
            try await Deed("person.erasure-asked", on: "person", "\(number)", people: [number])
                .record(by: viewer, at: instant, in: transaction)
        }
    }
}
