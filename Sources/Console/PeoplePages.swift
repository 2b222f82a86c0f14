import API
import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// `/console/people`: whom the viewer looks after, and with whom they are paired.
struct PeoplePages: Sendable {
    let store: Store
    let pages: Pages

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get { _, _ in Response.redirect(to: "/console/people") }
        group.get("people", use: list)
    }

    @Sendable
    private func list(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let record = try await store.record(for: context.viewer)
        let find = request.uri.queryParameters["find"].map(String.init) ?? ""
        let people = PeopleTable(of: record, for: context.viewer, matching: find).rows
        return try pages.show(
            "people",
            [
                "isOwn": context.viewer.person != nil, "alliance": record.snapshot.alliance.name,
                "find": find, "isFiltered": !find.isEmpty,
                "count": people.count, "noun": people.count == 1 ? "salesperson" : "salespeople",
                "hasPeople": !people.isEmpty, "people": people,
            ] as [String: Any])
    }
}

/// The people a viewer looks after, as rows of a page.
struct PeopleTable {
    /// One salesperson.
    struct Row {
        var link: String
        var name: String
        var company: String
        var active: Bool
        var room: Int
        var counterparts: [Counterpart]
    }

    /// Somebody they are paired with at present, or are to be.
    struct Counterpart {
        var name: String
        var status: String
        var colour: String
    }

    let rows: [Row]

    /// - Parameter find: a part of a name or key; empty for everybody.
    init(of record: AllianceRecord, for viewer: Viewer, matching find: String) {
        let snapshot = record.snapshot
        var open: [Int: [(other: Int, status: PairingStatus)]] = [:]
        for pairing in snapshot.pairings where pairing.status.isOpen {
            open[pairing.personA, default: []].append((pairing.personB, pairing.status))
            open[pairing.personB, default: []].append((pairing.personA, pairing.status))
        }
        let room = snapshot.freePlaces()
        rows = snapshot.people.indices
            .filter { Permission.mayReadRecommendations(viewer, of: $0, in: record) }
            .filter { snapshot.people[$0].isNamed(like: find) }
            .map { row in
                let person = snapshot.people[row]
                let counterparts = open[row, default: []]
                return Row(
                    link: person.key.asPathPart, name: person.displayName,
                    company: snapshot.companies[person.company].name, active: person.active,
                    room: room[row],
                    counterparts: counterparts.map { other, status in
                        Counterpart(
                            name: snapshot.people[other].displayName, status: status.words,
                            colour: status.colour)
                    })
            }
            .sorted { $0.name < $1.name }
    }
}

extension Salesperson {
    /// The name, or the key of somebody whose name is unknown.
    var displayName: String { name ?? key }

    fileprivate func isNamed(like text: String) -> Bool {
        text.isEmpty || displayName.localizedCaseInsensitiveContains(text)
            || key.localizedCaseInsensitiveContains(text)
    }
}

extension String {
    /// The text as one part of a path.
    var asPathPart: String {
        addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(CharacterSet(charactersIn: "-._~")))
            ?? self
    }
}

extension PairingStatus {
    /// Bootstrap's colour of the badge: green stands for what lasts, blue for what is tried, light blue for what is agreed, grey for
    /// what is not decided.
    var colour: String {
        switch self {
        case .confirmed: "success"
        case .trial: "primary"
        case .accepted: "info"
        default: "secondary"
        }
    }
}
