public import Domain

/// What an alliance folder says, checked.
public struct FolderContents: Sendable {
    /// The alliance as the folder tells it.
    ///
    /// `companies` and `people` begin with those the folder names, in file order; known ones that the folder
    /// only refers to follow. Sheets are in the order of rater, target, day. Where `known` was given:
    ///
    /// - the instrument, the name and the attributes are the known ones, brought up to date by the folder;
    /// - cells of companies and salespeople whose column is absent hold what was known;
    /// - cells of sheets, pairings and accounts whose column is absent are unknown: see ``present``.
    public var snapshot: Snapshot
    /// How many of `snapshot.people`, from the first, have a row in `salespeople.csv`.
    public var namedPeopleCount: Int
    /// How many of `snapshot.companies`, from the first, have a row in `companies.csv`.
    public var namedCompanyCount: Int
    /// Which files and columns there were; what is absent leaves what is stored.
    public var present: PresentColumns
    /// Other CSV and YAML files that lie in the folder and were not read, sorted by name.
    public var ignoredFiles: [String]
}

/// Which files, and which of their columns, a folder has.
public struct PresentColumns: Sendable, Hashable {
    /// The header of each file that is present; for `alliance.yaml` its top-level keys.
    public internal(set) var columns: [FolderFile: [String]] = [:]

    /// Whether the folder has this file.
    public func has(_ file: FolderFile) -> Bool { columns[file] != nil }

    /// Whether the folder has this file, and this column in it.
    public func has(_ file: FolderFile, _ column: String) -> Bool { columns[file]?.contains(column) ?? false }
}
