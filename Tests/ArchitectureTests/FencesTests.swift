import Foundation
import Testing

@Suite struct FencesTests {
    @Test func `every file keeps to the arrows and to purity`() throws {
        let files = try SourceFile.all()
        #expect(files.count > 100)
        for file in files {
            #expect(Fences.faults(of: file) == [], "\(file.path)")
        }
    }

    @Test func `every target of the list is there`() throws {
        let targets = Set(try SourceFile.all().map(\.target))
        #expect(targets == Set(Fences.arrows.keys))
    }

    @Test(arguments: [
        ("Domain", "import Foundation", "imports Foundation"),
        ("Scoring", "public import Storage", "imports Storage"),
        ("Matching", "import Domain", "imports Domain"),
        ("Storage", "import Hummingbird", "imports Hummingbird"),
        ("Gateway", "import Postgres", "imports Postgres"),
        ("API", "import rapport", "imports rapport"),
        ("API", "import Postgres", "imports Postgres"),
        ("Planning", "func plan() async {}", "is asynchronous"),
        ("Planning", "let now = Date()", "reads a clock"),
        ("Scoring", "let start = ContinuousClock.now", "reads a clock"),
        ("Scoring", "let cores = ProcessInfo.processInfo", "reads the environment"),
        ("Matching", "let draw = Double.random(in: 0...1)", "draws at random"),
        ("Matching", "let order = rows.shuffled()", "draws at random"),
        ("Domain", "print(day)", "prints"),
        ("Nightly", "let sql: SQL = \"select key from rapport.alliance\"", "holds SQL"),
        ("API", "\"\"\"\n    delete from rapport.sheet\n    \"\"\"", "holds SQL"),
        ("rapport", "run(\"insert into rapport.job values (1)\")", "holds SQL"),
    ])
    func `a planted breach is found`(target: String, text: String, fault: String) {
        let file = SourceFile(path: "Sources/\(target)/Planted.swift", target: target, text: text)
        #expect(Fences.faults(of: file).contains(fault))
    }

    @Test(arguments: [
        ("Scoring", "// async is for others; Date() too", "a comment"),
        ("Sample", "let draw = Double.random(in: 0...1, using: &generator)", "a seeded draw"),
        ("Storage", "let sql: SQL = \"select key from rapport.alliance\"", "SQL in its place"),
        ("API", "let hint = \"Select a counterpart to go on.\"", "a sentence"),
        ("Folder", "public import Domain", "an arrow"),
    ])
    func `what is allowed is left alone`(target: String, text: String, what: String) {
        let file = SourceFile(path: "Sources/\(target)/Planted.swift", target: target, text: text)
        #expect(Fences.faults(of: file) == [], "\(what)")
    }
}
