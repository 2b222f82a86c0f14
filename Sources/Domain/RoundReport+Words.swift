extension RoundReport {
    /// What more or fewer changes would bring, nearest first: `2 more changes would gain 0.11 points.`
    ///
    /// - Parameter limit: how many sentences at most for more changes, and for fewer.
    public func frontierSentences(limit: Int = 3) -> [String] {
        guard let proposed else { return [] }
        let more = frontier.filter { $0.changes > proposed.changes && $0.value > proposed.value }
        let fewer = frontier.filter { $0.changes < proposed.changes && $0.value < proposed.value }
        return more.prefix(limit).map { point in
            let count = point.changes - proposed.changes
            return
                "\(count) more \(Self.changes(count)) would gain \(Self.points(point.value - proposed.value))."
        }
            + fewer.suffix(limit).reversed().map { point in
                let count = proposed.changes - point.changes
                return
                    "\(count) fewer \(Self.changes(count)) would lose \(Self.points(proposed.value - point.value))."
            }
    }

    private static func changes(_ count: Int) -> String { count == 1 ? "change" : "changes" }

    /// Two places: `0.11 points`.
    private static func points(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let fraction = String(hundredths % 100)
        return "\(hundredths / 100).\(fraction.count == 1 ? "0" + fraction : fraction) points"
    }
}
