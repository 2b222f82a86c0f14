import Domain

/// Every dyad that has a sheet, with its answers of both directions gathered into one row of channels.
///
/// Several sheets of one rater about one target are averaged, newer ones counting more, and the number of
/// sheets they are worth is kept: it says how much of the noise of one occasion is left in the average.
struct DyadTable: Sendable {
    /// Channels in a row.
    let channelCount: Int
    /// Row of the person on side a, for each dyad.
    var personA: [Int32] = []
    /// Row of the person on side b, for each dyad.
    var personB: [Int32] = []
    /// Standardised answers, `count × channelCount`; 0 where unanswered.
    var answers: [Float] = []
    /// How many sheets the answers of a about b, and of b about a, are worth: `count × 2`.
    var worth: [Float] = []
    /// Index into ``classes``, for each dyad.
    var classOf: [Int32] = []
    /// The kinds of row: which channels are answered, and how many sheets stand behind them.
    var classes: [NoiseClass] = []

    /// Number of dyads.
    var count: Int { personA.count }

    /// Makes an empty table.
    init(channelCount: Int) {
        self.channelCount = channelCount
    }

    /// Gathers the sheets of a snapshot. O(sheets × answers).
    ///
    /// - Parameters:
    ///   - halfLife: days after which a sheet counts half.
    ///   - today: the day that ages are counted from; sheets of unknown or later date have age 0.
    init(_ sheets: SheetTable, sides: [Side], scale: AnswerScale, today: Day, halfLife: Double) {
        self.init(channelCount: scale.channelCount)
        var gathering = DyadGathering(scale: scale, today: today, halfLife: halfLife)
        for index in 0..<sheets.count {
            gathering.add(sheets, index, raterSide: sides[Int(sheets.raters[index])])
        }
        gathering.finish(into: &self)
    }
}

/// Dyads that share one covariance of noise.
struct NoiseClass: Sendable, Hashable {
    /// The channels that are answered, ascending.
    var observed: [Int]
    /// How many sheets the answers of a about b, and of b about a, are worth (0: none).
    var sheets: [Double]
}

/// Sums of sheets on their way into a ``DyadTable``.
struct DyadGathering {
    private let scale: AnswerScale
    private let today: Int32
    private let halfLife: Double
    private var rows: [UInt64: Int] = [:]
    private var keys: [UInt64] = []
    private var sums: [Float] = []
    private var weights: [Float] = []
    private var sheetWeights: [Float] = []
    private var classIndex: [NoiseClass: Int32] = [:]

    init(scale: AnswerScale, today: Day, halfLife: Double) {
        self.scale = scale
        self.today = today.daysSince1970
        self.halfLife = halfLife
    }

    /// Weight of a sheet of this day: 1 today, one half after a half-life.
    static func weight(day: Int32, today: Int32, halfLife: Double) -> Double {
        if day == SheetTable.unknownDay || day >= today { return 1 }
        return Double.powerOfTwo(-(Double(today) - Double(day)) / halfLife)
    }

    /// Adds one sheet of a table.
    mutating func add(_ sheets: SheetTable, _ index: Int, raterSide: Side) {
        let direction = raterSide == .a ? 0 : 1
        let rater = UInt64(UInt32(sheets.raters[index]))
        let target = UInt64(UInt32(sheets.targets[index]))
        let row = row(of: direction == 0 ? rater << 32 | target : target << 32 | rater)
        let weight = Float(Self.weight(day: sheets.days[index], today: today, halfLife: halfLife))
        var answered = false
        for answer in 0..<scale.answerCount {
            let value = sheets.answer(answer, of: index)
            if value.isNaN { continue }
            answered = true
            let channel = row * scale.channelCount + scale.channel(answer, direction: direction)
            sums[channel] += weight * Float((value - scale.centres[answer]) / scale.spreads[answer])
            weights[channel] += weight
        }
        if answered { sheetWeights[row * 2 + direction] += weight }
    }

    private mutating func row(of key: UInt64) -> Int {
        if let row = rows[key] { return row }
        let row = keys.count
        rows[key] = row
        keys.append(key)
        sums.append(contentsOf: repeatElement(0, count: scale.channelCount))
        weights.append(contentsOf: repeatElement(0, count: scale.channelCount))
        sheetWeights.append(contentsOf: repeatElement(0, count: 2))
        return row
    }

    /// Writes the dyads, ordered by person a, then person b, so that the order of sheets does not matter.
    mutating func finish(into table: inout DyadTable) {
        let width = scale.channelCount
        let order = keys.indices.sorted { keys[$0] < keys[$1] }
        table.personA.reserveCapacity(order.count)
        table.personB.reserveCapacity(order.count)
        table.answers.reserveCapacity(order.count * width)
        var last: (index: Int32, observed: [Int], sheets: (Double, Double)) = (-1, [], (0, 0))
        var observed: [Int] = []
        for row in order {
            table.personA.append(Int32(truncatingIfNeeded: keys[row] >> 32))
            table.personB.append(Int32(truncatingIfNeeded: keys[row] & 0xFFFF_FFFF))
            observed.removeAll(keepingCapacity: true)
            for channel in 0..<width {
                let weight = weights[row * width + channel]
                table.answers.append(weight > 0 ? sums[row * width + channel] / weight : 0)
                if weight > 0 { observed.append(channel) }
            }
            let worth = (sheetWeights[row * 2], sheetWeights[row * 2 + 1])
            table.worth.append(worth.0)
            table.worth.append(worth.1)
            let sheets = (Self.rounded(Double(worth.0)), Self.rounded(Double(worth.1)))
            if last.index < 0 || sheets != last.sheets || observed != last.observed {
                let noise = NoiseClass(observed: observed, sheets: [sheets.0, sheets.1])
                last = (index(of: noise, in: &table), observed, sheets)
            }
            table.classOf.append(last.index)
        }
    }

    private mutating func index(of noise: NoiseClass, in table: inout DyadTable) -> Int32 {
        if let known = classIndex[noise] { return known }
        let index = Int32(table.classes.count)
        classIndex[noise] = index
        table.classes.append(noise)
        return index
    }

    /// Rounds a number of sheets to quarters of a power of two, so that few classes arise: an error of at
    /// most 9 % in the weight of a dyad. 1 stays 1.
    static func rounded(_ sheets: Double) -> Double {
        if sheets <= 0 || sheets == 1 { return max(0, sheets) }
        let step = (Double.binaryLogarithm(sheets) * 4).rounded() / 4
        return Double.powerOfTwo(max(-6, step))
    }
}
