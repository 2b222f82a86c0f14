/// One connection of a group, and what it is at.
enum Lane {
    case absent
    case connecting
    case free(Session)
    case busy(Session, [Request], since: Moment)
    /// Its statement was cancelled: it serves nobody until no cancel request can hit the next one.
    case cleaning(Session)

    /// The connection, if there is one.
    var session: Session? {
        switch self {
        case .absent, .connecting: nil
        case .free(let session), .busy(let session, _, _), .cleaning(let session): session
        }
    }

    /// Whether it is at work.
    var isBusy: Bool {
        switch self {
        case .busy, .cleaning: true
        case .absent, .connecting, .free: false
        }
    }
}
