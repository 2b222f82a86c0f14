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
        "kind", "day", "overdue", "side", "person/person", "forSalesperson", "counterpart/person", "pairing",
        "account", "agreement",
    ]
    /// A change of a round.
    static let changeFields = [
        "position", "action", "personA/person", "personB/person", "side", "reasons", "decision",
        "settled", "pairing", "status", "cause", "utility", "propensity",
    ]

    /// A table with a row for each view.
    init(name: String, fields: [String], of views: [some Encodable]) throws {
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

    /// What a view says under some names.
    static func cells(of view: some Encodable, at fields: [String]) throws -> [Cell] {
        let json = try JSONReader.read(Array(try JSONEncoder.rapport.encode(view)))
        return fields.map { field in
            Cell(field.split(separator: "/").reduce(json) { $0?[String($1)] })
        }
    }
}

extension ExportTable.Cell {
    /// A JSON value in one place: of several texts one behind the other, with `|` between.
    fileprivate init(_ json: JSONValue?) {
        switch json {
        case .bool(let flag): self = .flag(flag)
        case .number(let digits): self = Double(digits).map(Self.number) ?? .text(digits)
        case .string(let text): self = .text(text)
        case .array(let values):
            let texts = values.compactMap { if case .string(let text) = $0 { text } else { nil } }
            self = texts.isEmpty ? .empty : .text(texts.joined(separator: "|"))
        case .null, .object, nil: self = .empty
        }
    }
}
