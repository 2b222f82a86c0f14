import AsyncHTTPClient
import Domain
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Storage

/// Sends one delivery.
struct Sender: Sendable {
    let targets: TargetPolicy

    /// What came of it: `failure` is nil for an answer of 2xx.
    struct Outcome: Sendable {
        var status: Int?
        var failure: String?
    }

    /// Sends an event to its webhook.
    ///
    /// The host is looked up once, here, and the request goes to the address that was checked: a name that points
    /// elsewhere a moment later changes nothing. Redirects are not followed, and no more than some of the answer is read.
    func send(_ delivery: DueDelivery, at instant: Date) async -> Outcome {
        do {
            let url = try targets.check(delivery.url)
            guard let host = url.host() else { throw TargetError.unreadable }
            let address = try await self.address(
                of: host, port: url.port ?? (url.scheme == "http" ? 80 : 443))
            return try await send(delivery, to: url, host: host, address: address, at: instant)
        } catch let error as TargetError {
            return Outcome(failure: error.problem.message)
        } catch let error as HTTPClientError {
            return Outcome(failure: error.shortDescription)
        } catch {
            return Outcome(failure: "The receiver cannot be reached.")
        }
    }

    private func address(of host: String, port: Int) async throws -> String {
        // The look-up blocks.
        let found = try? await NIOThreadPool.singleton.runIfActive {
            try SocketAddress.makeAddressResolvingHost(host.trimmingCharacters(in: ["[", "]"]), port: port)
        }
        guard let address = found?.ipAddress else { throw TargetError.unknownHost }
        guard targets == .any || PublicAddress.contains(address) else { throw TargetError.privateAddress }
        return address
    }

    private func send(
        _ delivery: DueDelivery, to url: URL, host: String, address: String, at instant: Date
    ) async throws -> Outcome {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(5), read: .seconds(15)))
        configuration.dnsOverride = [host: address]
        let body = Self.body(of: delivery.event)
        var request = HTTPClientRequest(url: url.absoluteString)
        request.method = .POST
        request.headers = ["Content-Type": "application/json", "User-Agent": "rapport"]
        let seconds = Int(instant.timeIntervalSince1970)
        let id = delivery.event.id.uuidString.lowercased()
        for (name, value) in Signature.headers(id: id, seconds: seconds, body: body, secret: delivery.secret)
        {
            request.headers.add(name: name, value: value)
        }
        request.body = .bytes(body)
        let ready = request
        return try await HTTPClient.withHTTPClient(configuration: configuration) { client in
            let response = try await client.execute(ready, timeout: .seconds(20))
            // Reading a little lets a well-behaved receiver finish; more is nobody's business.
            _ = try? await response.body.collect(upTo: 4096)
            let status = Int(response.status.code)
            let isFine = (200..<300).contains(status)
            return Outcome(status: status, failure: isFine ? nil : "The receiver answered \(status).")
        }
    }

    /// The event as receivers read it.
    static func body(of event: Event) -> [UInt8] {
        let told = ToldEvent(
            id: event.id.uuidString.lowercased(), kind: event.kind, at: event.happenedAt,
            object: .init(kind: event.objectKind, id: event.objectID), people: event.people,
            facts: (try? JSONDecoder().decode([String: String].self, from: Data(event.facts.utf8))) ?? [:])
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        return (try? Array(encoder.encode(told))) ?? []
    }
}

private struct ToldEvent: Encodable {
    var id: String
    var kind: String
    var at: Date
    var object: Thing
    var people: [String]
    var facts: [String: String]

    struct Thing: Encodable {
        var kind: String
        var id: String
    }
}
