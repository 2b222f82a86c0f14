/// What has come to be known since the last round: names the causes of changes.
public struct News: Sendable, Hashable, Codable {
    /// People (indices of ``Snapshot/people``) who wrote a sheet or were written about since.
    public var people: [Int]

    /// Nothing is known to be new.
    public init(people: [Int] = []) { self.people = people }

    /// What a snapshot's sheets of a day or later tell.
    public init(sheetsOf snapshot: Snapshot, since day: Day) {
        var people: Set<Int> = []
        for index in 0..<snapshot.sheets.count where snapshot.sheets.days[index] != SheetTable.unknownDay {
            guard snapshot.sheets.days[index] >= day.daysSince1970 else { continue }
            people.insert(Int(snapshot.sheets.raters[index]))
            people.insert(Int(snapshot.sheets.targets[index]))
        }
        self.people = people.sorted()
    }
}
