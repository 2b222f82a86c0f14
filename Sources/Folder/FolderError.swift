public import Domain

/// Why a folder could not be read or written.
public enum FolderError: Error, Hashable, Problem {
    /// The content is wrong: the faults by file and line, and how many more there are beyond those listed.
    case faults([Fault], unlisted: Int)
    /// There is no folder at this path, or it is something else.
    case notAFolder(path: String)
    /// An export may not replace a folder that holds other things than an alliance.
    case notAnAllianceFolder(path: String)
    /// The snapshot holds something that the format cannot express; `place` says where.
    case unwritable(place: String, reason: String)
    /// The operating system refused; `reason` is its own text.
    case system(path: String, reason: String)

    /// What a person reads; the faults themselves are printed one a line.
    public var problem: ProblemText {
        switch self {
        case .faults(let faults, let unlisted):
            let count = faults.count + unlisted
            let more = unlisted > 0 ? " The first \(faults.count) are listed." : ""
            return ProblemText(
                kind: .invalid, code: "folder.has-faults",
                message: "The folder has \(count) fault\(count == 1 ? "" : "s").\(more)",
                hint: "Correct the lines named, then read the folder again.")
        case .notAFolder(let path):
            return ProblemText(
                kind: .missing, code: "folder.not-found",
                message: "There is no folder at \(shown(path, limit: 500)).",
                hint: "Name a folder with alliance.yaml, companies.csv and salespeople.csv.")
        case .notAnAllianceFolder(let path):
            return ProblemText(
                kind: .conflict, code: "folder.holds-other-things",
                message: "\(shown(path, limit: 500)) exists and is not an alliance folder.",
                hint: "Name a new folder, an empty one, or one with an alliance.yaml.")
        case .unwritable(let place, let reason):
            return ProblemText(
                kind: .invalid, code: "folder.cannot-express",
                message: "\(place) cannot be written: \(reason).",
                hint: "Change the value, then export again.")
        case .system(let path, let reason):
            return ProblemText(
                kind: .unavailable, code: "folder.refused-by-system",
                message: "\(shown(path, limit: 500)): \(reason).",
                hint: "Check the path, its permissions and the free space.")
        }
    }
}
