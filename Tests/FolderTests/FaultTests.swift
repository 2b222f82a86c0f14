import Domain
import Testing

@testable import Folder

/// Each way in which a folder can be wrong is named with its file, line and column.
@Suite struct FaultTests {
    private static let sheetHeader =
        "rater,target,date,trust,independence,cooperation,communication,goals,fit,success,continue\n"

    private func faults(_ files: [String: String]) throws -> [String] {
        try FolderOnDisk(smallAlliance.with(files)).faults()
    }

    @Test func `a folder without faults is read`() throws {
        let folder = try FolderOnDisk(smallAlliance)
        let contents = try folder.read()
        #expect(contents.namedPeopleCount == 4)
        #expect(contents.namedCompanyCount == 2)
        #expect(contents.snapshot.alliance.instrument == .study)
        #expect(contents.present.has(.salespeople, "company"))
        #expect(!contents.present.has(.salespeople, "email"))
        #expect(!contents.present.has(.sheets))
    }

    @Test func `an answer off the scale is shown as the contract shows it`() throws {
        let rows = "a1,b1,2026-01-02,8,,,,,,,\n"
        #expect(
            try faults(["sheets.csv": Self.sheetHeader + rows]) == [
                "sheets.csv:2:trust: expected 1...7, got \"8\""
            ])
    }

    @Test(arguments: [
        ("a1,b1,,x,,,,,,,", ["trust: expected 1...7, got \"x\""]),
        (
            "a1,b1,,nan,inf,1e999,,,,,",
            [
                "trust: expected 1...7, got \"nan\"", "independence: expected 1...7, got \"inf\"",
                "cooperation: expected 1...7, got \"1e999\"",
            ]
        ),
        ("a1,b1,,7.0000001,,,,,,,", ["trust: expected 1...7, got \"7.0000001\""]),
        (
            "a1,b1,,+5, 5,0x5,5_0,,,,",
            [
                "trust: expected 1...7, got \"+5\"", "independence: expected 1...7, got \" 5\"",
                "cooperation: expected 1...7, got \"0x5\"", "communication: expected 1...7, got \"5_0\"",
            ]
        ),
        ("a1,b1,2026-02-30,,,,,,,,", ["date: expected a date such as 2026-11-23, got \"2026-02-30\""]),
        ("a1,b1,26-2-3,,,,,,,,", ["date: expected a date such as 2026-11-23, got \"26-2-3\""]),
        ("a1,b1,,,,,,,,,maybe", ["continue: expected yes or no, got \"maybe\""]),
        ("a1,b1,,,,,,,,,Yes", ["continue: expected yes or no, got \"Yes\""]),
        ("a1,a2,,,,,,,,,", ["target: \"a2\" stands on side a, as the rater does"]),
        ("a1,a1,,,,,,,,,", ["target: expected someone else than the rater"]),
        ("a1,b9,,,,,,,,,", ["target: unknown person \"b9\""]),
        (",b1,,,,,,,,,", ["rater: the cell is needed and empty"]),
        ("a1,b1,,1", ["independence: expected 11 cells, got 4"]),
        ("a1,b1,,,,,,,,,,", ["continue: expected 11 cells, got 12"]),
        ("a1,b\"1,,,,,,,,,", ["target: a quote stands inside a cell that does not begin with one"]),
        ("a1,\"b1\"x,,,,,,,,,", ["target: text follows the closing quote"]),
        ("a1,b1\r,,,,,,,,,", ["target: a carriage return stands outside quotes"]),
    ])
    func `a sheet at fault is named with its column`(row: String, expected: [String]) throws {
        let good = "a1,b1,2025-01-01,1,7,5.5,,1e0,2,3,yes\n"
        #expect(
            try faults(["sheets.csv": Self.sheetHeader + good + row + "\n" + "b1,a2,,,,,,,,,no\n"])
                == expected.map { "sheets.csv:3:\($0)" })
    }

    @Test func `all faults of all files are listed, by file and line`() throws {
        let listed = try faults([
            "sheets.csv": Self.sheetHeader + "a1,b1,,9,,,,,,,\na1,b1,,,,,,,,,\na1,b2,,,,,,,,0,\n",
            "rules.csv": "person_a,person_b,rule\nb1,a1,pin\na1,b1,pin\na1,b1,veto\na1,b1,pin\na1,b2,ban\n",
            "companies.csv": "company,name,side,employees\nnorth,,a,-5\nsouth,South,c,2.5\n",
        ])
        #expect(
            listed == [
                "companies.csv:2:name: the cell is needed and empty",
                "companies.csv:2:employees: expected a whole number of 0 or more, got \"-5\"",
                "companies.csv:3:side: expected a, b, got \"c\"",
                "companies.csv:3:employees: expected a whole number of 0 or more, got \"2.5\"",
                "sheets.csv:2:trust: expected 1...7, got \"9\"",
                "sheets.csv:3:rater: the same sheet (rater, target, date) stands on line 2",
                "sheets.csv:4:success: expected 1...7, got \"0\"",
                "rules.csv:2:person_b: \"a1\" stands on side a, expected side b",
                "rules.csv:4:rule: the pair has a pin on line 3: pin and veto exclude each other",
                "rules.csv:5:rule: the same rule stands on line 3",
                "rules.csv:6:rule: expected pin, veto, got \"ban\"",
            ])
    }

    @Test func `missing files and headers are named`() throws {
        #expect(
            try FolderOnDisk(["sheets.csv": ""]).faults() == [
                "alliance.yaml: this file is needed and was not found",
                "companies.csv: this file is needed and was not found",
                "salespeople.csv: this file is needed and was not found",
                "sheets.csv:1: the file is empty, expected a header row",
            ])
        #expect(
            try faults(["rules.csv": "person_a,rule,why,rule,\n"]) == [
                "rules.csv:1:rule: the column stands twice, at 2 and 4",
                "rules.csv:1: column 5 has no name",
                "rules.csv:1:person_b: the column is needed and missing",
                "rules.csv:1:why: unknown column, expected person_a, person_b, rule, reason",
            ])
    }

    @Test func `people who cannot be read cause no faults elsewhere`() throws {
        #expect(
            try faults([
                "salespeople.csv": "person\na1\n", "sheets.csv": Self.sheetHeader + "a1,b1,,,,,,,,,\n",
            ]) == ["salespeople.csv:1:company: the column is needed and missing"])
    }

    @Test(arguments: ["alliance: BAD\n", "name: Small\n", "alliance: [\n", ""])
    func `a folder whose alliance cannot be told lists what is wrong whatever is stored`(yaml: String) throws
    {
        let folder = try FolderOnDisk(
            smallAlliance.with([
                "alliance.yaml": yaml,
                "salespeople.csv":
                    "person,company,capacity\na1,north,-1\nb1,south,99999999999\nb2,stored,1\n",
                "sheets.csv": "rater,target,date,stored,success\na1,stored,2026-02-30,9,9\n",
            ]))
        let error = #expect(throws: FolderError.self) { try readAllianceKey(at: folder.path) }
        guard case .faults(let faults, unlisted: 0) = error else { throw try #require(error) }
        #expect(faults.filter { $0.file == .alliance }.count == 1)
        #expect(
            faults.filter { $0.file != .alliance }.map(\.description) == [
                "salespeople.csv:2:capacity: expected a whole number of 0 or more, got \"-1\"",
                "salespeople.csv:3:capacity: expected 2147483647 at most, got \"99999999999\"",
                "sheets.csv:2:date: expected a date such as 2026-11-23, got \"2026-02-30\"",
            ])
    }

    @Test func `keys are given once, and companies are known`() throws {
        #expect(
            try faults([
                "companies.csv": "company,name,side\nnorth,North,a\nsouth,South,b\nnorth,Again,b\n",
                "salespeople.csv":
                    "person,company,capacity,active\na1,north,,\na1,south,2,yes\nb1,west,-1,1\nb2,,1.5,\n,north,,\n",
            ]) == [
                "companies.csv:4:company: \"north\" stands on line 2 already",
                "salespeople.csv:3:person: \"a1\" stands on line 2 already",
                "salespeople.csv:4:company: unknown company \"west\"",
                "salespeople.csv:4:capacity: expected a whole number of 0 or more, got \"-1\"",
                "salespeople.csv:4:active: expected yes or no, got \"1\"",
                "salespeople.csv:5:company: the cell is needed and empty",
                "salespeople.csv:5:capacity: expected a whole number of 0 or more, got \"1.5\"",
                "salespeople.csv:6:person: the cell is needed and empty",
            ])
    }

    @Test func `pairings and accounts are checked`() throws {
        #expect(
            try faults([
                "pairings.csv": """
                person_a,person_b,status,started,ended
                a1,b1,ended,2025-05-01,2025-04-30
                a1,b1,confirmed,2025-06-01,
                a1,b1,proposed,,
                a1,b1,confirmed,2025-06-01,
                a2,b2,married,,
                """,
                "accounts.csv": """
                account,person,role,revenue
                acme,a1,owner,1e999
                acme,b1,boss,5
                acme,a1,,
                """,
            ]) == [
                "pairings.csv:2:ended: ended on 2025-04-30, before it started on 2025-05-01",
                "pairings.csv:4:status: the pair has an open pairing on line 3 already",
                "pairings.csv:5:person_a: the same pairing (pair, status, started) stands on line 3",
                "pairings.csv:6:status: expected proposed, accepted, trial, confirmed, declined, ended, got \"married\"",
                "accounts.csv:2:revenue: expected a number, got \"1e999\"",
                "accounts.csv:3:role: expected owner, team, got \"boss\"",
                "accounts.csv:4:account: the same account and person stand on line 2",
            ])
    }

    @Test func `bytes that are no text are named`() throws {
        let folder = try FolderOnDisk(smallAlliance)
        try folder.write(
            "rules.csv",
            Array("person_a,person_b,rule,reason\na1,b1,pin,".utf8) + [0xFF, 0x0A]
                + Array("a1,b2,pin,x\0y\n".utf8)
                + Array("a2,b2,pin,\(String(repeating: "z", count: 70_000))\n".utf8))
        #expect(
            folder.faults() == [
                "rules.csv:2:reason: the cell is not valid UTF-8",
                "rules.csv:3:reason: the cell has a NUL character",
                "rules.csv:4:reason: the cell has 70000 bytes, expected at most 65536",
            ])
    }

    @Test func `a quote that is never closed is named by the line that opens it`() throws {
        #expect(
            try faults(["rules.csv": "person_a,person_b,rule,reason\na1,b1,pin,\"x\ny\n\na2,b2,veto,\n"]) == [
                "rules.csv:2: a quote is opened here and never closed"
            ])
    }

    @Test func `every fault of thousands is listed`() throws {
        let rows = String(repeating: "a1,x,pin\n", count: 12_500)
        let folder = try FolderOnDisk(smallAlliance.with(["rules.csv": "person_a,person_b,rule\n" + rows]))
        let error = #expect(throws: FolderError.self) { try folder.read() }
        guard case .faults(let faults, let unlisted) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(faults.map(\.line) == (2...12_501).map { $0 })
        #expect(unlisted == 0)
        #expect(error?.problem.message == "The folder has 12500 faults.")
    }

    @Test func `beyond a million faults are counted, and not kept`() {
        let list = FaultList()
        for line in 1...FaultList.limit + 5 { list.add(.sheets, line: line, "wrong") }
        let error = #expect(throws: FolderError.self) { try list.throwIfAny() }
        guard case .faults(let faults, let unlisted) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(faults.last?.line == FaultList.limit)
        #expect(unlisted == 5)
        #expect(
            error?.problem.message == "The folder has 1000005 faults. The first 1000000 are listed.")
    }

    @Test(arguments: [
        ([UInt8]([0xFF, 0xFE, 0x72, 0]), "the file is UTF-16, expected UTF-8: save it as that"),
        ([0xFE, 0xFF, 0, 0x72], "the file is UTF-16, expected UTF-8: save it as that"),
        (
            Array("rater;target;date\r\na1;b1;\r\n".utf8),
            "the cells are separated by \";\", expected \",\""
        ),
        (Array("rater\ttarget\tdate\na1\tb1\t\n".utf8), "the cells are separated by tabs, expected \",\""),
    ])
    func `a table as a spreadsheet may save it is told in one sentence`(bytes: [UInt8], reason: String) throws
    {
        let folder = try FolderOnDisk(smallAlliance)
        try folder.write("sheets.csv", bytes)
        #expect(folder.faults() == ["sheets.csv:1: \(reason)"])
    }

    @Test func `a path without a folder is told apart from a folder at fault`() throws {
        #expect(throws: FolderError.notAFolder(path: "/nowhere/at/all")) {
            try readFolder(at: "/nowhere/at/all")
        }
    }

    @Test func `what a fault quotes cannot break out of its line`() throws {
        #expect(
            try faults(["rules.csv": "person_a,person_b,rule\na1,\"b\n\u{1B}[31m\u{202E}\",pin\n"]) == [
                "rules.csv:2:person_b: unknown person \"b\\u{A}\\u{1B}[31m\\u{202E}\""
            ])
    }
}
