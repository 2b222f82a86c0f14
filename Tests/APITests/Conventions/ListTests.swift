import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import Testing

@testable import API

/// Every list of the description keeps to the conventions: pages, `fields`, and a word for what it does not understand.
@Suite struct ListTests {
    /// Lists that are always short, and why.
    private static let short: [String: String] = [
        "listCounterparts": "As many as a person has places."
    ]

    @Test func `every list comes in pages and can be narrowed to fields`() throws {
        let lists = try Operation.all().filter { $0.id.hasPrefix("list") && Self.short[$0.id] == nil }
        #expect(lists.count > 12)
        for operation in lists {
            #expect(operation.query.isSuperset(of: ["limit", "cursor", "fields"]), "\(operation.id)")
        }
        #expect(try Operation.all().filter { $0.query.contains("limit") }.map(\.id) == lists.map(\.id))
    }

    @Test func `a list in pages is the list, and fields leave what is named`() async throws {
        let world = try await AccessWorld.make()
        let person = try #require(world.people[.own])
        let round = try #require(world.lifeThings["round"]?[.own])
        try await world.service.run { client in
            var walked: Set<String> = []
            for operation in try Operation.all() where operation.query.contains("cursor") {
                let path = operation.path.replacing("{person}", with: person)
                    .replacing("{round}", with: round).replacing("{webhook}", with: world.webhook)
                let role = operation.id == "listSheets" ? "salesperson" : "admin"
                let list = List(path: path, key: try #require(world.keys[role]), client: client)
                let whole = try await list.page("limit=100")
                var pages: [String] = []
                var next: String? = "limit=1"
                while let query = next {
                    let page = try await list.page(query)
                    #expect(page.entries.count <= 1)
                    pages += page.entries
                    next = page.next
                }
                #expect(pages == whole.entries, "\(operation.id)")
                if whole.entries.count > 1 { walked.insert(operation.id) }
                try await list.checkFields(operation.id)
                for wrong in ["limit=0", "limit=101", "cursor=x", "fields=nothing"] {
                    let answer = try await client.execute(
                        uri: "\(path)?\(wrong)", method: .get, headers: list.key)
                    #expect([400, 422].contains(answer.status.code), "\(operation.id) \(wrong)")
                }
            }
            #expect(walked.count >= 9, "too few lists have entries here: \(walked.sorted())")
        }
    }

    @Test func `a list is narrowed by what it is asked for`() async throws {
        let service = try await TestService.make { $0.people[0].active = false }
        let admin = try await service.key(.admin)
        let snapshot = service.record.snapshot
        try await service.run { client in
            func people(_ query: String) async throws -> Set<String> {
                let list = try await client.read("/v1/salespeople?limit=100&\(query)", admin)
                let rows = try #require(list["salespeople"] as? [[String: Any]])
                return Set(rows.compactMap { $0["person"] as? String })
            }
            for (row, company) in snapshot.companies.enumerated() {
                let own = Set(snapshot.people.filter { $0.company == row }.map(\.key))
                #expect(try await people("company=\(company.key.asPathPart)") == own)
            }
            let inactive = Set(snapshot.people.filter { !$0.active }.map(\.key))
            #expect(try await people("active=false") == inactive && !inactive.isEmpty)
            #expect(try await people("active=true").isDisjoint(with: inactive))
            let kinds = try await client.read("/v1/events?kind=key.made", admin)
            let events = try #require(kinds["events"] as? [[String: Any]])
            #expect(events.count == 1 && events[0]["kind"] as? String == "key.made")
            for path in [
                "salespeople?active=maybe", "salespeople?company=", "due?kind=lunch", "events?kind=",
                "control-agreements?state=lost",
            ] {
                #expect(
                    try await client.send(.get, "/v1/\(path)", admin).status == .unprocessableContent,
                    "\(path)")
            }
        }
    }
}

/// A list that is read page by page.
private struct List {
    let path: String
    let key: HTTPFields
    let client: any TestClientProtocol

    /// The entries of a page as texts, and the query of the next one.
    func page(_ query: String) async throws -> (entries: [String], next: String?) {
        let response = try await client.execute(uri: "\(path)?\(query)", method: .get, headers: key)
        #expect(response.status == .ok, "\(path)?\(query): \(String(buffer: response.body))")
        let entries = try entries(of: response).map {
            String(
                decoding: try JSONSerialization.data(withJSONObject: $0, options: .sortedKeys), as: UTF8.self)
        }
        let link = response.headers[.link].map { String($0.dropFirst().prefix { $0 != ">" }) }
        return (entries, link?.split(separator: "?").last.map(String.init))
    }

    /// Asks for each field of the first entry alone.
    func checkFields(_ name: String) async throws {
        let response = try await client.execute(uri: path, method: .get, headers: key)
        guard let first = try entries(of: response).first else { return }
        for field in first.keys {
            let narrowed = try await client.execute(
                uri: "\(path)?fields=\(field)", method: .get, headers: key)
            #expect(narrowed.status == .ok, "\(name) \(field)")
            #expect(try entries(of: narrowed).allSatisfy { Set($0.keys).isSubset(of: [field]) }, "\(name)")
        }
    }

    private func entries(of response: TestResponse) throws -> [[String: Any]] {
        let lists = try json(response).values.compactMap { $0 as? [[String: Any]] }
        return lists.first ?? []
    }
}
