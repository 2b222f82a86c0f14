import Foundation
package import Hummingbird

extension Parameters {
    /// A part of the path as the text that it stands for: keys have letters of every script, spaces and slashes, which a path
    /// writes as `%C3%AB`. Hummingbird hands parts on as they were sent.
    ///
    /// - Parameter name: the part's name in the route.
    /// - Returns: the text; what was sent where that is no encoded text, or one with control characters, which no key has
    ///   and PostgreSQL partly refuses: it then names nothing that is there.
    package func part(_ name: String) throws -> String {
        let sent = try require(name)
        guard let text = sent.removingPercentEncoding,
            !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
        else { return sent }
        return text
    }
}
