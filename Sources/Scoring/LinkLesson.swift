/// What one alliance teaches others of the way from predicted answers to decisions, beside what every ``Link`` begins with.
struct LinkLesson: Sendable, Hashable {
    /// Log-odds of going on at the average answer, more than the average decision alone says.
    var constant: Double
    /// Natural logarithm of how much steeper the log-odds are.
    var steepness: Double
    /// Correlation of the two decisions of a dyad, given their probabilities.
    var dependence: Double

    /// The link as it begins teaches this.
    static let nothing = LinkLesson(constant: 0, steepness: 0, dependence: Link.usualDependence)

    init(constant: Double, steepness: Double, dependence: Double) {
        self.constant = constant
        self.steepness = steepness
        self.dependence = dependence
    }

    /// Compares a learned link with the one that it began with; the two directions count the same.
    init(_ link: Link, beginning: Link, _ scale: AnswerScale) {
        self = LinkLesson(constant: 0, steepness: 0, dependence: link.dependence)
        for direction in 0...1 {
            let (row, channel) = (2 + direction, scale.channel(scale.decision, direction: direction))
            constant += (link.constants[row] - beginning.constants[row]) / 2
            let ratio = link.weights[row, channel] / beginning.weights[row, channel]
            steepness += Double.logarithm(min(4, max(0.25, ratio))) / 2
        }
    }

    /// Mean of lessons by weight, the fixed prior being one more.
    init(pooling lessons: [(weight: Double, lesson: LinkLesson)]) {
        let all = lessons + [(1, .nothing)]
        let total = all.reduce(0) { $0 + $1.weight }
        func mean(_ part: (LinkLesson) -> Double) -> Double {
            all.reduce(0) { $0 + $1.weight * part($1.lesson) } / total
        }
        self.init(
            constant: mean(\.constant), steepness: mean(\.steepness), dependence: mean(\.dependence))
    }
}

extension Link {
    /// The link of which this much is known from other alliances before any decision of this one is.
    mutating func begin(from lesson: LinkLesson, _ scale: AnswerScale) {
        for direction in 0...1 {
            let (row, channel) = (2 + direction, scale.channel(scale.decision, direction: direction))
            constants[row] += lesson.constant
            weights[row, channel] *= Double.exponential(lesson.steepness)
        }
        dependence = lesson.dependence
    }
}
