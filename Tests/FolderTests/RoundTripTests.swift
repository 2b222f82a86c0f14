import Domain
import Folder
import Testing

/// Export, import, export: the same facts and the same bytes, whatever the alliance holds.
@Suite struct RoundTripTests {
    @Test(arguments: 0..<8)
    func `nasty snapshots keep every fact, and the second export has the bytes of the first`(batch: Int)
        throws
    {
        let place = try FolderOnDisk()
        for case_ in 0..<50 {
            let seed = UInt64(batch * 1000 + case_)
            var nasty = NastySnapshot(seed: seed)
            let snapshot = nasty.make()
            try writeFolder(snapshot, to: place.path + "/first")
            let contents = try readFolder(at: place.path + "/first")
            #expect(haveSameFacts(contents.snapshot, snapshot), "seed \(seed)")
            try writeFolder(contents.snapshot, to: place.path + "/second")
            #expect(try place.bytes(in: "first") == place.bytes(in: "second"), "seed \(seed)")
            #expect(contents.namedPeopleCount == snapshot.people.count)
        }
    }

    @Test func `what is written is canonical`() throws {
        let place = try FolderOnDisk(
            smallAlliance.with([
                "salespeople.csv":
                    "\u{FEFF}zest,company,person,capacity\r\n5.50,south,b1,\r\n,north,a1,2.0\r\n",
                "sheets.csv":
                    "target,rater,trust,continue,date\nb1,a1,6.0,yes,2026-01-02\nb1,a1,,,\na1,b1,1e0,no,\n",
                "alliance.yaml": "{name: 'Small: \"x\"', alliance: small}",
                "accounts.csv": "person,account,revenue,name\na1,x,1e3,=A1\n",
            ]))
        try writeFolder(try place.read().snapshot, to: place.path + "/out")
        #expect(
            try place.text("out/alliance.yaml") == """
                alliance: small
                name: "Small: \\"x\\""
                instrument:
                  scale: {min: 1, max: 7}
                  factors:
                    - {key: trust, label: Mutual trust}
                    - {key: independence, label: Mutual independence}
                    - {key: cooperation, label: Good co-operation}
                    - {key: communication, label: Open communication}
                    - {key: goals, label: Common goals}
                    - {key: fit, label: Fit of field sales organisations}
                  reference:
                    trust: [4.05, 4.8, 5.67]
                    independence: [3.64, 4.4, 5.99]
                    cooperation: [2.96, 4.58, 5.32]
                    communication: [3.54, 4.67, 5.67]
                    goals: [2.82, 3.44, 4.11]
                    fit: [3.6, 4.17, 4.31]
                attributes:
                  zest: {kind: number}

                """)
        #expect(
            try place.text("out/salespeople.csv") == """
                person,company,name,email,capacity,active,zest
                a1,north,,,2,yes,
                b1,south,,,1,yes,5.5

                """)
        #expect(
            try place.text("out/sheets.csv") == """
                rater,target,date,trust,independence,cooperation,communication,goals,fit,success,continue
                a1,b1,,,,,,,,,
                a1,b1,2026-01-02,6,,,,,,,yes
                b1,a1,,1,,,,,,,no

                """)
        #expect(
            try place.text("out/accounts.csv") == "account,name,person,role,revenue\nx,\"=A1\",a1,,1000\n")
        #expect(
            try place.bytes(in: "out").keys.sorted() == [
                "accounts.csv", "alliance.yaml", "companies.csv", "salespeople.csv", "sheets.csv",
            ])
    }

    @Test func `an alliance folder is replaced, and what else lies there stays`() throws {
        let place = try FolderOnDisk(smallAlliance.with(["notes.txt": "mine", "rules.csv": "old"]))
        try writeFolder(NastySnapshot.empty, to: place.path + "/")
        let files = try place.bytes()
        #expect(files.keys.sorted() == ["alliance.yaml", "companies.csv", "notes.txt", "salespeople.csv"])
        #expect(try place.text("companies.csv").split(separator: "\n").count == 1)
    }

    @Test func `a folder with other things is refused and left alone`() throws {
        let place = try FolderOnDisk(["holiday.jpg": "x"])
        #expect(throws: FolderError.notAnAllianceFolder(path: place.path)) {
            try writeFolder(NastySnapshot.empty, to: place.path)
        }
        #expect(throws: FolderError.notAnAllianceFolder(path: place.path + "/holiday.jpg")) {
            try writeFolder(NastySnapshot.empty, to: place.path + "/holiday.jpg")
        }
        #expect(try place.bytes() == ["holiday.jpg": Array("x".utf8)])
    }

    @Test(arguments: [
        AttributeValue.set(["a|b"]), .set([""]), .number(.nan), .number(.infinity), .category("a\0b"),
        .category(String(repeating: "x", count: 70_000)),
    ])
    func `a value that the format cannot express is refused, and nothing is changed`(value: AttributeValue)
        throws
    {
        let place = try FolderOnDisk()
        try writeFolder(NastySnapshot.empty, to: place.path + "/out")
        let before = try place.bytes(in: "out")
        var snapshot = NastySnapshot.empty
        let kind: Attribute.Kind =
            switch value {
            case .number: .number
            case .category: .category
            case .set: .set
            }
        snapshot.alliance.attributes = [Attribute(name: "it", kind: kind)]
        snapshot.companies = [Company(key: "c", name: "C", side: .a)]
        snapshot.people = [Salesperson(key: "p", company: 0, attributes: [value])]
        let error = #expect(throws: FolderError.self) { try writeFolder(snapshot, to: place.path + "/out") }
        guard case .unwritable("salespeople.csv:2:it", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try place.bytes(in: "out") == before)
        #expect(try place.names() == ["out"])
    }
}

extension NastySnapshot {
    /// An alliance in which nobody is.
    static var empty: Snapshot { Snapshot(alliance: Alliance(key: "empty", name: "Empty")) }
}
