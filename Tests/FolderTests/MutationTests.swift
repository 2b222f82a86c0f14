import Domain
import Folder
import Testing

/// Folders that were damaged at random: the reader says what is wrong or gives a sound snapshot, and never stops.
@Suite struct MutationTests {
    private static let shards: [[UInt8]] = [
        Array(",".utf8), Array("\"".utf8), Array("\n".utf8), Array("\r".utf8), Array("\r\n".utf8), [0],
        [0xFF], [0xC3],
        [0xEF, 0xBB, 0xBF], Array("|".utf8), Array("1e999".utf8), Array("-".utf8), Array("- ".utf8),
        Array("[".utf8),
        Array("}".utf8), Array(": ".utf8), Array("&a ".utf8), Array("*a".utf8), Array("nan".utf8),
        Array("a1".utf8),
        Array("\t".utf8), Array("'".utf8), Array("!!binary ".utf8), Array("<<: ".utf8), Array("---\n".utf8),
    ]

    private func mutate(_ bytes: [UInt8], _ stream: inout Stream) -> [UInt8] {
        var bytes = bytes
        for _ in 0...Int.random(in: 0...2, using: &stream) {
            let at = Int.random(in: 0...bytes.count, using: &stream)
            let end = min(bytes.count, at + Int.random(in: 0...20, using: &stream))
            switch Int.random(in: 0...5, using: &stream) {
            case 0: bytes.removeSubrange(at..<end)
            case 1: bytes.insert(contentsOf: Self.shards.randomElement(using: &stream) ?? [], at: at)
            case 2: if at < bytes.count { bytes[at] ^= 1 << UInt8.random(in: 0...7, using: &stream) }
            case 3:
                bytes.insert(contentsOf: bytes[at..<end], at: Int.random(in: 0...bytes.count, using: &stream))
            case 4: bytes.removeSubrange(at...)
            default: bytes.replaceSubrange(at..<end, with: Self.shards.randomElement(using: &stream) ?? [])
            }
        }
        return bytes
    }

    /// What ``Snapshot`` promises: valid indices, opposite sides, as many values as attributes.
    private func isSound(_ snapshot: Snapshot) -> Bool {
        let attributes = snapshot.alliance.attributes.count
        guard
            snapshot.people.allSatisfy({
                snapshot.companies.indices.contains($0.company) && $0.attributes.count == attributes
                    && $0.capacity >= 0
            })
        else { return false }
        func areOpposite(_ a: Int, _ b: Int) -> Bool {
            snapshot.side(of: a) == .a && snapshot.side(of: b) == .b
        }
        return snapshot.pairings.allSatisfy { areOpposite($0.personA, $0.personB) }
            && snapshot.rules.allSatisfy { areOpposite($0.personA, $0.personB) }
            && (0..<snapshot.sheets.count).allSatisfy { row in
                let sheet = snapshot.sheets[row]
                return snapshot.side(of: sheet.rater) != snapshot.side(of: sheet.target)
                    && (sheet.ratings + [sheet.success]).allSatisfy {
                        $0.map(snapshot.alliance.instrument.scale.contains) ?? true
                    }
            }
    }

    private func read(_ path: String, known: Snapshot?) -> Result<FolderContents, FolderError> {
        do throws(FolderError) {
            return .success(try readFolder(at: path, known: known))
        } catch {
            return .failure(error)
        }
    }

    @Test(arguments: 0..<8)
    func `a damaged folder gives faults or a sound snapshot that can be written again`(batch: Int) throws {
        let place = try FolderOnDisk()
        var (faulty, sound) = (0, 0)
        for number in 0..<12 {
            var stream = Stream(seed: UInt64(batch * 100 + number))
            var nasty = NastySnapshot(seed: UInt64(batch * 100 + number + 7))
            try writeFolder(nasty.make(), to: place.path + "/whole")
            let whole = try place.bytes(in: "whole")
            let known = try readFolder(at: place.path + "/whole").snapshot
            for _ in 0..<20 {
                let name = whole.keys.sorted().randomElement(using: &stream) ?? ""
                try place.write("whole/" + name, mutate(whole[name] ?? [], &stream))
                switch read(place.path + "/whole", known: stream.one(in: 2) ? known : nil) {
                case .success(let contents):
                    #expect(isSound(contents.snapshot), "batch \(batch), \(number), \(name)")
                    try writeFolder(contents.snapshot, to: place.path + "/again")
                    #expect(
                        haveSameFacts(try readFolder(at: place.path + "/again").snapshot, contents.snapshot))
                    sound += 1
                case .failure(.faults(let faults, _)):
                    #expect(!faults.isEmpty)
                    #expect(faults.allSatisfy { !$0.description.contains("\n") })
                    faulty += 1
                case .failure(let error): Issue.record("\(error)")
                }
                try place.write("whole/" + name, whole[name] ?? [])
            }
        }
        #expect(faulty > 20)
        #expect(sound > 5)
    }
}
