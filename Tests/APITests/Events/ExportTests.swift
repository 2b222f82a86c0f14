import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Storage
import Testing

@testable import API

@Suite struct ExportTests {
    @Test(arguments: [
        ("=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\""), ("+1", "\"'+1\""), ("-1", "\"'-1\""),
        ("@sum", "\"'@sum\""),
        ("\t=1", "\"'\t=1\""), ("\r=1", "\"'\r=1\""), (" =1", "\"' =1\""), ("\u{FF1D}1", "\"'\u{FF1D}1\""),
        ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
        ("two\nlines", "\"two\nlines\""),
        ("O'Neil", "\"O'Neil\""), ("", ""),
    ])
    func `a text that a spreadsheet would compute stands behind an apostrophe`(text: String, cell: String) {
        let table = ExportTable(name: .rules, columns: ["c"], rows: [[.text(text)]])
        #expect(table.csv == "c\r\n\(cell)\r\n")
    }

    @Test func `numbers stay numbers and what is unknown stays empty`() {
        let table = ExportTable(
            name: .rules, columns: ["a", "b", "c", "d"],
            rows: [
                [.number(-5), .number(0.25), .flag(true), .empty],
                [.number(0x1p53 - 1), .empty, .empty, .empty],
            ])
        #expect(table.csv == "a,b,c,d\r\n-5,0.25,yes,\r\n9007199254740991,,,\r\n")
        #expect(table.json.text == "[{\"a\":-5,\"b\":0.25,\"c\":true},{\"a\":9007199254740991}]")
    }

    @Test func `a viewer exports what concerns the people they look after`() async throws {
        let service = try await TestService.make()
        let person = try #require(service.people(on: .a).first)
        let company = try service.companyNumber(of: person)
        let keys: [(HTTPFields, Int)] = [
            (try await service.key(.admin), service.record.snapshot.people.count),
            (
                try await service.key(.manager(company: company)),
                service.record.snapshot.people.filter { service.record.companyNumbers[$0.company] == company }
                    .count
            ),
            (try await service.key(.salesperson(number: service.number(of: person))), 1),
            (try await service.key(.integration(scopes: [.sheetsWrite])), 0),
        ]
        try await service.run { client in
            for (key, count) in keys {
                let whole = try json(try await client.execute(uri: "/v1/export", method: .get, headers: key))
                #expect((whole["salespeople"] as? [Any])?.count == count)
                let own = Set(
                    (whole["salespeople"] as? [[String: Any]] ?? []).compactMap { $0["person"] as? String })
                let away = (whole["absences"] as? [[String: Any]] ?? []).compactMap {
                    $0["person"] as? String
                }
                #expect(own.isSuperset(of: away))
                for pairing in whole["pairings"] as? [[String: Any]] ?? [] {
                    let people = ["person_a", "person_b"].compactMap { pairing[$0] as? String }
                    #expect(!own.isDisjoint(with: people))
                }
                let csv = try await client.execute(uri: "/v1/export/salespeople", method: .get, headers: key)
                #expect(csv.headers[.contentType]?.hasPrefix("text/csv") == true)
                #expect(String(buffer: csv.body).split(separator: "\r\n").count == count + 1)
            }
            let key = keys[0].0
            let none = try await client.execute(uri: "/v1/export/nothing", method: .get, headers: key)
            #expect(none.status == .notFound)
            let bad = try await client.execute(uri: "/v1/export/rules?format=xls", method: .get, headers: key)
            #expect(bad.status == .unprocessableContent)
        }
    }
}
