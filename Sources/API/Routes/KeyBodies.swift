import Foundation
import Gateway
import Storage

/// What is posted to `/v1/keys`.
struct NewKeyBody: Decodable, Sendable {
    var keys: RoleKeys
    var scopes: [String]?
    var label: String?
    var days: Int?

    private enum Names: CodingKey { case scopes, label, days }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Names.self)
        keys = try RoleKeys(from: decoder)
        scopes = try fields.decodeIfPresent([String].self, forKey: .scopes)
        label = try fields.decodeIfPresent(String.self, forKey: .label)
        days = try fields.decodeIfPresent(Int.self, forKey: .days)
    }

    var checkedDays: Int? {
        get throws {
            guard let days, !(1...3650).contains(days) else { return days }
            throw GatewayError.badField(
                name: "days", message: "\(days) is not in 1...3650.",
                hint: "Leave it out for a key without end.")
        }
    }
}

/// What is sent to change a key; what is left out stays.
struct KeyChangeBody: Decodable, Sendable {
    var label: String?
    var revoked: Bool?
}

/// A key as whoever looks after it sees it.
struct KeyView: Encodable, Sendable {
    /// The key's id, which opens nothing.
    var key: String
    var label: String
    var role: String
    var company: String?
    var team: String?
    var person: String?
    var scopes: [String]?
    var revoked: Bool
    var createdAt: Date
    var expiresAt: Date?
    var revokedAt: Date?
    var version: Int64
    /// What opens the service: in the answer that makes the key, and nowhere else.
    var token: String?
    /// Stands in place of the token when that answer is given again.
    var tokenShownBefore: Bool?

    /// The fields that a list can be narrowed to.
    static let fields = [
        "key", "label", "role", "company", "team", "person", "scopes", "revoked", "createdAt", "expiresAt",
        "revokedAt", "version",
    ]

    init(_ key: KeySummary) throws {
        self.key = key.id.text
        label = key.label
        role = key.role.role
        company = key.role.company
        team = key.role.team
        person = key.role.person
        scopes = key.role.role == "integration" ? key.scopes : nil
        revoked = key.revokedAt != nil
        createdAt = key.createdAt
        expiresAt = key.expiresAt
        revokedAt = key.revokedAt
        version = try key.version
    }

    /// Orders by when they were made; sixteen digits until the year 2286.
    var sortKey: String { "\(Int64(createdAt.timeIntervalSince1970 * 1_000_000)) \(key)" }

    func showing(_ token: BearerToken) -> KeyView {
        var view = self
        view.token = token.text
        return view
    }

    var withTokenShownBefore: KeyView {
        var view = self
        view.tokenShownBefore = true
        return view
    }
}
