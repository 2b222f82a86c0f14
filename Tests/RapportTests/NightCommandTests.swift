import Foundation
import TestSupport
import Testing

/// What an operator reads and sets of nights, through the program itself.
@Suite struct NightCommandTests {
    @Test func `a policy is shown, changed, refused and reset`() async throws {
        let folder = try TemporaryFolder()
        let rapport = try await Binary.withTinyAlliance(in: folder)
        let shown = try await rapport.run("policy", "tiny")
        #expect(shown.status == 0 && shown.output.contains("changesPerNight=null\n"))
        let set = try await rapport.run(
            "policy", "tiny", "--set", "changesPerNight=0", "--set", "objective=worst-first")
        #expect(
            set.output.contains("changesPerNight=0\n") && set.output.contains("objective=\"worst-first\"\n"))
        #expect(try await rapport.run("policy", "tiny").output == set.output)
        let refused = try await rapport.run("policy", "tiny", "--set", "explorationShare=7")
        #expect(refused.status == 1)
        #expect(refused.complaint.contains("explorationShare must be 0 to 1"))
        #expect(try await rapport.run("policy", "tiny").output == set.output)
        let night = try await rapport.run("rematch")
        #expect(night.output.contains("\"begin\": 0, \"end\": 0"))
        #expect(try await rapport.run("policy", "tiny", "--reset").output == shown.output)
    }

    @Test func `the night prints a line for each alliance and a summary`() async throws {
        let folder = try TemporaryFolder()
        let rapport = try await Binary.withTinyAlliance(in: folder)
        let dry = try await rapport.run("rematch", "--dry-run", "--date", "2026-11-24", "--seed", "7")
        let real = try await rapport.run(
            "rematch", "tiny", "--date", "2026-11-24", "--seed", "7", "--workers", "2")
        #expect(dry.status == 0)
        #expect(real.status == 0)
        let lines = real.output.split(separator: "\n")
        // A dry run says the same, but for the round that it does not make.
        #expect(dry.output == real.output.replacing(#/"round": "[-0-9a-f]+", /#, with: ""))
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix("{\"alliance\": \"tiny\""))
        #expect(lines[1].hasPrefix("{\"planned\": 1, \"standing\": 0, \"failed\": 0"))
        let second = try await rapport.run("rematch", "--date", "2026-11-24")
        #expect(second.status == 3)
        #expect(try await rapport.run("rematch", "--date", "2026-11-24", "--again").status == 0)
    }

    @Test func `an alliance that is named twice is planned once`() async throws {
        let folder = try TemporaryFolder()
        let rapport = try await Binary.withTinyAlliance(in: folder)
        let night = try await rapport.run("rematch", "tiny", "tiny")
        #expect(night.status == 0, "\(night.complaint)")
        #expect(night.output.split(separator: "\n").count == 2)
    }

    @Test func `a round is replayed, from the database and from its bundle`() async throws {
        let folder = try TemporaryFolder()
        let rapport = try await Binary.withTinyAlliance(in: folder)
        #expect(try await rapport.run("replay", "tiny").status == 1)
        #expect(try await rapport.run("rematch").status == 0)
        let file = folder.path("bundle.json")
        let stored = try await rapport.run("replay", "tiny", "--export", file)
        #expect(stored.status == 0)
        let elsewhere = try await Binary(environment: [:]).run("replay", "--from", file)
        #expect(elsewhere.status == 0)
        #expect(elsewhere.complaint == stored.complaint)
        #expect(try await rapport.run("replay", "--from", folder.path("alliance.yaml")).status == 1)
    }

    @Test func `jobs shows the nights and the queue`() async throws {
        let folder = try TemporaryFolder()
        let rapport = try await Binary.withTinyAlliance(in: folder)
        #expect(try await rapport.run("rematch", "--date", "2026-11-24").status == 0)
        let jobs = try await rapport.run("jobs")
        #expect(jobs.status == 0)
        let lines = jobs.output.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.hasPrefix("night  2026-11-24  done") == true)
        #expect(lines.last?.hasPrefix("job    waiting  refit  tiny") == true)
        let worker = try await rapport.run("worker", "--once")
        #expect(worker.complaint == "1 jobs done\n")
        #expect(try await rapport.run("jobs", "--nights", "0").output == "")
    }

    @Test func `a round is told in words, and for one side without causes`() async throws {
        let folder = try TemporaryFolder()
        let rapport = try await Binary.withTinyAlliance(in: folder)
        #expect(try await rapport.run("round", "tiny").status == 1)
        #expect(try await rapport.run("rematch").status == 0)
        let whole = try await rapport.run("round", "tiny")
        #expect(whole.status == 0)
        #expect(whole.output.contains("2 to begin, 0 to end"))
        let begun = try #require(pairs(in: whole.output).first)
        #expect(whole.output.contains("begin  \(begun.0) with \(begun.1)  "))
        let side = try await rapport.run("round", "tiny", "--side", "b")
        #expect(
            side.output.contains("begin  \(begun.0) with \(begun.1)\n") && !side.output.contains("side a:"))
        #expect(try await rapport.run("round", "tiny", "--side", "c").status == 2)
    }

    @Test func `why two people are not paired is answered with whom it would displace`() async throws {
        let folder = try TemporaryFolder()
        let rapport = try await Binary.withTinyAlliance(in: folder)
        #expect(try await rapport.run("policy", "tiny", "--set", "explorationWeight=0").status == 0)
        #expect(try await rapport.run("rematch").status == 0)
        let planned = pairs(in: try await rapport.run("round", "tiny").output)
        try #require(planned.count == 2)
        let (other, own) = (planned[1].1, planned[0])
        let answer = try await rapport.run("why-not", "tiny", other, own.0)
        #expect(answer.status == 0, "\(answer.complaint)")
        #expect(
            answer.output.hasPrefix("\(own.0) with \(other) would cost the alliance ")
                && answer.output.contains("\(own.0) with \(own.1)"))
        #expect(try await rapport.run("why-not", "tiny", own.0, own.1).output.contains("they are paired"))
        #expect(try await rapport.run("why-not", "tiny", "ann", "bo").complaint.contains("on the same side"))
        #expect(
            try await rapport.run("why-not", "tiny", "ann", "zoe").complaint.contains(
                "nobody with the key zoe"))
    }

    /// The pairs that a round, as the program tells it, begins.
    private func pairs(in text: String) -> [(String, String)] {
        text.matches(of: #/begin  (\w+) with (\w+)  /#).map { (String($0.1), String($0.2)) }
    }

    @Test func `alliances that fail are named, and the others have their rounds`() async throws {
        let folder = try TemporaryFolder()
        let rapport = try await Binary.withTinyAlliance(in: folder)
        let broken = try TemporaryFolder()
        let factors = (0..<45).map { "    - {key: f\($0), label: F}\n" }.joined()
        try broken.write(
            "alliance: broken\nname: Broken\ninstrument:\n  scale: {min: 1, max: 7}\n  factors:\n" + factors,
            to: "alliance.yaml")
        try broken.write("company,name,side\nx,Xenon,a\ny,Yttrium,b\n", to: "companies.csv")
        try broken.write("person,company\nann,x\n", to: "salespeople.csv")
        #expect(try await rapport.run("import", broken.path).status == 0)
        let night = try await rapport.run("rematch")
        #expect(night.status == 1)
        #expect(night.complaint.contains("no round for broken\n"))
        #expect(night.output.contains("{\"alliance\": \"tiny\", \"state\": \"planned\""))
        #expect(night.output.contains("\"planned\": 1, \"standing\": 0, \"failed\": 1"))
        let jobs = try await rapport.run("jobs")
        #expect(jobs.status == 1 && jobs.output.contains("dead  round  broken"))
    }

    @Test func `on a terminal there is a bar instead of lines for programs`() async throws {
        let folder = try TemporaryFolder()
        let rapport = try await Binary.withTinyAlliance(in: folder)
        let shown = try await rapport.runOnTerminal("rematch")
        #expect(shown.contains("[##############################] 1 of 1 alliances"))
        #expect(shown.contains("1 alliances planned: 2 pairings to begin, 0 to end"))
        #expect(!shown.contains("{\"alliance\""))
    }
}

extension Binary {
    /// Runs a command that believes it has a terminal, and returns all that it shows there.
    fileprivate func runOnTerminal(_ command: String) async throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/script")
        process.arguments = ["--quiet", "--return", "--command", "\(Self.path.path) \(command)", "/dev/null"]
        process.environment = environment
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let shown = output.fileHandleForReading.readDataToEndOfFile()
        #expect(await process.end() == 0)
        return String(decoding: shown, as: UTF8.self)
    }
}
