import Foundation
import Gateway
import HTTPTypes
import Hummingbird

/// Where a page of a list begins: right after the entry with these sort keys.
///
/// To clients it is opaque. It is not signed: it names a place in a list of which its holder sees only what they may see.
struct Cursor: Sendable, Hashable {
    /// Which list it belongs to.
    var list: String
    /// Sort keys of the last entry of the page before.
    var keys: [String]

    /// As it travels.
    var text: String {
        let json = JSONValue.array(([list] + keys).map { .string($0) }).text
        return Data(json.utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Reads a cursor that this list made.
    /// - Parameter count: how many sort keys the list has.
    /// - Throws: ``ConventionError/badCursor``.
    init(_ text: String, list: String, keys count: Int) throws {
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: standard + padding),
            case .array(let values)? = try? JSONReader.read(Array(data)), values.count == count + 1
        else { throw ConventionError.badCursor }
        let texts = values.compactMap { value in
            if case .string(let text) = value { text } else { nil }
        }
        guard texts.count == count + 1, texts[0] == list else { throw ConventionError.badCursor }
        self.init(list: list, keys: Array(texts.dropFirst()))
    }

    init(list: String, keys: [String]) {
        self.list = list
        self.keys = keys
    }
}

/// Which part of a list a request asks for.
struct PageRequest: Sendable {
    /// How many entries at most, 1...100.
    var limit: Int
    /// Where to go on; nil at the beginning.
    var after: Cursor?
    private let list: String

    /// Reads `limit` and `cursor`.
    /// - Parameters:
    ///   - list: names the list; its cursors work for no other.
    ///   - keys: how many sort keys its cursors hold.
    init(_ request: Request, list: String, keys: Int, standard: Int = 50) throws {
        limit = try request.limit(standard: standard)
        after = try request.uri.queryParameters["cursor"].map {
            try Cursor(String($0), list: list, keys: keys)
        }
        self.list = list
    }

    /// The cursor of the page after an entry with these sort keys.
    func cursor(after keys: [String]) -> Cursor { Cursor(list: list, keys: keys) }

    /// The part of a list in memory, sorted by the bytes of its keys, and where the next one begins.
    ///
    /// - Parameters:
    ///   - more: how many more than are asked for.
    ///   - keys: the sort keys of an entry.
    func part<Entry>(
        of entries: [Entry], andMore more: Int = 0, keys: (Entry) -> [String]
    ) -> (part: [Entry], next: Cursor?) {
        let rest = entries.drop { entry in
            guard let after else { return false }
            return !after.keys.lexicographicallyPrecedes(keys(entry)) {
                $0.utf8.lexicographicallyPrecedes($1.utf8)
            }
        }
        let part = Array(rest.prefix(limit + more))
        guard rest.count > part.count, let last = part.last else { return (part, nil) }
        return (part, Cursor(list: list, keys: keys(last)))
    }
}

extension Request {
    /// The query's `limit`, 1...100.
    func limit(standard: Int) throws -> Int {
        guard let text = uri.queryParameters["limit"] else { return standard }
        guard let limit = Int(text), (1...100).contains(limit) else {
            throw GatewayError.badField(
                name: "limit", message: "\"\(text)\" is not a number from 1 to 100.",
                hint: "Leave it out to get \(standard).")
        }
        return limit
    }
}
