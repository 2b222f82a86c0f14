public import Domain

/// For which version of a thing a change is meant: what `If-Match` says.
public enum ExpectedVersion: Sendable, Hashable {
    /// Whichever is there.
    case any
    /// One of these.
    case oneOf([Int64])

    /// Lets a change go on if it is meant for this version.
    ///
    /// Call it with the version that was read `for update` in the transaction that makes the change: of two who change the
    /// same version, the second one then finds another.
    /// - Throws: ``OutdatedVersion``.
    public func check(_ version: Int64) throws(OutdatedVersion) {
        switch self {
        case .any: return
        case .oneOf(let versions): if !versions.contains(version) { throw OutdatedVersion() }
        }
    }
}

/// What was to be changed has changed since it was read.
public struct OutdatedVersion: Problem, Hashable {
    /// Nothing more is known of it.
    public init() {}

    /// What to show.
    public var problem: ProblemText {
        ProblemText(
            kind: .outdated, code: "storage.changed-since-read",
            message: "It has changed since you read it; nothing was stored.",
            hint: "Read it again, and send the new ETag in If-Match.")
    }
}
