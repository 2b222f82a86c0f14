import Foundation
import TestSupport
import Testing

/// The commands that outside tools call, end to end on a real database.
@Suite struct CommandTests {
    @Test func `a sample goes in and out byte for byte and is recommended from`() async throws {
        let rapport = try await Binary.withDatabase()
        let folder = try TemporaryFolder()
        #expect(try await rapport.run("sample", folder.path("one"), "--people", "30").status == 0)
        let alliance = try alliance(of: folder.path("one"))

        let first = try await rapport.run("import", folder.path("one"))
        #expect(first.status == 0, "\(first.complaint)")
        let again = try await rapport.run("import", folder.path("one"))
        #expect(again.complaint.contains("everything was stored already"))
        #expect(try await rapport.run("export", alliance, folder.path("two")).status == 0)

        let other = try await Binary.withDatabase()
        #expect(try await other.run("import", folder.path("two")).status == 0)
        #expect(try await other.run("export", alliance, folder.path("three")).status == 0)
        #expect(try folder.files(in: "two") == folder.files(in: "three"))

        let person = try firstPerson(of: folder.path("two"))
        let list = try await rapport.run("recommend", person, "--limit", "3", "--format", "json")
        #expect(list.status == 0, "\(list.complaint)")
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [String: Any])
        #expect((object["recommendations"] as? [Any])?.count == 3)
        #expect(try await rapport.run("doctor").status == 0)
    }

    @Test func `a file whose name is misspelt is named, and so is a folder that is not there`() async throws {
        let rapport = try await Binary.withDatabase()
        let folder = try TemporaryFolder()
        try folder.writeTinyAlliance()
        try folder.write("rater,target,date\n", to: "sheet.csv")
        try folder.write("what we agreed\n", to: "notes.txt")
        let run = try await rapport.run("import", folder.path)
        #expect(run.status == 0, "\(run.complaint)")
        #expect(run.complaint.contains("/sheet.csv: not read"))
        #expect(!run.complaint.contains("notes.txt"))
        let nowhere = folder.path("not/there")
        let lost = try await rapport.run("sample", nowhere)
        #expect(lost.status == 1)
        #expect(lost.complaint.contains("\(nowhere): there is no folder \(folder.path("not")) to put it in."))
    }

    @Test func `predictions come in the given order and add up`() async throws {
        let folder = try TemporaryFolder()
        let rapport = try await Binary.withTinyAlliance(in: folder)
        try folder.write("person_a,person_b\nbo,eve\nann,eve\nbo,eve\nann,dan\n", to: "pairs.csv")
        let run = try await rapport.run("predict", "tiny", "--pairs", folder.path("pairs.csv"))
        #expect(run.status == 0, "\(run.complaint)")
        let lines = run.output.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
        #expect(
            lines[0] == [
                "person_a", "person_b", "chemistry", "chemistry_sd", "success_a", "success_b", "continue_a",
                "continue_b", "continue_both", "slight", "medium", "great", "evidence_prior",
                "evidence_people",
                "evidence_pair",
            ])
        #expect(
            lines.dropFirst().map { $0[0...1].joined(separator: "-") } == [
                "bo-eve", "ann-eve", "bo-eve", "ann-dan",
            ])
        #expect(lines[1] == lines[3])
        for line in lines.dropFirst() {
            let numbers = line[2...].compactMap(Double.init)
            try #require(numbers.count == 13)
            #expect((0...100).contains(numbers[0]))
            #expect(numbers[4...6].allSatisfy { (0...1).contains($0) })
            #expect(numbers[6] <= min(numbers[4], numbers[5]) + 1e-6)
            #expect(abs(numbers[7...9].reduce(0, +) - 1) < 1e-5)
            #expect(abs(numbers[10...12].reduce(0, +) - 1) < 1e-5)
        }
    }

    @Test func `a folder with faults changes nothing and lists all of them`() async throws {
        let rapport = try await Binary.withDatabase()
        let folder = try TemporaryFolder()
        try folder.writeTinyAlliance()
        try folder.write("rater,target,trust\nann,dan,8\nann,bo,3\nann,zoe,3\n", to: "sheets.csv")
        let run = try await rapport.run("import", folder.path)
        #expect(run.status == 1)
        let faults = run.complaint.split(separator: "\n").filter { $0.hasPrefix("sheets.csv:") }
        #expect(faults.count == 3)
        #expect(faults.first == "sheets.csv:2:trust: expected 1...7, got \"8\"")
        #expect(try await rapport.run("export", "tiny", folder.path("out")).status == 1)
    }

    @Test func `a result that cannot be written is no success`() async throws {
        let folder = try TemporaryFolder()
        let rapport = try await Binary.withTinyAlliance(in: folder)
        try folder.write("person_a,person_b\nbo,eve\n", to: "pairs.csv")
        try folder.write("row,column,score\n0,0,8\n", to: "scores.csv")
        let commands = [
            "predict tiny --pairs \(folder.path("pairs.csv"))", "recommend ann", "rematch",
            "solve \(folder.path("scores.csv"))", "--help",
        ]
        for command in commands {
            for (output, reason) in [("> /dev/full", "No space left"), (">&-", "Bad file descriptor")] {
                let run = try await rapport.runInShell("\(command) \(output)")
                #expect(
                    run.status == 1 || (command, run.status) == ("rematch", 3), "\(command): \(run.status)")
                #expect(run.complaint.contains("could not be written to standard output: \(reason)"))
            }
        }
        // The night was planned all the same, and a message that nobody gets stops nothing.
        let silent = try await rapport.runInShell("rematch --again 2>&-")
        #expect(silent.status == 0 && silent.output.contains("\"planned\": 1"))
    }

    @Test func `keys are made listed and revoked`() async throws {
        let folder = try TemporaryFolder()
        let rapport = try await Binary.withTinyAlliance(in: folder)
        let made = try await rapport.run("keys", "create", "tiny", "--role", "salesperson", "--person", "ann")
        #expect(made.output.hasPrefix("rapport_"))
        let list = try await rapport.run("keys", "list", "tiny")
        #expect(list.output.contains("salesperson ann  good"))
        #expect(!list.output.contains(made.output.dropLast(1)))
        let id = try #require(list.output.split(separator: " ").first.map(String.init))
        #expect(try await rapport.run("keys", "revoke", "tiny", id).status == 0)
        #expect(try await rapport.run("keys", "revoke", "tiny", id).status == 1)
        #expect(
            try await rapport.run("keys", "create", "tiny", "--role", "manager", "--company", "zzz").status
                == 1)
    }

    @Test(arguments: [
        ["import"], ["import", "a", "b"], ["predict", "x"], ["recommend", "x", "--limit", "0"],
        ["rematch", "--date", "tomorrow"], ["rematch", "--workers", "0"], ["worker", "--workers", "0"],
        ["replay"], ["replay", "x", "--from", "y"],
        ["jobs", "--nights", "-1"], ["serve", "--port", "70000"],
        ["dance"],
        ["keys", "create", "x", "--role", "manager"],
    ])
    func `wrong usage exits with 2`(arguments: [String]) async throws {
        let rapport = Binary(environment: [:])
        let run = try await rapport.run(arguments)
        #expect(run.status == 2)
        #expect(!run.complaint.isEmpty)
        #expect(run.output.isEmpty)
    }

    @Test(arguments: [
        (["export", "nowhere", "/tmp/never"], "There is no alliance \"nowhere\"."),
        (["predict", "nowhere", "--pairs", "/tmp/never"], "There is no alliance \"nowhere\"."),
        (["recommend", "nobody"], "no salesperson \"nobody\""),
        (["rematch", "nowhere"], "There is no alliance \"nowhere\"."),
        (["fit", "nowhere"], "There is no alliance \"nowhere\"."),
        (["import", "/nonexistent"], "There is no folder at /nonexistent."),
    ])
    func `what cannot be met exits with 1 and says what to change`(
        arguments: [String], message: String
    ) async throws {
        let rapport = try await Binary.withDatabase()
        let run = try await rapport.run(arguments)
        #expect(run.status == 1)
        #expect(run.complaint.contains(message), "\(run.complaint)")
        #expect(run.output.isEmpty)
    }

    private func alliance(of folder: String) throws -> String {
        let text = try String(contentsOfFile: "\(folder)/alliance.yaml", encoding: .utf8)
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("alliance: ") })
        return String(line.dropFirst("alliance: ".count)).trimmingCharacters(in: .init(charactersIn: "\"' "))
    }

    private func firstPerson(of folder: String) throws -> String {
        let text = try String(contentsOfFile: "\(folder)/salespeople.csv", encoding: .utf8)
        let line = try #require(text.split(separator: "\n").dropFirst().first)
        return String(line.split(separator: ",")[0])
    }
}
