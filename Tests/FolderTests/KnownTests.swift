import Domain
import Folder
import Testing

/// A later folder of an alliance that the database knows already.
@Suite struct KnownTests {
    private let known: Snapshot

    init() throws {
        let folder = try FolderOnDisk(
            smallAlliance.with([
                "companies.csv":
                    "company,name,side,employees\nnorth,North,a,10\nsouth,South,b,20\neast,East,b,30\n",
                "salespeople.csv": """
                person,company,email,capacity,age,region
                a1,north,a1@x,2,30,w
                a2,north,,1,,
                b1,south,b1@x,3,40,w
                b2,east,,1,50,e
                """,
            ]))
        known = try folder.read().snapshot
    }

    private func read(_ files: [String: String]) throws -> FolderContents {
        let folder = try FolderOnDisk(smallAlliance.with(files))
        return try folder.read(known: known)
    }

    private func faults(_ files: [String: String]) -> [String] {
        do {
            _ = try read(files)
            return []
        } catch FolderError.faults(let faults, _) {
            return faults.map(\.description)
        } catch {
            return ["\(error)"]
        }
    }

    @Test func `known people may be named without a row, and follow those with one`() throws {
        let contents = try read([
            "companies.csv": "company,name,side\nwest,West,b\n",
            "salespeople.csv": "person,company\nb9,west\na1,north\n",
            "sheets.csv": "rater,target,success\nb2,a2,5\na1,b9,6\nb2,a1,4\n",
            "rules.csv": "person_a,person_b,rule\na2,b1,pin\n",
        ])
        let snapshot = contents.snapshot
        #expect(contents.namedPeopleCount == 2)
        #expect(contents.namedCompanyCount == 1)
        #expect(snapshot.people.map(\.key) == ["b9", "a1", "b2", "a2", "b1"])
        #expect(snapshot.companies.map(\.key) == ["west", "north", "east", "south"])
        #expect(
            snapshot.people.map { snapshot.companies[$0.company].key } == [
                "west", "north", "east", "north", "south",
            ])
        #expect(snapshot.sheets.raters == [1, 2, 2])
        #expect(snapshot.sheets.targets == [0, 1, 3])
        #expect(snapshot.rules == [Rule(personA: 3, personB: 4, kind: .pin)])
    }

    @Test func `an absent column leaves what is known, and an empty cell makes it unknown`() throws {
        let contents = try read(["salespeople.csv": "person,company,capacity,age\na1,north,,\n"])
        let person = contents.snapshot.people[0]
        #expect(person.email == "a1@x")
        #expect(person.capacity == 1)
        #expect(contents.snapshot.alliance.attributes.map(\.name) == ["age", "region"])
        #expect(person.attributes == [nil, .category("w")])
        #expect(contents.snapshot.companies[0].employees == 10)
        #expect(contents.present.has(.salespeople, "age"))
        #expect(!contents.present.has(.salespeople, "region"))
    }

    @Test func `new attributes are added at the end, for known people as unknown`() throws {
        let contents = try read([
            "salespeople.csv": "person,company,skill\na1,north,x|y\n",
            "rules.csv": "person_a,person_b,rule\na1,b1,veto\n",
        ])
        #expect(
            contents.snapshot.alliance.attributes == [
                Attribute(name: "age", kind: .number), Attribute(name: "region", kind: .category),
                Attribute(name: "skill", kind: .set),
            ])
        #expect(
            contents.snapshot.people.map(\.attributes) == [
                [.number(30), .category("w"), .set(["x", "y"])], [.number(40), .category("w"), nil],
            ])
    }

    @Test func `cells keep to the known kind unless alliance.yaml says otherwise`() throws {
        let people = "person,company,age,region\na1,north,old,w|e\n"
        #expect(
            faults(["salespeople.csv": people]) == [
                "salespeople.csv:2:age: expected a number, got \"old\"; to read it differently, list the attribute in alliance.yaml",
                "salespeople.csv:2:region: expected one word without '|', got \"w|e\"; to read it differently, list the attribute in alliance.yaml",
            ])
        let listing = "alliance: small\nattributes:\n  age: {kind: category}\n"
        #expect(
            faults(["alliance.yaml": listing, "salespeople.csv": "person,company,age\na1,north,old\n"]) == [
                "alliance.yaml:3:3: \"age\" cannot change from number to category: 2 salespeople keep a number; name them all in salespeople.csv"
            ])
        let everyone = "person,company,age\na1,north,old\na2,north,\nb1,south,41\nb2,east,\n"
        let contents = try read(["alliance.yaml": listing, "salespeople.csv": everyone])
        #expect(contents.snapshot.people[2].attributes[0] == .category("41"))
    }

    @Test func `an attribute that was empty so far is typed by its first cells`() throws {
        let empty = try FolderOnDisk(
            smallAlliance.with(["salespeople.csv": "person,company,age,skill\na1,north,,\nb1,south,,\n"]))
        let folder = try FolderOnDisk(
            smallAlliance.with(["salespeople.csv": "person,company,age,skill\na1,north,30,x|y\n"]))
        let contents = try folder.read(known: try empty.read().snapshot)
        #expect(contents.snapshot.alliance.attributes.map(\.kind) == [.number, .set])
        #expect(contents.snapshot.people[0].attributes == [.number(30), .set(["x", "y"])])
    }

    @Test func `the instrument may grow at the end, and change in nothing else that has meaning`() throws {
        func yaml(_ scale: String, _ keys: [String]) -> String {
            "alliance: small\ninstrument:\n  scale: \(scale)\n  factors:\n"
                + keys.map { "    - {key: \($0), label: New label}\n" }.joined()
        }
        let keys = known.alliance.instrument.factors.map(\.key)
        let grown = try read(["alliance.yaml": yaml("{min: 1, max: 7}", keys + ["more"])])
        #expect(grown.snapshot.alliance.instrument.factors.map(\.key) == keys + ["more"])
        #expect(grown.snapshot.alliance.name == "Small")
        for wrong in [Array(keys.dropFirst()), keys.reversed(), Array(keys.dropLast())] {
            let listed = faults(["alliance.yaml": yaml("{min: 1, max: 7}", wrong)])
            #expect(
                listed.count == 1 && listed[0].contains("cannot be removed")
                    || listed[0].contains("not removed"))
        }
        #expect(
            faults(["alliance.yaml": yaml("{min: 0, max: 7}", keys)]) == [
                "alliance.yaml:3:3: the scale is 1...7 and cannot be changed"
            ])
    }

    @Test func `sides stay, and the alliance is the same`() {
        #expect(
            faults([
                "alliance.yaml": "alliance: other\nname: x\n",
                "companies.csv": "company,name,side\nnorth,North,b\n",
                "salespeople.csv": "person,company\nb1,north\na1,east\n",
            ]) == [
                "alliance.yaml:1:11: expected the alliance small, got \"other\"",
                "companies.csv:2:side: the company is stored on side a and cannot change it",
                "salespeople.csv:3:company: the company stands on side b; the person is stored on side a and cannot change it",
            ])
    }
}
