/// A sales region: its name, the languages spoken there and where in ``Words/origins`` its names come from.
struct Region {
    let name: String
    let languages: [String]
    let origin: Int
}

/// First and last names that go together.
struct Origin {
    let first: [String]
    let last: [String]
}

/// The invented words of the sample. Names are common ones put together at random: nobody is meant.
enum Words {
    static let regions = [
        Region(name: "Nordics", languages: ["no", "sv"], origin: 0),
        Region(name: "DACH North", languages: ["de"], origin: 1),
        Region(name: "DACH South", languages: ["de"], origin: 1),
        Region(name: "Benelux", languages: ["fr", "nl"], origin: 2),
        Region(name: "France", languages: ["fr"], origin: 3),
        Region(name: "Iberia", languages: ["es", "pt"], origin: 4),
        Region(name: "Italy", languages: ["it"], origin: 5),
        Region(name: "British Isles", languages: ["en"], origin: 6),
        Region(name: "Poland", languages: ["pl"], origin: 7),
    ]
    static let industries = [
        "automotive", "chemicals", "energy", "food", "healthcare", "logistics", "machinery", "public sector",
        "retail", "telecom",
    ]
    /// What the company of side a sells.
    static let instruments = ["calibration", "controllers", "gauges", "retrofit", "sensors", "valves"]
    /// What the company of side b sells.
    static let programs = ["analytics", "asset cloud", "integration", "maintenance", "planning", "training"]
    static let segments = ["key accounts", "mid-market", "public tenders", "small business"]
    static let styles = ["consultant", "coordinator", "farmer", "hunter"]

    static let origins = [
        Origin(
            first: [
                "Astrid", "Bjørn", "Elin", "Freja", "Håkon", "Ingrid", "Jonas", "Kari", "Lars", "Mikkel",
                "Nils",
                "Sigrid", "Søren", "Tove", "Åsa",
            ],
            last: [
                "Andersson", "Berg", "Dahl", "Eriksen", "Grønlund", "Haugen", "Holm", "Lindqvist", "Lund",
                "Moen",
                "Nygård", "Sandberg", "Solberg", "Strand", "Vik",
            ]),
        Origin(
            first: [
                "Anna", "Birgit", "Clemens", "Dieter", "Franziska", "Georg", "Hannah", "Jürgen", "Katharina",
                "Lukas", "Matthias", "Nele", "Sabine", "Tobias", "Uwe",
            ],
            last: [
                "Bauer", "Brandt", "Fuchs", "Größler", "Hartmann", "Keller", "Krüger", "Lehmann", "Moser",
                "Pfister", "Richter", "Schäfer", "Vogel", "Wagner", "Zimmermann",
            ]),
        Origin(
            first: [
                "Anouk", "Bram", "Daan", "Eva", "Femke", "Joost", "Lieke", "Maarten", "Pieter", "Ruben",
                "Sanne",
                "Thijs", "Wout", "Yara",
            ],
            last: [
                "Bakker", "Claes", "de Groot", "de Vries", "Hendriks", "Janssens", "Kuipers", "Maes",
                "Peeters",
                "Smit", "van Dijk", "Vermeulen", "Visser", "Willems",
            ]),
        Origin(
            first: [
                "Amélie", "Antoine", "Camille", "Chloé", "Étienne", "François", "Inès", "Julien", "Léa",
                "Mathieu",
                "Nadia", "Olivier", "Rachid", "Solène",
            ],
            last: [
                "Benali", "Bernard", "Chevalier", "Dubois", "Fournier", "Garnier", "Lefèvre", "Marchand",
                "Moreau",
                "N'Diaye", "Perrin", "Renaud", "Rousseau", "Thévenot",
            ]),
        Origin(
            first: [
                "Álvaro", "Beatriz", "Carlos", "Duarte", "Elena", "Gonçalo", "Inés", "Javier", "Lucía",
                "Marta",
                "Nuno", "Paula", "Raúl", "Sofía",
            ],
            last: [
                "Almeida", "Carvalho", "Castillo", "Domínguez", "Ferreira", "García", "Ibáñez", "Lopes",
                "Muñoz",
                "Navarro", "Ortega", "Pereira", "Romero", "Vidal",
            ]),
        Origin(
            first: [
                "Alessia", "Bruno", "Chiara", "Davide", "Elisa", "Federico", "Giulia", "Lorenzo", "Marco",
                "Nicolò",
                "Paola", "Riccardo", "Silvia", "Valentina",
            ],
            last: [
                "Barbieri", "Caruso", "Colombo", "Conti", "De Luca", "Ferrari", "Galli", "Greco", "Mancini",
                "Moretti", "Pellegrini", "Ricci", "Romano", "Villa",
            ]),
        Origin(
            first: [
                "Aisling", "Arjun", "Charlotte", "Ciara", "Duncan", "Emily", "Fiona", "Harvinder", "James",
                "Moira",
                "Oliver", "Priya", "Rhys", "Siân", "Zainab",
            ],
            last: [
                "Ahmed", "Bennett", "Campbell", "Doyle", "Evans", "Fraser", "Hughes", "Kaur", "MacLeod",
                "Murphy",
                "O'Brien", "Okafor", "Patel", "Sutherland", "Whitfield",
            ]),
        Origin(
            first: [
                "Agnieszka", "Bartosz", "Ewa", "Filip", "Grażyna", "Jakub", "Kasia", "Łukasz", "Magda",
                "Paweł",
                "Rafał", "Stanisław", "Wojciech", "Zofia",
            ],
            last: [
                "Adamczyk", "Dąbrowski", "Grabowski", "Jankowski", "Kamiński", "Kowalczyk", "Mazur", "Nowak",
                "Pawlak", "Sikora", "Wiśniewski", "Wójcik", "Zając", "Zieliński",
            ]),
    ]

    /// First and second parts of customers' names.
    static let customerFirst = [
        "Alder", "Amber", "Bright", "Cedar", "Clear", "Copper", "Crest", "Delta", "East", "Elm", "Falcon",
        "Fern",
        "Glen", "Granite", "Harbour", "Hazel", "Iron", "Juniper", "Kestrel", "Lake", "Linden", "Maple",
        "Marble",
        "Nova", "North", "Oak", "Orchard", "Pine", "Quarry", "Raven", "River", "Rowan", "Sable", "Silver",
        "Spruce",
        "Stone", "Summit", "Tern", "Vale", "Willow",
    ]
    static let customerSecond = [
        "bank", "brook", "cliff", "dale", "field", "ford", "gate", "grove", "ham", "haven", "hurst", "mark",
        "mere",
        "mont", "point", "ridge", "stead", "thorpe", "water", "wick",
    ]
    /// What a customer of each of ``industries`` calls its trade.
    static let trades = [
        "Motors", "Chemicals", "Power", "Foods", "Clinics", "Freight", "Machines", "Council", "Stores",
        "Networks",
    ]

    /// A name in lower-case ASCII letters, for keys and e-mail addresses.
    static func plain(_ name: String) -> String {
        var result = ""
        for character in name.lowercased() {
            if character.isASCII {
                if character.isLetter { result.append(character) }
            } else {
                result += letters[character] ?? ""
            }
        }
        return result
    }

    private static let letters: [Character: String] = [
        "à": "a", "á": "a", "ä": "ae", "å": "aa", "ą": "a", "ç": "c", "è": "e", "é": "e", "ę": "e", "í": "i",
        "ł": "l", "ń": "n", "ñ": "n", "ò": "o", "ó": "o", "ö": "oe", "ø": "oe", "ß": "ss", "ś": "s", "ú": "u",
        "ü": "ue", "ź": "z", "ż": "z", "â": "a", "ê": "e",
    ]
}
