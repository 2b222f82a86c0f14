public import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// Where an identity provider's public keys are.
public enum KeySource: Sendable, Hashable {
    /// A file with a JWK set.
    case file(String)
    /// An address that answers with one.
    case address(URL)

    /// Reads a setting: an address, or else a path.
    /// - Throws: ``KeySetError/unsafe(_:)`` for an address that is not https, unless it is this machine.
    public init(_ text: String) throws(KeySetError) {
        guard text.contains("://") else {
            self = .file(text)
            return
        }
        guard let url = URL(string: text), let host = url.host(),
            url.scheme == "https"
                || url.scheme == "http" && ["127.0.0.1", "localhost", "[::1]", "::1"].contains(host)
        else { throw .unsafe(text) }
        self = .address(url)
    }

    /// The bytes of the JWK set, of at most 1 MiB.
    /// - Throws: ``KeySetError/outOfReach(_:)``.
    func read() async throws -> Data {
        switch self {
        case .file(let path):
            guard let data = FileManager.default.contents(atPath: path), data.count <= Self.largest else {
                throw KeySetError.outOfReach(path)
            }
            return data
        case .address(let url):
            var request = URLRequest(url: url, cachePolicy: .reloadIgnoringLocalCacheData, timeoutInterval: 5)
            request.setValue("application/json", forHTTPHeaderField: "Accept")
            // Keys that another address answered with after a redirect are not taken: it was never checked.
            guard let (data, response) = try? await URLSession.shared.data(for: request),
                (response as? HTTPURLResponse)?.statusCode == 200, response.url == url,
                data.count <= Self.largest
            else { throw KeySetError.outOfReach(url.absoluteString) }
            return data
        }
    }

    private static let largest = 1 << 20
}
