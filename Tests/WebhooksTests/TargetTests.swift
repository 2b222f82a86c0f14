import Domain
import Foundation
import Testing

@testable import Storage
@testable import Webhooks

/// A webhook reaches the public internet and nothing else.
@Suite struct TargetTests {
    @Test(arguments: [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1",
        "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.19.255.255",
        "224.0.0.1",
        "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "fc00::1",
        "fd12::1",
        "fe80::1", "ff02::1", "2001:db8::1", "2001::1", "2002:7f00:1::", "3fff::1", "localhost", "",
    ])
    func `an address of a private or special network is not public`(address: String) {
        #expect(!PublicAddress.contains(address))
    }

    @Test(arguments: [
        "8.8.8.8", "1.1.1.1", "100.63.255.255", "100.128.0.1", "172.32.0.1", "2606:4700::1111",
        "2a00:1450::1",
    ])
    func `an address of the internet is public`(address: String) {
        #expect(PublicAddress.contains(address))
    }

    /// Each of these names this machine or its network in another way.
    @Test(arguments: [
        "https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://2130706433/",
        "https://0x7f000001/",
        "https://0177.0.0.1/", "https://127.1/", "https://0/", "https://[::ffff:127.0.0.1]/",
        "https://169.254.169.254/",
    ])
    func `a delivery to this machine is refused however it is named`(url: String) async throws {
        let outcome = await Sender(targets: .isPublic).send(delivery(to: url), at: Date())
        #expect(outcome.status == nil)
        let refused = [TargetError.privateAddress, .unknownHost, .unreadable].map(\.problem.message)
        #expect(refused.contains(outcome.failure ?? ""), "\(outcome.failure ?? "it was sent")")
    }

    @Test func `the signature is that of the specification's example`() {
        // Standard Webhooks 1.0, reference implementation's test vector.
        let secret = Data(base64Encoded: "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw") ?? Data()
        let signature = Signature.sign(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek", seconds: 1_614_265_330,
            body: Array("{\"test\": 2432232314}".utf8),
            secret: Array(secret))
        #expect(signature == "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test func `tries are spread over hours`() {
        let waits = (1..<Courier.tries).map(Courier.wait)
        #expect(waits[0] < 6.1 && waits[0] > 3.9)
        #expect(zip(waits, waits.dropFirst()).allSatisfy { $1 > $0 })
        #expect((2 * 3600...12 * 3600).contains(waits.reduce(0, +)))
    }
}

/// A delivery of some event.
func delivery(to url: String) -> DueDelivery {
    DueDelivery(
        webhook: UUID(), url: url, secret: Array(repeating: 7, count: 32),
        event: Event(
            id: UUID(), kind: "pairing.accepted", objectKind: "pairing", objectID: "1", people: ["a", "b"],
            facts: "{\"revision\":\"7\"}", happenedAt: Date()), attempt: 1)
}
