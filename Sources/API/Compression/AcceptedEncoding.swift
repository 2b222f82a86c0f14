import Foundation
import HTTPTypes

/// What `Accept-Encoding` says (RFC 9110, 12.5.3).
enum AcceptedEncoding {
    /// Whether the sender takes gzip, and does not like the plain answer better.
    static func takesGzip(_ headers: HTTPFields) -> Bool {
        let text = headers[values: .acceptEncoding].joined(separator: ",")
        let weights = Dictionary(text.split(separator: ",").compactMap(weight), uniquingKeysWith: max)
        let gzip = weights["gzip"] ?? weights["x-gzip"] ?? weights["*"] ?? 0
        return gzip > 0 && gzip >= weights["identity"] ?? 0
    }

    /// A coding with its weight; nil when the weight is none.
    private static func weight(_ part: Substring) -> (String, Double)? {
        let words = part.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
        guard let coding = words.first else { return nil }
        guard let told = words.dropFirst().first else { return (coding, 1) }
        guard told.hasPrefix("q="), let weight = Double(told.dropFirst(2)), (0...1).contains(weight) else {
            return nil
        }
        return (coding, weight)
    }
}
