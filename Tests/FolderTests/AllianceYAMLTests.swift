import Domain
import Folder
import Testing

/// `alliance.yaml`: what it may say, and the line and column of what it may not.
@Suite struct AllianceYAMLTests {
    private func faults(_ yaml: String) throws -> [String] {
        try FolderOnDisk(smallAlliance.with(["alliance.yaml": yaml])).faults()
    }

    @Test func `the example of the contract is read`() throws {
        let yaml = """
            alliance: northwind-contoso        # key: a-z 0-9 and '-'
            name: Northwind and Contoso
            instrument:                        # the questionnaire
              scale: {min: 1, max: 7}
              factors:
                - {key: trust, label: Mutual trust}
                - {key: independence, label: Mutual independence}
              reference:                       # optional
                trust: [4.05, 4.80, 5.67]
                independence: [3.64, 4.40, 5.99]
            attributes:                        # optional
              languages: {kind: set}
            """
        let folder = try FolderOnDisk(
            smallAlliance.with([
                "alliance.yaml": "\u{FEFF}" + yaml,
                "salespeople.csv": "\u{FEFF}languages,person,age,zip,region,company\r\n"
                    + "de,a1,41,01067,east,north\r\nfr|de|fr,b1,,10115,,south",
            ]))
        let snapshot = try folder.read().snapshot
        #expect(snapshot.alliance.key == "northwind-contoso")
        #expect(
            snapshot.alliance.instrument
                == Instrument(
                    scale: Scale(min: 1, max: 7),
                    factors: [
                        Factor(key: "trust", label: "Mutual trust", reference: Reference(4.05, 4.80, 5.67)),
                        Factor(
                            key: "independence", label: "Mutual independence",
                            reference: Reference(3.64, 4.40, 5.99)),
                    ]))
        #expect(
            snapshot.alliance.attributes == [
                Attribute(name: "languages", kind: .set), Attribute(name: "age", kind: .number),
                Attribute(name: "zip", kind: .category), Attribute(name: "region", kind: .category),
            ])
        #expect(
            snapshot.people.map(\.attributes) == [
                [.set(["de"]), .number(41), .category("01067"), .category("east")],
                [.set(["de", "fr"]), nil, .category("10115"), nil],
            ])
    }

    @Test(arguments: [
        ("", ["1: the file is empty, expected the key alliance"]),
        ("alliance: A!\nname: x\n", ["1:11: expected a key of 1 to 63 of a-z, 0-9 and '-', got \"A!\""]),
        ("name: x\n", ["1:1: the key alliance is needed and missing"]),
        ("alliance: x\n", ["1: the key name is needed and missing"]),
        (
            "alliance: x\nname: x\nnme: y\n",
            [
                "3:1: unknown key \"nme\", expected alliance, name, instrument, attributes"
            ]
        ),
        ("alliance: x\nname: x\nname: y\n", ["2:1: the same key stands twice: \"name\""]),
        ("alliance: x\nname: [\n", ["3:1: this is not YAML: did not find expected node content"]),
        ("alliance: x\nname: \u{7}\n", ["2:7: the character U+7 is not allowed in YAML"]),
        ("- a\n- b\n", ["1:1: expected the keys alliance, name, instrument and attributes"]),
        (
            "alliance: x\nname: x\nattributes: {email: {kind: set}, age: {kind: text}, x: set}\n",
            [
                "3:14: \"email\" is a column of its own and no attribute",
                "3:46: expected number, category or set, got \"text\"",
                "3:56: expected {kind: number}, {kind: category} or {kind: set}",
            ]
        ),
    ])
    func `what is wrong is named with line and column`(yaml: String, expected: [String]) throws {
        #expect(try faults(yaml) == expected.map { "alliance.yaml:\($0)" })
    }

    @Test func `every fault of an instrument is named`() throws {
        let yaml = """
            alliance: x
            name: x
            instrument:
              scale: {min: 7, max: 7}
              factors:
                - {key: trust}
                - {key: trust}
                - {key: success}
                - {label: nameless}
                - {key: fit, lable: Fit}
              reference:
                trust: [1, 2]
                fit: [1, 2, .inf]
                other: [1, 2, 3]
            """
        #expect(
            try faults(yaml) == [
                "alliance.yaml:4:10: expected min below max, got 7 and 7",
                "alliance.yaml:7:7: the factor \"trust\" stands twice",
                "alliance.yaml:8:13: \"success\" is a column of sheets.csv and cannot be a factor's key",
                "alliance.yaml:9:7: the key \"key\" is needed and missing",
                "alliance.yaml:10:18: unknown key \"lable\", expected key, label",
                "alliance.yaml:12:12: expected three means, for slight, medium and great success",
                "alliance.yaml:13:17: expected a number, got \".inf\"",
                "alliance.yaml:14:5: there is no factor \"other\"",
            ])
    }

    @Test func `depth without end is a fault, not a crash`() throws {
        let deep = "alliance: " + String(repeating: "[", count: 200_000)
        #expect(try !faults(deep).isEmpty)
    }

    @Test(arguments: ["? *a8 : 1", "*a8 : 1", "[1, *a8]: 1", "\"k\":*a8", "\n*a8\n : 1"])
    func `aliases, of which ten lines can stand for a million million values, are refused at once`(
        use: String
    ) throws {
        var yaml = "alliance: x\nname: x\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
        for level in 1...8 {
            let uses = repeatElement("*a\(level - 1)", count: 10).joined(separator: ",")
            yaml += "a\(level): &a\(level) [\(uses)]\n"
        }
        #expect(try faults(yaml).first?.hasPrefix("alliance.yaml:4:10: aliases are not read") == true)
        #expect(
            try faults("alliance: &a8 x\nname: x\nz: {\(use)}\n").first?.contains("aliases are not read")
                == true)
        #expect(try faults("alliance: x\nname: 5* \"\\x2Afive\"* a *\n").isEmpty)
    }

    @Test func `the key can be read alone`() throws {
        let folder = try FolderOnDisk(["alliance.yaml": "alliance: x-1\n"])
        #expect(try readAllianceKey(at: folder.path) == "x-1")
    }
}
