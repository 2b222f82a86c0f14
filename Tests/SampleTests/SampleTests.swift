import Domain
import Folder
import Foundation
import Sample
import Testing

/// The made-up alliance: believable, valid, and the same everywhere.
@Suite struct SampleTests {
    static let today = Day(year: 2026, month: 11, day: 23)!
    private static let small = makeSample(SampleOptions(today: today))

    @Test func `it has two companies of different size and every kind of row`() {
        let sample = Self.small
        #expect(sample.companies.map(\.side) == [.a, .b])
        #expect(sample.people(on: .a).count == 60)
        #expect(sample.people(on: .b).count == 90)
        for status in PairingStatus.allCases {
            #expect(sample.pairings.contains { $0.status == status }, "\(status)")
        }
        for kind in Rule.Kind.allCases { #expect(sample.rules.contains { $0.kind == kind }) }
        #expect((500...3000).contains(sample.sheets.count))
        #expect(sample.people.contains { !$0.active })
        for place in sample.alliance.attributes.indices {
            let unknown = sample.people.count { $0.attributes[place] == nil }
            #expect(unknown < 50, "\(sample.alliance.attributes[place].name)")
        }
        #expect(sample.people.contains { $0.attributes.contains(nil) })
    }

    @Test(arguments: [4, 5, 17, 150, 1001])
    func `nobody has more open pairings than capacity, and nobody inactive has one`(count: Int) {
        let sample = makeSample(SampleOptions(people: count, seed: 7, today: Self.today))
        #expect(sample.people.count == count)
        var open = [Int](repeating: 0, count: count)
        for pairing in sample.pairings where pairing.status.isOpen {
            open[pairing.personA] += 1
            open[pairing.personB] += 1
        }
        for (person, places) in open.enumerated() {
            #expect(places <= (sample.people[person].active ? sample.people[person].capacity : 0))
        }
    }

    @Test func `sheets lie within their pairing, and what runs is not vetoed`() {
        let sample = Self.small
        var pairings: [[Int]: Pairing] = [:]
        for pairing in sample.pairings { pairings[[pairing.personA, pairing.personB]] = pairing }
        for row in 0..<sample.sheets.count {
            let sheet = sample.sheets[row]
            let pair =
                sample.side(of: sheet.rater) == .a
                ? [sheet.rater, sheet.target] : [sheet.target, sheet.rater]
            guard let day = sheet.day, let pairing = pairings[pair], let started = pairing.started else {
                Issue.record("sheet \(row) has no pairing that began")
                continue
            }
            #expect(started <= day && day <= pairing.ended ?? Self.today)
            #expect(Self.today.advanced(byDays: -760) < started)
        }
        for rule in sample.rules {
            let status = pairings[[rule.personA, rule.personB]]?.status
            #expect(rule.kind == .pin ? status == .confirmed : status?.isOpen != true)
        }
    }

    @Test func `customers are shared between the sides`() {
        var sides: [String: Set<Side>] = [:]
        for entry in Self.small.coverage {
            sides[entry.account, default: []].insert(Self.small.side(of: entry.person))
        }
        let shared = sides.values.count { $0.count == 2 }
        #expect((0.3...0.8).contains(Double(shared) / Double(sides.count)))
    }

    @Test func `the same options give the same bytes on every machine`() throws {
        let folder = NSTemporaryDirectory() + "sample-tests-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try writeFolder(Self.small, to: folder)
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for file in FolderFile.allCases {
            let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + file.rawValue))
            for byte in data { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        }
        // FNV-1a over all files. It changes only when the generator is meant to change.
        #expect(hash == 14_222_931_874_072_075_852)
        #expect(makeSample(SampleOptions(today: Self.today)) == Self.small)
        #expect(makeSample(SampleOptions(seed: 2, today: Self.today)) != Self.small)
    }

    @Test func `a folder of it is read without a fault and as the same snapshot`() throws {
        let folder = NSTemporaryDirectory() + "sample-tests-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let sample = makeSample(SampleOptions(people: 800, seed: 3, today: Self.today))
        try writeFolder(sample, to: folder)
        #expect(try readFolder(at: folder).snapshot == sample)
    }
}
