import Domain
import Postgres

/// Between the words and cells that are stored and the domain's own types.
enum Stored {
    /// Reads one of an enumeration's words. A check constraint keeps others out.
    static func word<Word: RawRepresentable<String>>(_ text: String) throws -> Word {
        guard let word = Word(rawValue: text) else { throw UnknownWord(text: text, type: "\(Word.self)") }
        return word
    }

    /// A stored date as a day.
    static func day(_ date: PostgresDate) -> Day { Day(daysSince1970: date.daysSince1970) }

    /// A stored answer as its rater wrote it: 6.1, and not the nearest single precision with the digits of a double.
    static func answer(_ answer: Float) -> Double { Double(answer.description) ?? Double(answer) }

    /// A day as a stored date.
    static func date(_ day: Day) -> PostgresDate { PostgresDate(daysSince1970: day.daysSince1970) }

    /// Reads an attribute's stored cell; nil when unknown.
    static func attributeValue(_ attribute: Attribute, _ cell: String?) -> AttributeValue? {
        guard let cell else { return nil }
        switch attribute.kind {
        case .number: return Double(cell).map { .number($0) }
        case .category: return .category(cell)
        case .set: return .set(cell.split(separator: "|", omittingEmptySubsequences: true).map(String.init))
        }
    }

    /// The cell under which an attribute's value is stored; nil when unknown.
    static func cell(_ value: AttributeValue?) -> String? {
        switch value {
        case .number(let number): "\(number)"
        case .category(let word): word
        // A set that is known to be empty is written as the separator alone, as in the folder.
        case .set(let words): words.isEmpty ? "|" : words.joined(separator: "|")
        case nil: nil
        }
    }
}

/// A stored word that this program does not know: the database is newer than it, or was edited by hand.
struct UnknownWord: Error, CustomStringConvertible {
    let text: String
    let type: String

    var description: String { "the database holds \"\(text)\", which is no \(type)" }
}
