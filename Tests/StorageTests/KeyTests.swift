import Domain
import Foundation
import Postgres
import StoreTestSupport
import Testing

@testable import Storage

@Suite struct KeyTests {
    @Test func `a token's text is read back as the same token, and other texts are none`() {
        let token = BearerToken.random(for: AllianceID(UUID()))
        #expect(BearerToken(token.text) == token)
        #expect(token.text.utf8.count == 72)
        for wrong in [
            "", "rapport_", String(token.text.dropLast()), token.text + "A",
            "Rapport_" + token.text.dropFirst(8),
            token.text.dropLast() + "*", token.text.dropLast() + "=", " " + token.text.dropFirst(),
        ] { #expect(BearerToken(wrong) == nil, "\(wrong)") }
        #expect(!"\(token)".contains(token.text.suffix(20)))
        #expect(!String(reflecting: token).contains(token.text.suffix(20)))
    }

    @Test func `tokens are not made twice`() {
        let id = AllianceID(UUID())
        let tokens = Set((0..<1000).map { _ in BearerToken.random(for: id).secret })
        #expect(tokens.count == 1000)
    }

    @Test(arguments: [
        Viewer.Role.admin, .integration(scopes: [.sheetsWrite, .peopleRead]), .manager(company: 2), .auditor,
        .salesperson(number: 3), .companyAdmin(company: 1),
    ])
    func `whoever presents a key is its viewer`(role: Viewer.Role) async throws {
        try await MigratedDatabase.with { database in
            let viewer = Viewer(alliance: try await database.stored(foursome()).id, role: role)
            let token = try await database.batch.createKey(for: viewer, label: "key", at: instant)
            let keys = try await database.batch.keys(of: viewer.alliance)
            #expect(keys.map(\.role.role) == [role.name])
            let holder = Viewer(alliance: viewer.alliance, role: role, identity: .key(keys[0].id))
            try await expectEqual(database.store.viewer(presenting: token, at: instant), holder)
            let subject: String? =
                switch role {
                case .manager: "south"
                case .companyAdmin: "north"
                case .salesperson: "b1"
                case .admin, .auditor, .integration: nil
                }
            #expect(keys.map(\.role.subject) == [subject])
        }
    }

    @Test func `only a digest is stored`() async throws {
        try await MigratedDatabase.with { database in
            let id = try await database.stored(foursome()).id
            let token = try await database.batch.createKey(
                for: Viewer(alliance: id, role: .admin), label: "key", at: instant)
            let rows = try await database.look(
                "select to_jsonb(api_key)::text from rapport.api_key", as: String.self)
            let hex = token.secret.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            #expect(rows.count == 1)
            #expect(!rows[0].contains(hex))
            #expect(!rows[0].contains(token.text.suffix(42)))
            let digests = try await database.look(
                "select digest = sha256(\(token.secret)) from rapport.api_key", as: Bool.self)
            #expect(digests == [true])
        }
    }

    @Test func `expired, revoked, altered and foreign tokens are nobody's`() async throws {
        try await MigratedDatabase.with { database in
            let id = try await database.stored(foursome()).id
            let other = try await database.stored(foursome(key: "other")).id
            let admin = Viewer(alliance: id, role: .admin)
            let hour = instant.addingTimeInterval(3600)
            let expiring = try await database.batch.createKey(
                for: admin, label: "expiring", at: instant, expiring: hour)
            let expiringKey = try #require(try await database.batch.keys(of: id).first)
            var viewer = Viewer(alliance: id, role: .admin, identity: .key(expiringKey.id))
            let before = hour.addingTimeInterval(-0.001)
            try await expectEqual(database.store.viewer(presenting: expiring, at: before), viewer)
            try await expectEqual(database.store.viewer(presenting: expiring, at: hour), nil)

            let token = try await database.batch.createKey(for: admin, label: "lasting", at: hour)
            let foreign = BearerToken(alliance: other, secret: token.secret)
            try await expectEqual(database.store.viewer(presenting: foreign, at: instant), nil)
            let altered = BearerToken(alliance: id, secret: [token.secret[0] ^ 1] + token.secret[1...])
            try await expectEqual(database.store.viewer(presenting: altered, at: instant), nil)
            let nowhere = BearerToken(alliance: AllianceID(UUID()), secret: token.secret)
            try await expectEqual(database.store.viewer(presenting: nowhere, at: instant), nil)

            let key = try #require(try await database.batch.keys(of: id).last)
            #expect(key.label == "lasting")
            viewer = Viewer(alliance: id, role: .admin, identity: .key(key.id))
            try await expectEqual(database.batch.revokeKey(key.id, of: other, at: instant), false)
            try await expectEqual(database.store.viewer(presenting: token, at: instant), viewer)
            try await expectEqual(database.batch.revokeKey(key.id, of: id, at: instant), true)
            try await expectEqual(database.store.viewer(presenting: token, at: instant), nil)
            try await expectEqual(database.batch.revokeKey(key.id, of: id, at: instant), false)
        }
    }
}
