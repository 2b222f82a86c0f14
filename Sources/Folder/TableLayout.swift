/// The columns that a CSV file of the folder may have.
struct TableLayout {
    /// Which file it is.
    var file: FolderFile
    /// The columns the program knows, in canonical order; rows refer to them by their place in this list.
    var columns: [String]
    /// Those of ``columns`` that must be there.
    var needed: Set<String>
    /// Whether other columns are welcome (they are profile attributes) or a fault.
    var allowsOthers = false
}

// Each file's columns, and the place of each in its layout.
extension TableLayout {
    static let companies = TableLayout(
        file: .companies,
        columns: ["company", "name", "side", "employees", "sales_levels", "payment_days", "country"],
        needed: ["company", "name", "side"])

    static let salespeople = TableLayout(
        file: .salespeople, columns: ["person", "company", "name", "email", "capacity", "active"],
        needed: ["person", "company"], allowsOthers: true)

    static let pairings = TableLayout(
        file: .pairings, columns: ["person_a", "person_b", "status", "started", "ended", "reason"],
        needed: ["person_a", "person_b", "status"])

    static let rules = TableLayout(
        file: .rules, columns: ["person_a", "person_b", "rule", "reason"],
        needed: ["person_a", "person_b", "rule"])

    static let accounts = TableLayout(
        file: .accounts, columns: ["account", "name", "person", "role", "revenue"],
        needed: ["account", "person"])

    /// Columns of `sheets.csv` that are no factors: who, whom and when stand before the factors, verdicts after.
    static let beforeFactors = ["rater", "target", "date"]
    static let afterFactors = ["success", "continue"]

    /// The layout of `sheets.csv`; `factors` is nil when the instrument could not be read.
    static func sheets(factors: [String]?) -> TableLayout {
        TableLayout(
            file: .sheets, columns: beforeFactors + (factors ?? []) + afterFactors,
            needed: ["rater", "target"], allowsOthers: factors == nil)
    }
}
