import Domain
import Gateway
import Storage

/// The users who decide about pairings and sign agreements, for those who remind them.
struct Deciders {
    let users: [(email: String, viewer: Viewer)]
    let record: AllianceRecord

    /// Addresses of those who decide for a person (a row): the managers, or the company's admins where there is none.
    func addresses(for person: Int) -> [String] {
        nearest(users.filter { Permission.mayDecide($0.viewer, for: person, in: record) })
    }

    /// Addresses of those who sign for a side about a customer.
    func addresses(signing account: String, on side: Side) -> [String] {
        nearest(
            users.filter {
                Permission.side(of: $0.viewer, in: record) == side
                    && ControlDesk.maySee($0.viewer, account, in: record)
            })
    }

    private func nearest(_ found: [(email: String, viewer: Viewer)]) -> [String] {
        let managers = found.filter { if case .manager = $0.viewer.role { true } else { false } }
        return (managers.isEmpty ? found : managers).map(\.email)
    }
}
