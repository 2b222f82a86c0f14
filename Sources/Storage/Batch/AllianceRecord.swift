public import Domain

/// A stored alliance as it was at one revision.
///
/// `snapshot.people[i]` is stored under number `personNumbers[i]`, likewise companies; both ascend, so newer
/// people stand behind older ones and a posterior stays aligned when people are added.
public struct AllianceRecord: Sendable {
    /// Which alliance it is.
    public var id: AllianceID
    /// Counts the changes to what a fit reads.
    public var revision: Int64
    /// Counts the changes to everything but the sheets.
    public var version: Int64
    /// What is stored; the sheets are empty when they were not asked for.
    public var snapshot: Snapshot
    /// Stored numbers of `snapshot.people`, ascending.
    public var personNumbers: [Int]
    /// Stored numbers of `snapshot.companies`, ascending.
    public var companyNumbers: [Int]
    /// The stored number of each person's team, in the order of `snapshot.people`; nil for those of no team.
    public var teamNumbers: [Int?] = []

    /// Index in `snapshot.people` of the person stored under `number`; nil when there is none.
    /// - Complexity: O(log people).
    public func index(ofPersonNumber number: Int) -> Int? { Self.index(of: number, in: personNumbers) }

    /// Index in `snapshot.companies` of the company stored under `number`; nil when there is none.
    public func index(ofCompanyNumber number: Int) -> Int? { Self.index(of: number, in: companyNumbers) }

    private static func index(of number: Int, in numbers: [Int]) -> Int? {
        var low = 0
        var high = numbers.count
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low < numbers.count && numbers[low] == number ? low : nil
    }

    #if DEBUG
        /// Checks, where tests run, that whoever changes an alliance says so: what is kept of a version is what is stored of it.
        func assertIsLike(_ stored: AllianceRecord) {
            guard version == stored.version else { return }
            assert(snapshot == stored.snapshot, "a change of the alliance was not announced")
            assert(
                personNumbers == stored.personNumbers && companyNumbers == stored.companyNumbers
                    && teamNumbers == stored.teamNumbers, "a change of who is who was not announced")
        }
    #endif
}
