import Domain
import Foundation
import Postgres
import StoreTestSupport
import Testing

@testable import Storage

/// What operators do at the command line stands in the audit, as theirs, and webhooks are told of it.
@Suite struct OperatorTests {
    @Test func `keys, users, teams, policies and imports of operators are audited`() async throws {
        try await MigratedDatabase.with { database in
            let record = try await database.stored(foursome())
            let (batch, id) = (database.batch, record.id)
            let person = Viewer(alliance: id, role: .salesperson(number: record.personNumbers[0]))
            _ = try await batch.createKey(for: person, label: "of Anna", at: instant)
            let key = try #require(try await batch.keys(of: id).first)
            #expect(try await batch.revokeKey(key.id, of: id, at: instant))
            #expect(try await !batch.revokeKey(key.id, of: id, at: instant))
            let admin = Viewer(alliance: id, role: .admin)
            let user = try await batch.createUser(
                for: admin, email: "anna@example.com", password: "hash", subject: nil, at: instant)
            for isDisabled in [true, false] {
                #expect(
                    try await batch.setDisabled(isDisabled, user: "anna@example.com", of: id, at: instant))
            }
            #expect(try await batch.setPassword("other", user: "anna@example.com", of: id, at: instant))
            #expect(try await !batch.setPassword("other", user: "bo@example.com", of: id, at: instant))
            try await batch.setTeam("one", name: "One", ofCompany: 0, members: [0], in: record, at: instant)
            #expect(try await batch.removeTeam("one", ofCompany: 0, in: record, at: instant))
            #expect(try await !batch.removeTeam("one", ofCompany: 0, in: record, at: instant))
            try await batch.setPolicy("{}", of: id, at: instant)
            try await batch.setPolicy(nil, of: id, at: instant)

            let audit = try await database.store.audit(after: 0, object: nil, limit: 100, for: admin)
            #expect(
                audit.map(\.action) == [
                    "alliance.imported", "key.made", "key.revoked", "user.made", "user.disabled",
                    "user.enabled",
                    "user.password-set", "team.set", "team.removed", "policy.changed", "policy.reset",
                ])
            #expect(audit.allSatisfy { $0.actorRole == "operator" && $0.actor == nil })
            let name = record.snapshot.people[0].key
            #expect(audit.filter { $0.people == [name] }.map(\.action) == ["key.made", "team.set"])
            #expect(audit[1].objectID == key.id.text && audit[3].objectID == user.text)
            let told = try await database.look("select count(*) from rapport.outbox", as: Int.self)
            #expect(told == [audit.count])
            let text = try await database.look(
                "select string_agg(to_jsonb(audit)::text, ' ') from rapport.audit", as: String.self)
            for secret in ["anna", "hash", "other", "Anna"] {
                #expect(!text[0].contains(secret), "\(secret)")
            }
        }
    }
}
