import Domain
import Folder

/// An alliance with many sheets: 2,000 people on side a, 3,000 on side b.
struct LargeFolder {
    /// How many sheets it has, at most 12 million.
    let sheets: Int

    /// Writes it.
    func write(to path: String) throws {
        var snapshot = Snapshot(
            alliance: Alliance(key: "large", name: "Large"),
            companies: [Company(key: "a", name: "A", side: .a), Company(key: "b", name: "B", side: .b)])
        for number in 0..<5000 {
            let side = number < 2000 ? "a" : "b"
            snapshot.people.append(
                Salesperson(key: "\(side)-\(10_000 + number)", company: number < 2000 ? 0 : 1))
        }
        var table = SheetTable(factorCount: 6)
        table.reserveCapacity(sheets)
        for number in 0..<sheets { append(number, to: &table) }
        snapshot.sheets = table
        try writeFolder(snapshot, to: path)
    }

    /// Each rater rates as many targets; in the order of rater and target.
    private func append(_ number: Int, to table: inout SheetTable) {
        let perRater = (sheets + 4999) / 5000
        let rater = number / perRater
        let rank = number % perRater
        let others = rater < 2000 ? 3000 : 2000
        let target = (rater < 2000 ? 2000 : 0) + rank * others / perRater
        let answer = Float(1 + (number * 7919 >> 3) % 7)
        table.append(
            rater: Int32(rater), target: Int32(target), day: 20_000 + Int32(number % 700),
            answers: (0..<6).map { number % (11 + $0) == 0 ? Float.nan : max(1, answer - Float($0 % 3)) },
            success: answer, decision: answer > 4 ? 1 : 0)
    }
}
