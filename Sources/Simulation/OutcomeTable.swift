/// Outcomes as people and programs read them.
public struct OutcomeTable: Sendable {
    private let outcomes: [Outcome]

    /// Takes the outcomes to show.
    public init(_ outcomes: [Outcome]) { self.outcomes = outcomes }

    /// One line for each contender under a head, columns aligned.
    ///
    /// Regret is the loss against the oracle summed over all nights (1 a night is a random matching); settled is the share of
    /// people who from some night on have a right counterpart every night; nights beyond the last mean never.
    public var text: String {
        let head = [
            "contender", "regret", "+-", "settled", "night settled", "first right", "trials", "last 3 nights",
        ]
        let rows = outcomes.map { outcome in
            [
                outcome.contender.rawValue, fixed(outcome.regret, 2), fixed(outcome.regretError, 2),
                fixed(100 * outcome.settled, 1) + " %", fixed(outcome.settledNight, 1),
                fixed(outcome.firstNight, 1),
                fixed(outcome.trialsUntilRight, 1), fixed(outcome.finalRegret, 3),
            ]
        }
        let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
        return ([head] + rows).map { cells in
            cells.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + space : space + cell
            }.joined(separator: "  ") + "\n"
        }.joined()
    }
}

/// A number with a fixed number of places, without a locale.
func fixed(_ number: Double, _ places: Int) -> String {
    var scale = 1
    for _ in 0..<places { scale *= 10 }
    let whole = Int((number.magnitude * Double(scale)).rounded())
    let sign = number < 0 && whole > 0 ? "-" : ""
    guard places > 0 else { return sign + String(whole) }
    let digits = String(whole % scale)
    return sign + "\(whole / scale)." + String(repeating: "0", count: places - digits.count) + digits
}
