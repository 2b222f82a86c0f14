import API
import Domain
import Foundation
import Gateway
import Hummingbird
import Storage

/// `/console/wishes`: with whom a salesperson would like to work, or would rather not; and all that is stored about them, to take
/// home.
struct WishPages: Sendable {
    let store: Store
    let pages: Pages

    func add(to group: some RouterMethods<SignedInContext>) {
        group.get("wishes", use: show)
        group.post("wishes", use: change)
        group.get("account/personal-record", use: record)
    }

    @Sendable
    private func show(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let (record, wishes, version) = try await store.wishes(
            of: try own(context.viewer), for: context.viewer, at: Date())
        let side = Permission.side(of: context.viewer, in: record)
        let page = WishTable(wishes, among: record.snapshot, on: side?.opposite)
        return try pages.show(
            "wishes",
            ["rows": page.rows, "hasRows": !page.rows.isEmpty, "others": page.others, "version": version]
                as [String: Any])
    }

    private struct Form: Decodable {
        var counterpart: String
        /// `with`, `without`, or `none` to take a wish back.
        var wish: String
        var version: Int64
    }

    /// One wish more or less; for the wishes that were looked at.
    @Sendable
    private func change(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let form = try await URLEncodedFormDecoder().decode(Form.self, from: request, context: context)
        let viewer = context.viewer
        let number = try own(viewer)
        let (record, wishes, _) = try await store.wishes(of: number, for: viewer, at: Date())
        let people = record.snapshot.people
        guard let row = people.firstIndex(where: { $0.key == form.counterpart }),
            record.snapshot.side(of: row) != Permission.side(of: viewer, in: record)
        else { throw GatewayError.noPerson(form.counterpart) }
        var next = Dictionary(uniqueKeysWithValues: wishes.map { (record.personNumbers[$0], $1) })
        next[record.personNumbers[row]] = Wish(rawValue: form.wish)
        _ = try await store.change(
            wishesOf: number, to: next, expecting: .oneOf([form.version]), for: viewer, at: Date())
        return .redirect(to: "/console/wishes")
    }

    /// The same as a program reads at the person's `personal-record`.
    @Sendable
    private func record(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let viewer = context.viewer
        return try await PersonalRecord(ofPerson: try own(viewer), for: viewer, from: store).response
    }

    private func own(_ viewer: Viewer) throws -> Int {
        guard let number = viewer.person else {
            throw GatewayError.roleMayNot(role: viewer.role.name, action: "have wishes")
        }
        return number
    }
}

/// A person's wishes, as rows of the page.
struct WishTable {
    /// A wish.
    struct Row {
        var key: String
        var name: String
        var words: String
    }

    /// Somebody about whom there is no wish yet.
    struct Other {
        var key: String
        var name: String
    }

    let rows: [Row]
    let others: [Other]

    /// - Parameters:
    ///   - wishes: by row of `snapshot.people`.
    ///   - side: that of the counterparts.
    init(_ wishes: [Int: Wish], among snapshot: Snapshot, on side: Side?) {
        rows = wishes.map { row, wish in
            let person = snapshot.people[row]
            return Row(
                key: person.key, name: person.displayName,
                words: wish == .with ? "would like to work with" : "would rather not work with")
        }
        .sorted { $0.name < $1.name }
        others = (side.map { snapshot.people(on: $0) } ?? [])
            .filter { snapshot.people[$0].active && wishes[$0] == nil }
            .map { Other(key: snapshot.people[$0].key, name: snapshot.people[$0].displayName) }
            .sorted { $0.name < $1.name }
    }
}
