public import Domain
public import Foundation

/// What a store call cannot do, for a reason that a person can act upon.
public enum StorageError: Problem, Hashable {
    /// There is no alliance with this key.
    case noAlliance(String)
    /// The alliance has no person with this key.
    case noPerson(String, alliance: String)
    /// The alliance has no company with this key.
    case noCompany(String, alliance: String)
    /// The company has no team with this key.
    case noTeam(String, alliance: String)
    /// The alliance has a user of this name, or of the same subject.
    case userExists(String)
    /// Several alliances have a person with this key.
    case severalAlliances(person: String, alliances: [String])
    /// Somebody else changed the alliance between reading and writing.
    case changedMeanwhile(alliance: String)
    /// An import opens a second pairing of two people whose first one is still open.
    case openTwice(alliance: String)
    /// The folder's instrument does not continue the stored one.
    case scaleInUse(alliance: String)
    /// Rater and target of a sheet stand on one side.
    case sameSide(rater: String, target: String)
    /// Another run of the nightly batch holds the night; without a sign of life from it, until `until`.
    case nightIsRunning(holder: String, since: Date, until: Date)
    /// A worker's lease had passed to somebody else: what it did was not stored.
    case leaseLost
    /// There is no such round, or nothing to plan it again from.
    case noRound(String)
    /// The database's schema is not the one this program was made for.
    case schemaMismatch(found: Int, known: Int)
    /// There is no migration of this number.
    case noSuchVersion(Int, known: Int)
    /// A migration that was applied differs from the one in this program.
    case editedMigration(String)

    /// What to show.
    public var problem: ProblemText {
        switch self {
        case .noAlliance(let key):
            ProblemText(
                kind: .missing, code: "storage.no-such-alliance", message: "There is no alliance \"\(key)\".",
                hint: "Import its folder first: rapport import FOLDER.")
        case .noPerson(let key, let alliance):
            ProblemText(
                kind: .missing, code: "storage.no-such-person",
                message: "\(alliance) has no salesperson \"\(key)\".",
                hint: "Use the key from the person column of salespeople.csv.")
        case .noCompany(let key, let alliance):
            ProblemText(
                kind: .missing, code: "storage.no-such-company",
                message: "\(alliance) has no company \"\(key)\".",
                hint: "Use the key from the company column of companies.csv.")
        case .noTeam(let key, let alliance):
            ProblemText(
                kind: .missing, code: "storage.no-such-team",
                message: "The company has no team \"\(key)\" in \(alliance).",
                hint: "rapport teams list shows them; rapport teams set makes one.")
        case .userExists(let email):
            ProblemText(
                kind: .conflict, code: "storage.user-exists",
                message: "The alliance has a user \(email) already, or one of the same subject.",
                hint: "rapport users list shows them; rapport users invite lets them choose a password.")
        case .severalAlliances(let person, let alliances):
            ProblemText(
                kind: .conflict, code: "storage.person-in-several-alliances",
                message: "\"\(person)\" is a salesperson in \(alliances.joined(separator: ", ")).",
                hint: "Say which one with --alliance.")
        case .changedMeanwhile(let alliance):
            ProblemText(
                kind: .conflict, code: "storage.alliance-changed-meanwhile",
                message: "\(alliance) was changed by somebody else at the same time.",
                hint: "Nothing was stored; do it again.")
        case .openTwice(let alliance):
            ProblemText(
                kind: .conflict, code: "storage.pairing-open-twice",
                message: "Two people of \(alliance) would have two open pairings with each other.",
                hint: "Give the stored one its end in pairings.csv: the same started, status ended.")
        case .scaleInUse(let alliance):
            ProblemText(
                kind: .conflict, code: "storage.scale-in-use",
                message: "The scale of \(alliance) cannot change: it has sheets on the old one.",
                hint: "Keep instrument.scale in alliance.yaml as it was, or import under another key.")
        case .sameSide(let rater, let target):
            ProblemText(
                kind: .invalid, code: "storage.same-side",
                message: "\(rater) and \(target) stand on the same side of the alliance.",
                hint: "A sheet is about somebody on the other side.")
        case .nightIsRunning(let holder, let since, let until):
            ProblemText(
                kind: .conflict, code: "storage.night-is-running",
                message: "Another run holds the night: \(holder), since \(since.ISO8601Format()).",
                hint: "If that process is gone, the night is free from \(until.ISO8601Format()).")
        case .leaseLost:
            ProblemText(
                kind: .conflict, code: "storage.lease-lost",
                message: "The work had passed to another worker; nothing was stored.", hint: nil)
        case .noRound(let name):
            ProblemText(
                kind: .missing, code: "storage.no-such-round",
                message: "There is no round \"\(name)\" with what it was planned from.",
                hint: "Name a round's id or an alliance; inputs are kept for RAPPORT_REPLAY_DAYS days.")
        case .schemaMismatch(let found, let known):
            ProblemText(
                kind: .unavailable, code: "storage.schema-mismatch",
                message: "The database has schema version \(found), this program knows version \(known).",
                hint: found < known ? "Run rapport migrate." : "Run the newer program.")
        case .noSuchVersion(let version, let known):
            ProblemText(
                kind: .invalid, code: "storage.no-such-schema-version",
                message: "There is no schema version \(version).", hint: "Name one from 1 to \(known).")
        case .editedMigration(let name):
            ProblemText(
                kind: .conflict, code: "storage.edited-migration",
                message: "Migration \(name) was applied in another wording than this program has.",
                hint: "Migrations are never edited: restore the file, or add a new one.")
        }
    }
}
