import Foundation

/// The header of a token that has not been verified: it chooses among the keys that are known, and decides nothing else.
struct TokenHeader {
    /// The algorithm that it claims.
    let algorithm: String
    /// The key that it claims.
    let keyID: String
    private let members: Set<String>
    private let type: String?

    /// Reads a token's header; nil when it is not a JSON object with text in `alg` and `kid`, each member once.
    init?(of token: String) {
        guard token.split(separator: ".", omittingEmptySubsequences: false).count == 3,
            Self.hasUniqueMembers(in: token, part: 0), let object = Self.object(in: token, part: 0),
            let algorithm = object["alg"] as? String, let keyID = object["kid"] as? String
        else { return nil }
        self.algorithm = algorithm
        self.keyID = keyID
        members = Set(object.keys)
        type = (object["typ"] as? String)?.lowercased()
        if object["typ"] != nil, type == nil { return nil }
    }

    /// Whether the header is one of a signed token and brings nothing that would change how it is checked: no key of its
    /// own (`jwk`, `jku`, `x5c`, `x5u`), no extension (`crit`, `b64`).
    var isPlain: Bool {
        members.isSubset(of: ["alg", "kid", "typ", "x5t", "x5t#S256"])
            && [nil, "jwt", "at+jwt", "application/at+jwt"].contains(type)
    }

    /// Whether the object of a part names each of its members once: readers differ in which of two they take.
    static func hasUniqueMembers(in token: String, part: Int) -> Bool {
        guard let bytes = bytes(of: token, part: part), let object = object(in: token, part: part) else {
            return false
        }
        return countMembers(bytes) == object.count
    }

    private static func object(in token: String, part: Int) -> [String: Any]? {
        bytes(of: token, part: part).flatMap { try? JSONSerialization.jsonObject(with: Data($0)) }
            as? [String: Any]
    }

    private static func bytes(of token: String, part: Int) -> [UInt8]? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        let text = parts[part].replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return Data(base64Encoded: text + padding).map(Array.init)
    }

    /// How many members the outermost object of well-formed JSON has: its colons outside of texts and of inner values.
    private static func countMembers(_ json: [UInt8]) -> Int {
        var (depth, count, isText, isEscaped) = (0, 0, false, false)
        for byte in json {
            switch byte {
            case _ where isEscaped: isEscaped = false
            case UInt8(ascii: "\\") where isText: isEscaped = true
            case UInt8(ascii: "\""): isText.toggle()
            case _ where isText: break
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ":") where depth == 1: count += 1
            default: break
            }
        }
        return count
    }
}
