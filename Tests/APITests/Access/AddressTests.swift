import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import API

/// From where a request comes: a proxy's word counts, nobody else's.
@Suite struct AddressTests {
    private static func address(
        proxy: String?, forwardedFor values: [String]
    ) async throws -> String {
        let router = Router(context: AnyoneContext.self)
        router.add(middleware: AddressStage(proxy: proxy))
        router.get("address") { _, context in context.address }
        return try await Application(router: router).test(.live) { client in
            var headers: HTTPFields = [:]
            headers[values: .xForwardedFor] = values
            let answer = try await client.execute(uri: "/address", method: .get, headers: headers)
            return String(buffer: answer.body)
        }
    }

    @Test(arguments: [
        ([], "127.0.0.1"), (["203.0.113.7"], "203.0.113.7"),
        // What stands before was written by whoever asked the proxy.
        (["10.0.0.1, 203.0.113.7"], "203.0.113.7"), (["10.0.0.1", "203.0.113.7"], "203.0.113.7"),
    ])
    func `the proxy says whom it speaks for`(values: [String], expected: String) async throws {
        let seen = try await Self.address(proxy: "127.0.0.1", forwardedFor: values)
        #expect(seen == expected)
    }

    @Test(arguments: [nil, "192.0.2.1"])
    func `whoever is no proxy speaks for nobody`(proxy: String?) async throws {
        let seen = try await Self.address(proxy: proxy, forwardedFor: ["203.0.113.7"])
        #expect(seen == "127.0.0.1")
    }
}
