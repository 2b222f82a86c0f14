import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import Testing

@testable import API

/// Whatever changes what is there says for which version it is: held over the whole description, so that no operation is forgotten.
@Suite struct PreconditionTests {
    /// What needs no version, because it only adds, and what becomes of it where something is there.
    static let additions = [
        "makeKey": "A new key.",
        "makeUser": "A new user; a salesperson who has one is refused another.",
        "makeWebhook": "A new webhook.",
        "replayEvents": "Adds deliveries of what has happened; the webhook stays as it is.",
        "proposeAgreement": "A new agreement; where one stands, 409.",
        "openConflict": "A new conflict; where one is open, 409.",
    ]

    /// What adds where nothing is and changes where something is, or names versions in its body.
    static let conditional: Set = [
        "recordSheet", "recordPulse", "proposePairing", "bringSalespeople", "decideChanges",
    ]

    private static func changes() throws -> [Operation] {
        try Operation.all().filter { $0.method != "GET" && $0.path.hasPrefix("/v1/") }
    }

    @Test func `every operation that changes something takes its version, and says what it answers without`()
        throws
    {
        let changes = try Self.changes()
        for operation in changes {
            let isAddition = Self.additions[operation.id] != nil
            #expect(operation.takesVersion != isAddition, "\(operation.id)")
            #expect(
                operation.headers.contains("If-Match")
                    != (isAddition || Self.conditional.contains(operation.id)),
                "\(operation.id)")
            #expect(operation.statuses.isSuperset(of: [412, 428]) != isAddition, "\(operation.id)")
        }
        #expect(Set(changes.map(\.id)).isSuperset(of: Self.conditional.union(Self.additions.keys)))
    }

    @Test func `without a version nothing is changed, and for another one neither`() async throws {
        let world = try await AccessWorld.make()
        let before = try await world.service.batch.record(of: world.service.alliance, sheets: false)
        try await world.service.run { client in
            var outdated: Set<String> = []
            let changes = try Self.changes().filter { $0.headers.contains("If-Match") }
            for operation in changes {
                let target = try Target(operation, in: world)
                let missing = try await client.send(target, matching: nil)
                #expect(missing.status == .preconditionRequired, "\(operation.id): \(missing.status)")
                let other = try await client.send(target, matching: "\"999999999\"")
                // What a body names may not be there, which is told first.
                #expect([404, 409, 412, 422].contains(other.status.code), "\(operation.id): \(other.status)")
                if other.status == .preconditionFailed { outdated.insert(operation.id) }
            }
            let others = Set(changes.map(\.id)).subtracting(outdated)
            #expect(others == ["handOver", "eraseSalesperson", "answerAgreement"], "\(others)")
        }
        let after = try await world.service.batchAgain().record(of: world.service.alliance, sheets: false)
        #expect(after.revision == before.revision && after.snapshot == before.snapshot)
    }

    @Test func `what needs no version changes nobody's`() async throws {
        let world = try await AccessWorld.make()
        try await world.service.run { client in
            for operation in try Self.changes() where Self.additions[operation.id] != nil {
                let before = try await client.versions(in: world)
                #expect(before.count > 8)
                let target = try Target(operation, in: world)
                let answer = try await client.send(target, matching: nil)
                #expect(answer.status.code < 500)
                let after = try await client.versions(in: world)
                #expect(after == before, "\(operation.id)")
            }
        }
    }
}

extension TestClientProtocol {
    /// Sends an operation's example for a version.
    fileprivate func send(_ target: Target, matching tag: String?) async throws -> TestResponse {
        var headers = target.headers
        headers[.ifMatch] = tag
        let text = target.operation.example?.replacing("bruno.costa", with: target.other)
        return try await execute(
            uri: target.path, method: target.method, headers: headers, body: text.map { body($0) })
    }

    /// Every `ETag` that somebody reads, by operation.
    fileprivate func versions(in world: AccessWorld) async throws -> [String: String] {
        var versions: [String: String] = [:]
        for operation in try Operation.all()
        where operation.method == "GET" && operation.path.hasPrefix("/v1/") {
            let target = try Target(operation, in: world)
            let answer = try await execute(uri: target.path, method: .get, headers: target.headers)
            versions[operation.id] = answer.headers[.eTag]
        }
        return versions
    }
}
