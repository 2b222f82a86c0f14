import Gateway
import Hummingbird

/// What a list is narrowed by: parts of the query that may be left out.
extension Request {
    /// `true`, `false`, or nil when it is left out.
    func flag(_ name: String) throws -> Bool? {
        guard let text = uri.queryParameters[name[...]] else { return nil }
        switch text {
        case "true": return true
        case "false": return false
        default:
            throw GatewayError.badField(
                name: name, message: "\"\(text)\" is neither true nor false.", hint: "Leave it out for both.")
        }
    }

    /// A key or a name, or nil when it is left out.
    func key(_ name: String) throws -> String? {
        guard let text = uri.queryParameters[name[...]].map(String.init) else { return nil }
        guard (1...200).contains(text.unicodeScalars.count) else {
            throw GatewayError.badField(
                name: name, message: "nothing has so long a key, or so short a one.",
                hint: "Give the key of one, or leave it out for all.")
        }
        return text
    }

    /// One of a few words, or nil when it is left out.
    func word<Word: RawRepresentable<String> & CaseIterable>(_ name: String) throws -> Word? {
        try uri.queryParameters[name[...]].map { try Choice.read(String($0), named: name) }
    }
}
