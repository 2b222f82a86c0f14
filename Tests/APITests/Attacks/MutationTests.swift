import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import Testing

@testable import API

/// Bodies that were damaged on purpose: whatever comes, the answer is the sender's fault and never ours.
@Suite struct MutationTests {
    /// `RAPPORT_MUTATIONS=100000` for the whole attack; a run of the tests makes a part of it.
    ///
    /// In a process of its own: what other tests allocate meanwhile is none of its business.
    @Test func `no mutated body is answered by a fault and memory stays`() async {
        await #expect(processExitsWith: .success) { try await MutationTests.attack() }
    }

    private static func attack() async throws {
        let count = ProcessInfo.processInfo.environment["RAPPORT_MUTATIONS"].flatMap { Int($0) } ?? 4000
        let service = try await TestService.make()
        let rater = try #require(service.people(on: .a).first)
        let target = try #require(service.people(on: .b).first)
        let keys = [
            try await service.key(.salesperson(number: service.number(of: rater))),
            try await service.key(.admin),
        ]
        let operations = try Operation.all().filter { $0.example != nil && $0.id != "eraseSalesperson" }
        try await service.run { client in
            var statuses: [Int: Int] = [:]
            var memory = 0
            for index in 0..<count {
                let operation = operations[index % operations.count]
                var mutator = Mutator(seed: UInt64(index))
                let example = Array((operation.example ?? "").replacing("bruno.costa", with: target).utf8)
                let status = try await Self.send(
                    mutator.mutated(example), to: operation, target, keys[index % 2], client)
                statuses[status, default: 0] += 1
                // What the first tenth allocates is kept for use: caches, connections, prepared statements.
                if index == count / 10 { memory = try Self.residentKilobytes() }
            }
            #expect(statuses.keys.allSatisfy { $0 < 500 }, "\(statuses)")
            #expect(statuses[400, default: 0] > count / 4, "\(statuses)")
            #expect(try Self.residentKilobytes() - memory < 25 * 1024)
        }
    }

    private static func send(
        _ bytes: [UInt8], to operation: Operation, _ person: String, _ key: HTTPFields,
        _ client: any TestClientProtocol
    ) async throws -> Int {
        var headers = submission(key)
        headers[.ifMatch] = "*"
        headers[.contentType] = "application/json"
        let path = operation.path.replacing("{person}", with: person)
            .replacing(/\{[a-zA-Z]+\}/, with: "6F9619FF-8B86-D011-B42D-00C04FC964FF")
        let method = try #require(HTTPRequest.Method(rawValue: operation.method))
        let answer = try await client.execute(
            uri: path, method: method, headers: headers, body: ByteBuffer(bytes: bytes))
        let isProblem = answer.headers[.contentType] == "application/problem+json"
        #expect(isProblem == (answer.status.code >= 400), "\(operation.id) \(answer.status)")
        return Int(answer.status.code)
    }

    private static func residentKilobytes() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
        return try #require(line.split(separator: " ").compactMap { Int($0) }.first)
    }
}
