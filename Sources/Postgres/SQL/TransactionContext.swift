/// Settings that hold for one transaction: `set local app.alliance_id = '…'`, the key that row-level security reads.
///
/// Sent as `set local` with a literal that libpq quotes, not by `set_config()`, which Citus doesn't pass on to
/// its workers, and not by `set`, which outlives the transaction.
public struct TransactionContext: Sendable {
    /// No settings.
    public static let none = TransactionContext()

    private(set) var settings: [(name: String, value: String)] = []

    /// No settings; add them with ``setting(_:to:)``.
    public init() {}

    /// One setting.
    ///
    /// - Parameters:
    ///   - name: as `app.alliance_id`; from the source, so it is not quoted.
    ///   - value: any text without NUL characters; one with NUL makes the transaction fail before it is sent.
    public init(_ name: StaticString, _ value: String) {
        settings = [(name.description, value)]
    }

    /// This context and one more setting.
    public func setting(_ name: StaticString, to value: String) -> TransactionContext {
        var extended = self
        extended.settings.append((name.description, value))
        return extended
    }

    /// Whether there is nothing to set.
    public var isEmpty: Bool { settings.isEmpty }
}
