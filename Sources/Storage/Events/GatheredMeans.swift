import Domain

/// What raters say of each person, question by question: the mean of the newest sheets of each, and who they are.
///
/// Gathered here and not by the database: the night has read all sheets already.
struct GatheredMeans {
    /// Fewer raters than this are not spoken for.
    static let fewestRaters = 5

    /// The answers to one question about one person.
    struct Mean: Equatable {
        /// The stored number of the person.
        var target: Int32
        /// A factor's key, or `success`.
        var question: String
        /// Rounded to quarters of a point, halves to the even one.
        var mean: Float
        /// Stored numbers, ascending.
        var raters: [Int32]
    }

    /// All that somebody answered, by target.
    private(set) var means: [Mean] = []

    /// Gathers the sheets of an alliance as they are read: in the order of rater, target, day. O(answers).
    init(_ record: AllianceRecord) {
        let sheets = record.snapshot.sheets
        let questions = ["success"] + record.snapshot.alliance.instrument.factors.map(\.key)
        var raters = [[Int32]](repeating: [], count: record.personNumbers.count * questions.count)
        var sums = [Double](repeating: 0, count: raters.count)
        for sheet in 0..<sheets.count {
            let (rater, target) = (sheets.raters[sheet], sheets.targets[sheet])
            // The next one is of the same two people, and newer.
            if sheet + 1 < sheets.count, sheets.raters[sheet + 1] == rater,
                sheets.targets[sheet + 1] == target
            {
                continue
            }
            for question in questions.indices {
                let answer =
                    question == 0
                    ? sheets.successes[sheet] : sheets.ratings[sheet * sheets.factorCount + question - 1]
                if answer.isNaN { continue }
                let place = Int(target) * questions.count + question
                sums[place] += Double(answer)
                raters[place].append(Int32(record.personNumbers[Int(rater)]))
            }
        }
        for place in raters.indices where !raters[place].isEmpty {
            let mean = sums[place] / Double(raters[place].count)
            means.append(
                Mean(
                    target: Int32(record.personNumbers[place / questions.count]),
                    question: questions[place % questions.count],
                    mean: Float((mean * 4).rounded(.toNearestOrEven) / 4), raters: raters[place]))
        }
    }

    /// Means by column, as they travel to the database: raters one after the other, since arrays of arrays must be rectangular
    /// there.
    struct Columns {
        private(set) var targets: [Int32] = []
        private(set) var questions: [String] = []
        private(set) var means: [Float] = []
        /// Of each mean the place of its first rater in ``raters``, counted from 1.
        private(set) var firsts: [Int32] = []
        /// The same of the last one.
        private(set) var lasts: [Int32] = []
        private(set) var raters: [Int32] = []

        mutating func append(_ mean: Mean) {
            targets.append(mean.target)
            questions.append(mean.question)
            means.append(mean.mean)
            firsts.append(Int32(raters.count + 1))
            raters += mean.raters
            lasts.append(Int32(raters.count))
        }
    }
}
