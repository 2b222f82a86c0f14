import Foundation
import Postgres
import Testing

@Suite struct ValueTests {
    /// Sends values through the server and back, and lets the server print what it understood.
    private static func roundTrip<Value: PostgresEncodable & PostgresDecodable & Equatable>(
        _ values: [Value], printed: [String]? = nil
    ) async throws {
        try await ClientFixture.withClient { client in
            for (index, value) in values.enumerated() {
                let row = try await client.read(
                    "select \(value), (\(value))::text", as: (Value, String?).self)[0]
                #expect(row.0 == value)
                if let printed { #expect(row.1 == printed[index]) }
            }
        }
    }

    @Test func `numbers go there and back`() async throws {
        try await Self.roundTrip([true, false], printed: ["true", "false"])
        try await Self.roundTrip([Int16.min, -1, 0, .max], printed: ["-32768", "-1", "0", "32767"])
        try await Self.roundTrip([Int32.min, 0, .max], printed: ["-2147483648", "0", "2147483647"])
        try await Self.roundTrip([Int.min, 0, .max], printed: ["\(Int.min)", "0", "\(Int.max)"])
        try await Self.roundTrip([Float(1.5), -.infinity, .leastNonzeroMagnitude])
        try await Self.roundTrip([0.1, -.infinity, .greatestFiniteMagnitude, -0.0], printed: nil)
    }

    @Test func `text, bytes and documents go there and back`() async throws {
        try await Self.roundTrip(["", "ä\u{1F600}'\"\\\n", String(repeating: "x", count: 100_000)])
        try await Self.roundTrip([[], [0, 255, 1], Array(repeating: UInt8(7), count: 70_000)] as [[UInt8]])
        try await Self.roundTrip([UUID(), UUID()])
        try await Self.roundTrip([JSON(text: #"{"a": [1, null]}"#)], printed: [#"{"a": [1, null]}"#])
    }

    @Test func `days and instants go there and back`() async throws {
        try await Self.roundTrip(
            [PostgresDate(daysSince1970: 0), .init(daysSince1970: -719_162), .init(daysSince1970: 20_000)],
            printed: ["1970-01-01", "0001-01-01", "2024-10-04"])
        let instants = [
            Date(timeIntervalSince1970: 0), Date(timeIntervalSince1970: -1),
            Date(timeIntervalSince1970: 1_700_000_000.25),
            .distantFuture, .distantPast,
        ]
        try await Self.roundTrip(instants)
        try await ClientFixture.withClient { client in
            let printed = try await client.read(
                "select to_char(\(instants[2]) at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
                as: String.self)
            #expect(printed == ["2023-11-14 22:13:20.250000"])
        }
    }

    @Test(arguments: [
        "0", "1", "-1", "10", "9999", "10000", "10001", "0.1", "0.0001", "0.00001", "-12.50",
        "123456789.987654321",
        "100000000", "1e", "12345678901234567890123456789.5", "0.00", "NaN", "Infinity", "-Infinity",
    ])
    func `exact numbers go there and back`(text: String) async throws {
        guard let number = PostgresNumeric(text) else {
            #expect(text == "1e")
            return
        }
        #expect(number.description == text)
        try await Self.roundTrip([number], printed: [text])
        if number.isFinite, let decimal = Decimal(string: text) { try await Self.roundTrip([decimal]) }
    }

    @Test func `arrays go there and back`() async throws {
        try await Self.roundTrip([[1, 2, 3], []] as [[Int]], printed: ["{1,2,3}", "{}"])
        try await Self.roundTrip([["a", "b,c", ""]], printed: ["{a,\"b,c\",\"\"}"])
        try await Self.roundTrip([[1, nil, 3]] as [[Int?]], printed: ["{1,NULL,3}"])
        try await Self.roundTrip([[true], [false, true]])
        try await Self.roundTrip([[UUID(), UUID()]])
        try await Self.roundTrip([[0.5, -1]])
        try await Self.roundTrip([[[1, 2], []]] as [[[UInt8]]])
        try await Self.roundTrip([[Date(timeIntervalSince1970: 5)]])
    }

    @Test func `null is nil, and an error where nothing may be missing`() async throws {
        try await ClientFixture.withClient { client in
            let row = try await client.read(
                "select \(nil as String?), \("x" as String?)", as: (String?, String?).self)[0]
            #expect(row.0 == nil)
            #expect(row.1 == "x")
            let error = await #expect(throws: PostgresError.self) {
                try await client.read("select null::int as age", as: Int.self)
            }
            #expect(error?.kind == .decoding)
            #expect(error?.column == "age")
            #expect(error?.message == "Row 1, column 1 (age) is null; Int is not optional.")
        }
    }

    @Test func `narrow numbers widen, wide ones don't narrow`() async throws {
        try await ClientFixture.withClient { client in
            let row = try await client.read(
                "select 1::int2, 2::int4, 1.5::float4", as: (Int, Int, Double).self)[0]
            #expect(row == (1, 2, 1.5))
            let error = await #expect(throws: PostgresError.self) {
                try await client.read("select 1::int8 as big", as: Int32.self)
            }
            #expect(error?.message == "Column 1 (big) is bigint; Int32 is read from integer or smallint.")
        }
    }

    @Test func `enumerations are text, other types of the database are not`() async throws {
        try await ClientFixture.withClient { client in
            try await client.transaction { transaction in
                try await transaction.executeScript(
                    "create type mood as enum ('glad', 'sad'); create type pair as (a int, b int)")
                let word = "sad"
                let moods = try await transaction.query("select \(word)::mood", as: String.self)
                #expect(moods == ["sad"])
                await #expect(throws: PostgresError.self) {
                    try await transaction.query("select row(1, 2)::pair", as: String.self)
                }
            }
        }
    }

    @Test func `a number of columns that differs is said`() async throws {
        try await ClientFixture.withClient { client in
            let error = await #expect(throws: PostgresError.self) {
                try await client.read("select 1::int8, 2::int8, 3::int8", as: (Int, Int).self)
            }
            #expect(error?.message == "The result has 3 columns, the program expects 2.")
        }
    }

    @Test func `own types travel as their raw values`() async throws {
        struct Badge: RawRepresentable, Equatable, PostgresEncodable, PostgresDecodable, PostgresArrayElement
        {
            let rawValue: Int
        }
        try await Self.roundTrip([Badge(rawValue: 7)], printed: ["7"])
        try await Self.roundTrip([[Badge(rawValue: 7), Badge(rawValue: 8)]], printed: ["{7,8}"])
    }
}
