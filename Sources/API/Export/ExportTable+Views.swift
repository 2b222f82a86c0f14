import Foundation

/// Tables of what viewers see elsewhere as JSON.
extension ExportTable {
    /// A pairing, by the names of its fields; `a/b` is the field `b` of the field `a`.
    static let pairingFields = [
        "pairing", "personA/person", "personB/person", "status", "acceptedBy", "terms/days",
        "terms/leastChemistry", "terms/leastMeetings", "terms/criterion", "terms/ifUndecided", "started",
        "plannedEnd", "extensions", "ended", "reason", "neverAgain", "side", "verdict", "health", "meetings",
        "round", "position", "version",
    ]
    /// A round.
    static let roundFields = [
        "round", "day", "publishedAt", "changes", "undecided", "utility", "presentUtility", "warnings",
    ]
    /// A control agreement.
    static let agreementFields = [
        "agreement", "account", "lead", "support", "shared", "until", "signedBy", "state", "version",
    ]
    /// What is to be done.
    static let dueFields = [
        "kind", "day", "overdue", "side", "person/person", "forSalesperson", "email", "managers",
        "counterpart/person", "pairing",
        "account", "agreement",
    ]
    /// The terms of the alliance.
    static let termFields = [
        "alliance", "name", "terms/paymentDays", "terms/revenueShareA", "terms/leadRule", "terms/supportRule",
        "terms/sharedInformation", "terms/namesSharedBy", "terms/autoAccept", "version",
    ]
    /// What two companies are warned of.
    static let gateFields = [
        "company", "other", "open", "held", "heldUntil", "unknown", "answers/choice", "answers/timing",
        "answers/conditions", "answers/culture", "answers/information", "answers/approvals", "version",
    ]
    /// What was decided.
    static let auditFields = [
        "position", "at", "role", "actor", "action", "object/kind", "object/id", "people", "evidence", "seal",
    ]
    /// What webhooks are told.
    static let eventFields = ["id", "kind", "at", "object/kind", "object/id", "people", "facts"]
    /// A change of a round.
    static let changeFields = [
        "position", "action", "personA/person", "personB/person", "side", "reasons", "decision",
        "settled", "pairing", "status", "cause", "utility", "propensity",
    ]

    /// A table with a row for each view.
    init(name: Name, fields: [String], of views: [some Encodable]) throws {
        self.init(
            name: name, columns: fields.map(Self.column),
            rows: try views.map { try Self.cells(of: $0, at: fields) })
    }

    /// How a column is called that holds a field: as those of alliance folders are, `personA/person` as `person_a`.
    static func column(of field: String) -> String {
        field.replacing("/person", with: "").replacing("/", with: "_").map { letter in
            letter.isUppercase ? "_" + letter.lowercased() : String(letter)
        }.joined()
    }

    /// All that a JSON value says that is neither list nor object, by its path: `figures/brier/model`.
    static func leaves(of json: JSONValue, at path: String = "") -> [(path: String, cell: Cell)] {
        switch json {
        case .object(let fields):
            fields.flatMap { leaves(of: $0.value, at: path.isEmpty ? $0.name : "\(path)/\($0.name)") }
        case .array(let values):
            values.enumerated().flatMap { leaves(of: $0.element, at: "\(path)/\($0.offset)") }
        case .null, .bool, .number, .string: [(path, Cell(json))]
        }
    }

    /// What a view says under some names.
    static func cells(of view: some Encodable, at fields: [String]) throws -> [Cell] {
        let json = try JSONReader.read(Array(try JSONEncoder.rapport.encode(view)))
        return fields.map { field in
            Cell(field.split(separator: "/").reduce(json) { $0?[String($1)] })
        }
    }
}

extension ExportTable.Cell {
    /// A JSON value in one place: of several texts one behind the other, with `|` between, an object as it is written.
    fileprivate init(_ json: JSONValue?) {
        switch json {
        case .bool(let flag): self = .flag(flag)
        case .number(let digits): self = Double(digits).map(Self.number) ?? .text(digits)
        case .string(let text): self = .text(text)
        case .array(let values):
            let texts = values.compactMap { if case .string(let text) = $0 { text } else { nil } }
            self = texts.isEmpty ? .empty : .text(texts.joined(separator: "|"))
        case .object(let fields): self = fields.isEmpty ? .empty : .text(JSONValue.object(fields).text)
        case .null, nil: self = .empty
        }
    }
}
