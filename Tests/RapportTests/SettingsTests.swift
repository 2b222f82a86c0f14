import Foundation
import Testing

@Suite struct SettingsTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @Test func `the example environment is what the program prints`() async throws {
        let printed = try await Binary(environment: [:]).run("settings")
        #expect(printed.status == 0)
        let file = Self.root.appending(path: "deploy/rapport.example.env")
        #expect(try String(contentsOf: file, encoding: .utf8) == printed.output)
    }

    @Test func `no setting is read but those in the list`() throws {
        let sources = Self.root.appending(path: "Sources")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        var found: [String] = []
        for case let file as URL in files
        where file.pathExtension == "swift" && file.lastPathComponent != "Setting.swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            if text.contains(/"RAPPORT_[A-Z_]+"/) { found.append(file.lastPathComponent) }
        }
        #expect(found == [])
    }

    @Test func `all settings that are wrong are told at once`() async throws {
        let run = try await Binary(environment: [
            "RAPPORT_PORT": "x", "RAPPORT_WORKERS": "0", "RAPPORT_WEBHOOK_TARGETS": "everywhere",
        ]).run("settings")
        #expect(run.status == 1)
        #expect(run.output.isEmpty)
        for told in [
            "RAPPORT_PORT is \"x\".", "RAPPORT_WORKERS is \"0\".",
            "RAPPORT_WEBHOOK_TARGETS is \"everywhere\".",
            "Give a whole number from 1 to 1024.",
        ] { #expect(run.complaint.contains(told)) }
    }

    @Test(arguments: [
        ("RAPPORT_LEASE_SECONDS", "0"), ("RAPPORT_LEASE_SECONDS", "3601"), ("RAPPORT_WORKERS", "two"),
        ("RAPPORT_PORT", "65536"), ("RAPPORT_REPLAY_DAYS", "-1"),
    ])
    func `a setting outside its range is refused by name`(name: String, value: String) async throws {
        let run = try await Binary(environment: [name: value]).run("settings")
        #expect(run.status == 1)
        #expect(run.complaint.contains("\(name) is \"\(value)\"."))
    }
}
