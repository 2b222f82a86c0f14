/// Parts of a person's name, by which others call them for short.
///
/// A first name alone may be anybody's. Where a text belongs to something of the person's own it is theirs: unless somebody else who
/// takes part in it is called the same, or the text calls somebody else by a longer name that begins or ends with it. A name that is
/// also a word counts as one only where it is written as one.
struct ShortName: Sendable {
    /// In lower case.
    private let parts: Set<String>
    /// Longer names of others that have a part in common with this one, as words in lower case.
    private let longer: [[String]]

    /// - Parameters:
    ///   - name: the whole name; nil when it is not known.
    ///   - participants: names of the others who take part in whatever the texts belong to.
    ///   - everybody: names of all others whom a text may mean.
    init(of name: String?, beside participants: [String], among everybody: [String]) {
        let taken = Set(participants.flatMap(Self.parts))
        let parts = Set(Self.parts(of: name ?? "")).subtracting(taken)
        self.parts = parts
        longer = everybody.map(Self.parts).filter { $0.count > 1 && !parts.isDisjoint(with: $0) }
    }

    /// Whether there is nothing to look for.
    var isEmpty: Bool { parts.isEmpty }

    /// The text with `erased` wherever it calls the person by a part of their name.
    func erased(from text: String) -> String {
        let words = Self.words(of: text)
        let lowered = words.map { text[$0].lowercased() }
        var result = ""
        var place = text.startIndex
        for (index, word) in words.enumerated() {
            guard let part = part(lowered[index]), !belongsToAnother(index, in: lowered, part),
                !Self.isGlued(word, in: text), isName(index, part, of: words, lowered, in: text)
            else { continue }
            result += text[place..<word.lowerBound] + "erased"
            // The s of a genitive stays.
            place = part == lowered[index] ? word.upperBound : text.index(before: word.upperBound)
        }
        return result + text[place...]
    }

    /// The part that a word is, also in the genitive: Annas.
    private func part(_ word: String) -> String? {
        if parts.contains(word) { return word }
        guard word.hasSuffix("s"), parts.contains(String(word.dropLast())) else { return nil }
        return String(word.dropLast())
    }

    /// Whether a word is part of a longer name of somebody else.
    private func belongsToAnother(_ index: Int, in words: [String], _ part: String) -> Bool {
        longer.contains { name in
            name.indices.contains { place in
                guard name[place] == part, index >= place, index - place + name.count <= words.count else {
                    return false
                }
                return name.indices.allSatisfy { $0 == place || words[index - place + $0] == name[$0] }
            }
        }
    }

    /// Whether a name that is also a word is meant as a name: written large, and no verb that begins a sentence.
    private func isName(
        _ index: Int, _ part: String, of words: [Range<String.Index>], _ lowered: [String], in text: String
    ) -> Bool {
        guard Self.alsoWords.contains(part) else { return true }
        guard text[words[index].lowerBound].isUppercase else { return false }
        let next = words.indices.contains(index + 1) ? lowered[index + 1] : ""
        return !Self.followsVerbs.contains(next)
    }

    /// Whether a word is part of an address, a key or a compound: `anna.b`, `anna@…`, Anna-Lena.
    private static func isGlued(_ word: Range<String.Index>, in text: String) -> Bool {
        func joins(_ character: Character) -> Bool { "._-@/".contains(character) }
        func isInWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }
        let before = Array(text[..<word.lowerBound].suffix(2))
        let after = Array(text[word.upperBound...].prefix(2))
        return before.count == 2 && isInWord(before[0]) && joins(before[1])
            || after.count == 2 && joins(after[0]) && isInWord(after[1])
    }

    /// Words of a name that can stand for it: no initial, title or particle.
    private static func parts(of name: String) -> [String] {
        words(of: name).filter { word in
            let isAbbreviated = word.upperBound < name.endIndex && name[word.upperBound] == "."
            return name[word].count > 1 && name[word].first?.isLowercase != true && !isAbbreviated
        }.map { name[$0].lowercased() }
    }

    /// Runs of letters and numbers.
    private static func words(of text: String) -> [Range<String.Index>] {
        var words: [Range<String.Index>] = []
        var start: String.Index?
        for index in text.indices {
            if text[index].isLetter || text[index].isNumber {
                start = start ?? index
            } else if let first = start {
                words.append(first..<index)
                start = nil
            }
        }
        if let start { words.append(start..<text.endIndex) }
        return words
    }

    /// Given names and surnames that are also words: at the beginning of a sentence, or in lower case, they are seldom names.
    private static let alsoWords: Set = [
        "alt", "april", "art", "august", "baker", "bauer", "bell", "berg", "best", "bill", "black", "braun",
        "brown", "bush",
        "chance", "christian", "cook", "dean", "day", "drew", "earnest", "engel", "ernst", "faith", "field",
        "fox", "frank",
        "gene", "grace", "grant", "gray", "green", "gross", "guy", "hill", "hope", "horn", "iris", "ivy",
        "jack", "joy", "jung",
        "june", "kaiser", "king", "klein", "koch", "kraft", "kurz", "lance", "lang", "lily", "long", "love",
        "mark", "max",
        "may", "miles", "neu", "north", "olive", "page", "park", "pat", "penny", "power", "price", "rich",
        "richter", "rice",
        "rob", "robin", "rosa", "rose", "ruby", "sharp", "short", "small", "sommer", "south", "stein",
        "stone", "strong", "sue",
        "summer", "victor", "wade", "west", "white", "will", "winter", "wolf", "wood", "young",
    ]

    /// What stands behind a verb and not behind a name.
    private static let followsVerbs: Set = [
        "a", "all", "an", "be", "das", "dem", "den", "der", "die", "each", "es", "he", "her", "his", "i",
        "ich", "it", "its", "my",
        "not", "our", "she", "sie", "that", "the", "their", "them", "there", "these", "they", "this", "those",
        "us", "we", "wir",
        "you", "your",
    ]
}
