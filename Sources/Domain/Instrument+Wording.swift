extension Factor {
    /// The statement that a rater agrees or disagrees with, worded so that high is good; the label where there is none.
    ///
    /// The study's text has mutual *independence*, its academic root *interdependence*: the statement is good for both.
    public var statement: String {
        switch key {
        case "trust": "I can rely on this counterpart's word."
        case "independence": "We each stand on our own feet and are worth something to the other."
        case "cooperation": "We work hand in hand when it matters."
        case "communication": "We tell each other openly what the other needs to know."
        case "goals": "We want the same thing at our customers."
        case "fit": "Our two field sales organisations fit each other."
        default: label
        }
    }
}

extension Scale {
    /// What the ends and the middle of a scale say.
    public var anchors: [(answer: Double, text: String)] {
        [
            (min, "does not apply at all"), ((min + max) / 2, "applies in part"), (max, "applies completely"),
        ]
    }
}
