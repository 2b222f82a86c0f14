import Domain
import Foundation
import Gateway
import Storage

/// A salesperson as their own people see them.
struct PersonView: Encodable, Sendable {
    var person: String
    var name: String?
    var email: String?
    var company: String
    var side: Side
    var capacity: Int
    var active: Bool
    var attributes: [String: AttributeCell]
    var deputy: String?
    var absences: [Absent]

    struct Absent: Encodable, Sendable {
        var first: String
        var last: String?
    }

    init(_ stored: StoredPerson) {
        let snapshot = stored.record.snapshot
        let own = stored.person
        person = own.key
        name = own.name
        email = own.email
        company = snapshot.companies[own.company].key
        side = stored.side
        capacity = own.capacity
        active = own.active
        attributes = Dictionary(
            uniqueKeysWithValues: zip(snapshot.alliance.attributes, own.attributes).compactMap {
                attribute, value in
                value.map { (attribute.name, AttributeCell($0)) }
            })
        deputy = stored.deputy.map { snapshot.people[$0].key }
        absences = stored.absences.map { Absent(first: "\($0.first)", last: $0.last.map(\.description)) }
    }
}

/// A profile attribute's value in JSON: a number, a text, or texts.
enum AttributeCell: Codable, Sendable {
    case number(Double)
    case text(String)
    case texts([String])

    init(_ value: AttributeValue) {
        switch value {
        case .number(let number): self = .number(number)
        case .category(let word): self = .text(word)
        case .set(let words): self = .texts(words)
        }
    }

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else {
            self = .texts(try value.decode([String].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        case .texts(let texts): try container.encode(texts)
        }
    }

    /// The value, if it is of the attribute's kind.
    /// - Throws: ``GatewayError/badField(name:message:hint:)``.
    func value(of attribute: Attribute) throws -> AttributeValue {
        switch (attribute.kind, self) {
        case (.number, .number(let number)): return .number(number)
        case (.category, .text(let word)) where !word.isEmpty: return .category(word)
        case (.set, .texts(let words)) where words.allSatisfy({ !$0.isEmpty && !$0.contains("|") }):
            return .set(Set(words).sorted())
        default:
            throw GatewayError.badField(
                name: "attributes.\(attribute.name)", message: "it is a \(attribute.kind.rawValue).",
                hint: "Numbers are numbers, categories a text, sets a list of texts without |.")
        }
    }
}

/// What a hand-over would hand over.
struct HandOverPreview: Encodable, Sendable {
    var person: String
    /// Open pairings: what becomes of each stands in ``HandOverView``.
    var pairings: [Open]

    struct Open: Encodable, Sendable {
        var pairing: String
        var counterpart: String
        var status: PairingStatus
    }

    init(of person: String, _ pairings: [StoredPairing], in record: AllianceRecord) {
        let people = record.snapshot.people
        self.person = person
        self.pairings = pairings.map { pairing in
            let isOwn = people[pairing.personA].key == person
            return Open(
                pairing: pairing.id.text, counterpart: people[isOwn ? pairing.personB : pairing.personA].key,
                status: pairing.life.status)
        }
    }
}

/// What a hand-over has brought.
struct HandOverView: Encodable, Sendable {
    var proposed: [Proposal]
    /// Counterparts to whom the successor cannot be proposed.
    var left: [Left]

    struct Proposal: Encodable, Sendable {
        var pairing: String
        var counterpart: String
    }

    struct Left: Encodable, Sendable {
        var counterpart: String
        var why: [String]
    }

    init(proposed: [StoredPairing], left: [Int: [Hindrance]], in record: AllianceRecord) {
        let people = record.snapshot.people
        self.proposed = proposed.map { pairing in
            // The proposing side has said yes; the other one's person is the counterpart.
            let other = pairing.life.acceptedBy.first?.opposite ?? .a
            return Proposal(pairing: pairing.id.text, counterpart: people[pairing.person(on: other)].key)
        }
        self.left = left.keys.sorted().map { row in
            Left(counterpart: people[row].key, why: (left[row] ?? []).map(\.text))
        }
    }
}

/// Whom a salesperson works with at present, and who stands in for them.
struct CounterpartsView: Encodable, Sendable {
    var person: String
    /// Running pairings first, confirmed ones before trials.
    var counterparts: [Counterpart]

    struct Counterpart: Encodable, Sendable {
        var person: String
        var name: String?
        var email: String?
        var company: String
        var status: PairingStatus
        var since: String?
        var deputy: Deputy?
        /// Until when they are away; nil when they are here, or when nobody knows.
        var awayUntil: String?
        var away: Bool
        /// Whom to ask today: the counterpart, or while they are away the deputy, who must be there.
        var ask: String
    }

    struct Deputy: Encodable, Sendable {
        var person: String
        var name: String?
        var email: String?
    }

    init(of stored: StoredPerson, deputies: [Int: Int], today: Day) {
        let snapshot = stored.record.snapshot
        person = stored.person.key
        let open = snapshot.pairings.filter {
            ($0.personA == stored.row || $0.personB == stored.row)
                && $0.status.holdsPlace
        }
        let order: [PairingStatus] = [.confirmed, .trial, .accepted]
        counterparts = open.map { pairing in
            let row = pairing.personA == stored.row ? pairing.personB : pairing.personA
            return Counterpart(row, pairing, in: snapshot, deputy: deputies[row], today: today)
        }
        .sorted {
            (order.firstIndex(of: $0.status) ?? 3, $0.person) < (
                order.firstIndex(of: $1.status) ?? 3, $1.person
            )
        }
    }
}

extension CounterpartsView.Counterpart {
    init(_ row: Int, _ pairing: Pairing, in snapshot: Snapshot, deputy: Int?, today: Day) {
        let own = snapshot.people[row]
        let absence = snapshot.absences.first { $0.person == row && $0.covers(today) }
        let standIn = deputy.flatMap { row in
            let isAway = snapshot.absences.contains { $0.person == row && $0.covers(today) }
            return snapshot.people[row].active && !isAway ? snapshot.people[row].key : nil
        }
        self.init(
            person: own.key, name: own.name, email: own.email, company: snapshot.companies[own.company].key,
            status: pairing.status, since: pairing.started.map(\.description),
            deputy: deputy.map { row in
                let person = snapshot.people[row]
                return CounterpartsView.Deputy(person: person.key, name: person.name, email: person.email)
            },
            awayUntil: absence?.last.map(\.description), away: absence != nil,
            ask: absence != nil ? standIn ?? own.key : own.key)
    }
}

/// What a salesperson would like; theirs alone.
struct PreferencesView: Encodable, Sendable {
    var preferences: [Preference]

    struct Preference: Encodable, Sendable {
        var counterpart: String
        var wish: Wish
    }

    init(_ wishes: [Int: Wish], in record: AllianceRecord) {
        preferences = wishes.map { Preference(counterpart: record.snapshot.people[$0].key, wish: $1) }
            .sorted { $0.counterpart < $1.counterpart }
    }
}
