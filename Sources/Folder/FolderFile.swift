/// The files of an alliance folder, in the order they are read and written.
public enum FolderFile: String, Sendable, Hashable, CaseIterable, Comparable {
    case alliance = "alliance.yaml"
    case companies = "companies.csv"
    case salespeople = "salespeople.csv"
    case sheets = "sheets.csv"
    case pairings = "pairings.csv"
    case rules = "rules.csv"
    case accounts = "accounts.csv"

    /// Whether a folder without it is a fault.
    public var isNeeded: Bool { self <= .salespeople }

    /// In the order they are read: a fault in an earlier file may be the cause of one in a later file.
    public static func < (left: FolderFile, right: FolderFile) -> Bool { left.place < right.place }

    private var place: Int {
        switch self {
        case .alliance: 0
        case .companies: 1
        case .salespeople: 2
        case .sheets: 3
        case .pairings: 4
        case .rules: 5
        case .accounts: 6
        }
    }
}
