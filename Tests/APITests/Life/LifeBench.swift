import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import Testing

/// A manager of each side, a salesperson of each, and two people who could be paired.
struct LifeBench: Sendable {
    let service: TestService
    let personA: String
    let personB: String
    let managerA: HTTPFields
    let managerB: HTTPFields
    let salespersonA: HTTPFields
    let salespersonB: HTTPFields
    let admin: HTTPFields
    /// Keys of the customers that the two share.
    let shared: [String]

    /// - Parameter sharing: whether the two share a customer.
    static func make(sharing: Bool = false) async throws -> LifeBench {
        let service = try await TestService.make()
        let snapshot = service.record.snapshot
        let pair = try #require(strangers(in: snapshot), "the sample has two people who could be paired")
        if sharing { try await share(joint, pair, in: service) }
        let (a, b) = (snapshot.people[pair.a].key, snapshot.people[pair.b].key)
        return LifeBench(
            service: service, personA: a, personB: b,
            managerA: try await service.key(.manager(company: service.companyNumber(of: a))),
            managerB: try await service.key(.manager(company: service.companyNumber(of: b))),
            salespersonA: try await service.key(.salesperson(number: service.number(of: a))),
            salespersonB: try await service.key(.salesperson(number: service.number(of: b))),
            admin: try await service.key(.admin), shared: sharing ? [joint] : [])
    }

    private static let joint = "joint-customer"

    /// Two people with room who were never paired and share no customer.
    private static func strangers(in snapshot: Snapshot) -> (a: Int, b: Int)? {
        for a in snapshot.people(on: .a) {
            for b in snapshot.people(on: .b) {
                let found = hindrances(between: a, and: b, in: snapshot, agreed: [], on: Day(Date()))
                let haveMet = snapshot.pairings.contains { $0.personA == a && $0.personB == b }
                if found.isEmpty, !haveMet { return (a, b) }
            }
        }
        return nil
    }

    private static func share(_ account: String, _ pair: (a: Int, b: Int), in service: TestService)
        async throws
    {
        var told = service.record.snapshot
        told.coverage += [pair.a, pair.b].map { AccountCoverage(account: account, person: $0) }
        _ = try await service.batch.store(Incoming(snapshot: told), over: service.record, at: Date())
    }

    /// Proposes the pair, as the manager of side a, whatever was declined before.
    func propose(_ client: any TestClientProtocol, terms: String = "{\"days\": 42}") async throws -> [String:
        Any]
    {
        let answer = try await client.send(
            .post, "/v1/pairings", managerA,
            "{\"person\": \"\(personA)\", \"counterpart\": \"\(personB)\", \"terms\": \(terms)}",
            forAny: true)
        #expect(answer.status == .created, "\(String(buffer: answer.body))")
        return try json(answer)
    }

    /// Takes a step and gives the answer, whatever it is.
    func step(
        _ client: any TestClientProtocol, _ pairing: [String: Any], _ key: HTTPFields, _ body: String
    ) async throws -> TestResponse {
        let id = try #require(pairing["pairing"] as? String)
        let version = try #require(pairing["version"] as? Int)
        return try await client.send(.post, "/v1/pairings/\(id)/steps", key, body, version: version)
    }

    /// Takes a step that has to succeed.
    func took(
        _ client: any TestClientProtocol, _ pairing: [String: Any], _ key: HTTPFields, _ body: String
    ) async throws -> [String: Any] {
        let answer = try await step(client, pairing, key, body)
        #expect(answer.status == .ok, "\(String(buffer: answer.body))")
        return try json(answer)
    }

    /// A trial of the pair that starts today.
    func trial(_ client: any TestClientProtocol) async throws -> [String: Any] {
        var pairing = try await propose(client)
        pairing = try await took(client, pairing, managerB, "{\"step\": \"accept\"}")
        return try await took(client, pairing, managerA, "{\"step\": \"start\"}")
    }
}

extension TestClientProtocol {
    /// Sends a request with all that the conventions ask for.
    ///
    /// - Parameters:
    ///   - version: for which it is meant.
    ///   - isForAny: whether it is meant for whatever is there.
    func send(
        _ method: HTTPRequest.Method, _ path: String, _ key: HTTPFields, _ text: String? = nil,
        version: Int? = nil, forAny isForAny: Bool = false
    ) async throws -> TestResponse {
        var headers = key
        if isForAny { headers[.ifMatch] = "*" }
        if method == .post { headers[HTTPField.Name("Idempotency-Key")!] = UUID().uuidString }
        if let version { headers[.ifMatch] = "\"\(version)\"" }
        return try await execute(uri: path, method: method, headers: headers, body: text.map { body($0) })
    }

    /// The version of something, as its `ETag` tells it.
    func version(of path: String, _ key: HTTPFields) async throws -> Int {
        let answer = try await send(.get, path, key)
        let tag = try #require(answer.headers[.eTag], "\(path): \(answer.status)")
        return try #require(Int(tag.dropFirst().dropLast()))
    }

    /// Reads something.
    func read(_ path: String, _ key: HTTPFields) async throws -> [String: Any] {
        let answer = try await send(.get, path, key)
        #expect(answer.status == .ok, "\(path): \(String(buffer: answer.body))")
        return try json(answer)
    }
}
