import Domain
import Gateway
import Storage

/// What a salesperson is changed by: fields that are left out stay as they are.
struct PersonBody: Decodable, Sendable {
    var name: String?
    var email: String?
    var capacity: Int?
    var active: Bool?
    /// A value of null makes an attribute unknown.
    var attributes: [String: AttributeCell?]?
    /// The empty text names nobody.
    var deputy: String?
    var absences: [Absent]?

    struct Absent: Decodable, Sendable {
        var first: String
        var last: String?
    }

    /// Whether something is told that only those who may edit the person change.
    var changesProfile: Bool { name != nil || email != nil || attributes != nil || active != nil }
    /// Whether nothing is told but absences and a deputy.
    var changesAbsencesAlone: Bool { !changesProfile && capacity == nil }

    /// - Parameter row: the person; nil for somebody new.
    func change(of row: Int?, in record: AllianceRecord) throws -> PersonChange {
        if let capacity, !(0...100).contains(capacity) {
            throw GatewayError.badField(
                name: "capacity", message: "\(capacity) is no number of counterparts.", hint: "Give 0 to 100."
            )
        }
        return PersonChange(
            name: try FreeText.checked(name, named: "name", atMost: 200),
            email: try FreeText.checked(email, named: "email", atMost: 200), capacity: capacity,
            active: active, attributes: try told(in: record), deputy: try checkedDeputy(of: row, in: record),
            absences: try spans())
    }

    private func told(in record: AllianceRecord) throws -> [String: AttributeValue?] {
        let known = record.snapshot.alliance.attributes
        var told: [String: AttributeValue?] = [:]
        for (name, cell) in attributes ?? [:] {
            guard let attribute = known.first(where: { $0.name == name }) else {
                throw GatewayError.badField(
                    name: "attributes.\(name)", message: "the alliance has no such attribute.",
                    hint: "The attributes are \(known.map(\.name).joined(separator: ", ")).")
            }
            told.updateValue(try cell?.value(of: attribute), forKey: name)
        }
        return told
    }

    private func checkedDeputy(of row: Int?, in record: AllianceRecord) throws -> String? {
        guard let deputy, !deputy.isEmpty else { return deputy }
        let people = record.snapshot.people
        guard let row, let other = people.firstIndex(where: { $0.key == deputy }), other != row,
            people[other].company == people[row].company
        else {
            throw GatewayError.badField(
                name: "deputy", message: "\"\(deputy)\" is no colleague of the same company.",
                hint: "Name another salesperson of the company, or the empty text for nobody.")
        }
        return deputy
    }

    private func spans() throws -> [PersonChange.Span]? {
        guard let absences else { return nil }
        let spans = try absences.map { absent in
            let span = PersonChange.Span(
                first: try DayText.read(absent.first, named: "absences.first"),
                last: try absent.last.map { try DayText.read($0, named: "absences.last") })
            if let last = span.last, last < span.first {
                throw GatewayError.badField(
                    name: "absences.last", message: "\(last) comes before \(span.first).",
                    hint: "Give the last day away.")
            }
            return span
        }
        guard Set(spans.map(\.first)).count == spans.count else {
            throw GatewayError.badField(
                name: "absences", message: "two begin on one day.", hint: "Give each absence once.")
        }
        return spans
    }
}

/// What is posted to `/v1/salespeople`: many people, new and known.
struct PeopleBody: Decodable, Sendable {
    var salespeople: [Told]

    struct Told: Decodable, Sendable {
        var person: String
        var company: String
        var name: String?
        var email: String?
        var capacity: Int?
        var active: Bool?
        var attributes: [String: AttributeCell?]?
        /// The version of somebody known that was read.
        var version: Int64?

        var body: PersonBody {
            PersonBody(
                name: name, email: email, capacity: capacity, active: active, attributes: attributes,
                deputy: nil,
                absences: nil)
        }
    }

    func changes(
        in record: AllianceRecord, for viewer: Viewer
    ) throws -> [ToldPerson] {
        guard Set(salespeople.map(\.person)).count == salespeople.count, salespeople.count <= 1000 else {
            throw GatewayError.badField(
                name: "salespeople", message: "somebody stands twice, or there are more than 1000.",
                hint: "Send each person once, at most 1000 at a time.")
        }
        return try salespeople.map { told in
            let company = try CompanyDesk.row(ofCompany: told.company, in: record)
            try Permission.require(
                Permission.mayBring(viewer, toCompany: company, in: record), of: viewer,
                to: "bring people of this company")
            let row = record.snapshot.people.firstIndex { $0.key == told.person }
            guard !told.person.isEmpty, told.person.utf8.count <= 200,
                row.map({ record.snapshot.people[$0].company == company }) ?? true
            else {
                throw GatewayError.badField(
                    name: "person", message: "\"\(told.person)\" is no key of a person of \(told.company).",
                    hint: "A person keeps their company; take another key.")
            }
            return ToldPerson(
                key: told.person, company: company, change: try told.body.change(of: row, in: record),
                version: told.version)
        }
    }
}

/// What is posted to a person's `handover`.
struct HandOverBody: Decodable, Sendable {
    var successor: String
    var reason: String?
}

/// What is put to `/v1/preferences`: all of them.
struct PreferencesBody: Decodable, Sendable {
    var preferences: [Preference]

    struct Preference: Decodable, Sendable {
        var counterpart: String
        var wish: String
    }

    /// By stored number of the counterpart.
    func wishes(of number: Int, in record: AllianceRecord) throws -> [Int: Wish] {
        guard let own = record.index(ofPersonNumber: number) else { throw GatewayError.noPerson("\(number)") }
        let side = record.snapshot.side(of: own)
        var wishes: [Int: Wish] = [:]
        for preference in preferences {
            guard let row = record.snapshot.people.firstIndex(where: { $0.key == preference.counterpart }),
                record.snapshot.side(of: row) != side
            else { throw GatewayError.noPerson(preference.counterpart) }
            wishes[record.personNumbers[row]] = try Choice.read(preference.wish, named: "wish")
        }
        return wishes
    }
}
