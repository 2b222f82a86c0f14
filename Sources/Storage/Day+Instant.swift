public import Domain
public import Foundation

extension Day {
    /// The day in UTC of an instant.
    public init(_ instant: Date) {
        self.init(daysSince1970: Int32((instant.timeIntervalSince1970 / 86_400).rounded(.down)))
    }
}
