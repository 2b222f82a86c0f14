import Domain

/// Which sheets are kept from a fit, so that it can be seen how well it foretells them.
public enum HoldOut: Sendable, Hashable {
    /// All sheets of a share of the dyads, drawn by a seed.
    case dyads(share: Double, seed: UInt64)
    /// The newest share of the dated sheets: forward in time, as in real use. Sheets of unknown day are never held out.
    case newest(share: Double)
}

extension HoldOut {
    /// The snapshot with the sheets that may be seen, and the others.
    func split(_ snapshot: Snapshot) -> (seen: Snapshot, held: SheetTable) {
        let isHeld = held(snapshot)
        var (seen, held) = (snapshot, SheetTable(factorCount: snapshot.sheets.factorCount))
        seen.sheets = held
        for index in 0..<snapshot.sheets.count {
            if isHeld[index] {
                held.append(snapshot.sheets[index])
            } else {
                seen.sheets.append(snapshot.sheets[index])
            }
        }
        return (seen, held)
    }

    private func held(_ snapshot: Snapshot) -> [Bool] {
        let sheets = snapshot.sheets
        switch self {
        case .dyads(let share, let seed):
            return (0..<sheets.count).map { index in
                let pair = [sheets.raters[index], sheets.targets[index]].sorted()
                return Self.draw(UInt64(UInt32(pair[0])) << 32 | UInt64(UInt32(pair[1])), seed) < share
            }
        case .newest(let share):
            let days = sheets.days.filter { $0 != SheetTable.unknownDay }.sorted()
            guard let last = days.last else { return [Bool](repeating: false, count: sheets.count) }
            let cut = days[min(days.count - 1, Int(Double(days.count) * (1 - share)))]
            // Sheets of one day stand together; where all are of one day nothing came later.
            let from = cut == days[0] ? last &+ (last == cut ? 1 : 0) : cut
            return sheets.days.map { $0 != SheetTable.unknownDay && $0 >= from }
        }
    }

    /// A number in 0 ..< 1 that a pair and a seed always give: SplitMix64's finaliser.
    private static func draw(_ key: UInt64, _ seed: UInt64) -> Double {
        var bits = (key &+ 0x9E37_79B9_7F4A_7C15) ^ (seed &* 0xD134_2543_DE82_EF95)
        for (shift, factor) in [(30, 0xBF58_476D_1CE4_E5B9), (27, 0x94D0_49BB_1331_11EB)]
            as [(UInt64, UInt64)]
        {
            bits = (bits ^ (bits >> shift)) &* factor
        }
        bits ^= bits >> 31
        return Double(bits >> 11) / 9_007_199_254_740_992
    }
}
