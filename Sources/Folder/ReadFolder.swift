public import Domain

/// Reads an alliance folder and checks all of it.
///
///     let contents = try readFolder(at: "northwind", known: stored)
///     store(contents.snapshot, naming: contents.present)
///
/// - Parameters:
///   - path: the folder.
///   - known: what the database holds of this alliance, if anything: a later folder may refer to its people and
///     companies, and keeps its kinds of attributes and the order of its factors. Its sheets, pairings, rules
///     and accounts are not looked at.
/// - Returns: what the folder says. See ``FolderContents/snapshot`` for how it is joined with `known`.
/// - Throws: ``FolderError/faults(_:unlisted:)`` with everything that is wrong, by file and line;
///   ``FolderError/notAFolder(path:)`` or ``FolderError/system(path:reason:)`` when it cannot be looked at.
/// - Complexity: O(bytes) for files in the order of an export; else sheets are sorted. Memory: the snapshot,
///   4 bytes a sheet, and a buffer; 24 bytes a sheet and a second table more when sheets must be sorted.
public func readFolder(at path: String, known: Snapshot? = nil) throws(FolderError) -> FolderContents {
    let names = try FolderListing.names(in: path)
    let faults = FaultList()
    var reading = FolderReading(path: path, known: known, faults: faults)
    let snapshot = reading.read()
    try faults.throwIfAny()
    return FolderContents(
        snapshot: snapshot, namedPeopleCount: reading.namedPeopleCount,
        namedCompanyCount: reading.namedCompanyCount, present: reading.present,
        ignoredFiles: FolderListing.ignored(names))
}

/// Reads only the key of the alliance that a folder is about: which `known` to load for ``readFolder(at:known:)``.
///
/// - Throws: ``FolderError/faults(_:unlisted:)`` when `alliance.yaml` has no readable key: with everything that is wrong with the
///   folder whatever is stored of its alliance.
public func readAllianceKey(at path: String) throws(FolderError) -> String {
    _ = try FolderListing.names(in: path)
    let faults = FaultList()
    var reader = AllianceReader(faults: faults)
    if let key = reader.read(path: path + "/" + FolderFile.alliance.rawValue).key { return key }
    _ = try readFolder(at: path)
    throw .faults(
        [Fault(file: .alliance, line: 1, message: "the key alliance is needed and missing")], unlisted: 0)
}

/// One reading of one folder, file by file.
private struct FolderReading {
    let path: String
    let known: Snapshot?
    let faults: FaultList
    var present = PresentColumns()
    var namedPeopleCount = 0
    var namedCompanyCount = 0

    /// The snapshot; meaningful only when no fault was noted.
    mutating func read() -> Snapshot {
        var yaml = AllianceReader(faults: faults)
        let file = yaml.read(path: path(of: .alliance))
        present.columns[.alliance] = file.keys
        var (alliance, instrument) = AllianceMerge(known: known?.alliance, file: file, faults: faults).merge()
        // Which alliance it is could not be read, so that what the folder does not name may still be stored.
        let isNameless = known == nil && file.key == nil
        if isNameless { instrument = file.instrument }

        var companies = CompaniesReader(known: known, faults: faults)
        note(.companies, companies.read(path: path(of: .companies), isAll: !isNameless))
        var salespeople = SalespeopleReader(known: known, companies: companies, faults: faults)
        note(.salespeople, salespeople.read(path: path(of: .salespeople), isAll: !isNameless))
        var people = salespeople.people
        alliance.attributes = ProfileReader(known: known, listed: file.attributes, faults: faults)
            .fill(&people, from: salespeople)

        var directory = PeopleDirectory(salespeople)
        var snapshot = Snapshot(alliance: alliance, companies: companies.companies, people: people)
        readPairs(into: &snapshot, instrument, &directory)
        addKnown(to: &snapshot, salespeople.companies, directory.register)
        return snapshot
    }

    private mutating func readPairs(
        into snapshot: inout Snapshot, _ instrument: Instrument?, _ directory: inout PeopleDirectory
    ) {
        var sheets = SheetsReader(instrument: instrument, faults: faults)
        note(.sheets, sheets.read(path: path(of: .sheets), people: &directory))
        snapshot.sheets = sheets.sorted()
        var pairings = PairingsReader(faults: faults)
        note(.pairings, pairings.read(path: path(of: .pairings), people: &directory))
        snapshot.pairings = pairings.pairings
        var rules = RulesReader(faults: faults)
        note(.rules, rules.read(path: path(of: .rules), people: &directory))
        snapshot.rules = rules.rules
        var accounts = AccountsReader(faults: faults)
        note(.accounts, accounts.read(path: path(of: .accounts), people: &directory))
        snapshot.coverage = accounts.coverage
    }

    /// Adds the known people and companies that the folder refers to without naming them.
    private mutating func addKnown(
        to snapshot: inout Snapshot, _ companies: KeyRegister, _ people: KeyRegister
    ) {
        namedPeopleCount = people.namedCount
        namedCompanyCount = companies.namedCount
        guard let known else { return }
        snapshot.companies += companies.referred.map { known.companies[$0] }
        var places: [String: Int] = [:]
        for (place, company) in snapshot.companies.enumerated() { places[company.key] = place }
        let attributes = known.alliance.attributes
        // Known attributes come first and keep their order, so what a known person has needs only filling up.
        let added = snapshot.alliance.attributes.count - attributes.count
        for position in people.referred {
            var person = known.people[position]
            let company = known.companies[person.company]
            if places[company.key] == nil {
                places[company.key] = snapshot.companies.count
                snapshot.companies.append(company)
            }
            person.company = places[company.key] ?? 0
            person.attributes += Array(repeating: nil, count: added)
            snapshot.people.append(person)
        }
    }

    private func path(of file: FolderFile) -> String { path + "/" + file.rawValue }

    private mutating func note(_ file: FolderFile, _ header: TableHeader?) {
        if let header { present.columns[file] = header.names }
    }
}
