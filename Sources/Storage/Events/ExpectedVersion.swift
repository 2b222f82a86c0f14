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

extension ExpectedVersion? {
    /// Lets a request that may add or change go on where there is something already.
    ///
    /// - Parameters:
    ///   - version: of what is there, as ``ExpectedVersion/check(_:)`` takes it.
    ///   - place: where the sender reads it; nil where nobody does.
    /// - Throws: ``VersionMissing``, ``OutdatedVersion``.
    func check(over version: Int64, readAt place: String?) throws {
        guard let self else { throw VersionMissing(place: place) }
        try self.check(version)
    }

    /// Lets it go on where there is nothing.
    /// - Throws: ``OutdatedVersion`` when the sender has read something there.
    func checkNothingIsThere() throws {
        if case .oneOf = self { throw OutdatedVersion() }
    }
}

/// Something is there already, and a request that would change it does not say which version it is for.
public struct VersionMissing: Problem, Hashable {
    /// Where it is read; nil where it is not, and its version was told when it was stored.
    var place: String?

    /// What to show.
    public var problem: ProblemText {
        ProblemText(
            kind: .unconditional, code: "storage.there-already",
            message:
                "It is there already, and a change must say which version it is for; nothing was stored.",
            hint: """
                \(place.map { "Read it at \($0), and send" } ?? "Send") its version in If-Match, or * to replace \
                whatever is there.
                """)
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
