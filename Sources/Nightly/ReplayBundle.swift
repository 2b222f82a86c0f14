import Crypto
public import Domain
import Foundation
public import Planning
import Scoring
public import Storage

/// A published round with everything it was planned from: plans it again and compares, on any machine.
///
/// As a file it is one JSON object; the binary parts are base64.
public struct ReplayBundle: Codable, Sendable {
    private let round: UUID
    private let alliance: String
    private let day: Day
    private let seed: UInt64
    private let policy: String
    private let program: String
    private let facts: Data
    private let model: Data
    private let planned: Data

    /// Takes a stored round.
    public init(_ stored: StoredRound) {
        round = stored.id
        alliance = stored.alliance
        day = stored.day
        seed = stored.seed
        policy = stored.policy
        program = stored.input.program
        facts = Data(stored.input.facts)
        model = Data(stored.input.model)
        planned = Data(stored.input.round)
    }

    /// Reads a bundle's file.
    /// - Throws: ``ReplayProblem/unreadable``.
    public init(file: [UInt8]) throws {
        guard let bundle = try? CanonicalJSON.value(file, as: ReplayBundle.self) else {
            throw ReplayProblem.unreadable
        }
        self = bundle
    }

    /// The bytes of a bundle's file.
    public func file() throws -> [UInt8] { try CanonicalJSON.bytes(self) }

    /// Names the round for people.
    public var name: String { "\(alliance), \(day), round \(round.uuidString.lowercased())" }

    /// SHA-256 of the round as it was published: what its certificate says over HTTP.
    public var digest: String { SHA256.hash(data: planned).map { $0.hexadecimal }.joined() }

    /// Plans the round again, and compares with what was published, byte for byte.
    ///
    /// - Returns: how many bytes the round has.
    /// - Throws: ``ReplayProblem``, or a problem of planning.
    public func replay() throws -> Int {
        let again = try CanonicalJSON.bytes(try planAgain().night.round)
        guard again.elementsEqual(planned) else {
            throw ReplayProblem.differs(at: Self.firstDifference(again, [UInt8](planned)), program: program)
        }
        return again.count
    }

    /// Plans the night again from what is kept, to ask it more than its round tells.
    ///
    /// - Returns: the alliance as it was, without its sheets, and the night.
    /// - Throws: ``ReplayProblem/unreadable``, or a problem of planning.
    public func planAgain() throws -> (snapshot: Snapshot, night: NightPlan) {
        do {
            let facts = try CanonicalJSON.value([UInt8](facts), as: PlanningFacts.self)
            let snapshot = facts.snapshot
            let posterior = try Posterior(decoding: [UInt8](model)).extended(to: snapshot)
            let night = try planNight(
                from: snapshot, by: posterior, policy: CanonicalJSON.value([UInt8](policy.utf8)), on: day,
                seed: seed, news: facts.news)
            return (snapshot, night)
        } catch is DecodingError {
            throw ReplayProblem.unreadable
        }
    }

    /// The round as it was published, with the alliance as it was then.
    /// - Throws: ``ReplayProblem/unreadable``.
    public func published() throws -> (snapshot: Snapshot, round: Round) {
        do {
            let facts = try CanonicalJSON.value([UInt8](facts), as: PlanningFacts.self)
            return (facts.snapshot, try CanonicalJSON.value([UInt8](planned), as: Round.self))
        } catch is DecodingError {
            throw ReplayProblem.unreadable
        }
    }

    /// A few words around the first byte in which two texts differ.
    private static func firstDifference(_ again: [UInt8], _ planned: [UInt8]) -> String {
        let place =
            zip(again, planned).enumerated().first { $1.0 != $1.1 }?.offset ?? min(again.count, planned.count)
        func around(_ bytes: [UInt8]) -> String {
            String(
                decoding: bytes[min(max(0, place - 30), bytes.count)..<min(place + 30, bytes.count)],
                as: UTF8.self)
        }
        return "byte \(place): published …\(around(planned))…, planned again …\(around(again))…"
    }
}

extension UInt8 {
    /// Two digits.
    fileprivate var hexadecimal: String { String(self >> 4, radix: 16) + String(self & 15, radix: 16) }
}

/// Why a round is not what it was.
public enum ReplayProblem: Problem, Hashable {
    /// The file is no bundle, or one of another version of the program.
    case unreadable
    /// Planning again gives another round.
    case differs(at: String, program: String)

    /// What to show.
    public var problem: ProblemText {
        switch self {
        case .unreadable:
            ProblemText(
                kind: .invalid, code: "replay.unreadable",
                message: "This is no replay bundle that this program reads.",
                hint: "Use the version of the program that planned the round.")
        case .differs(let place, let program):
            ProblemText(
                kind: .fault, code: "replay.differs",
                message: "Planned again, the round differs at \(place).",
                hint:
                    "It was planned by rapport \(program). Please report it with the bundle (--export FILE).")
        }
    }
}
