/// The questionnaire of an alliance: a rating scale and the factors asked on it.
public struct Instrument: Sendable, Hashable, Codable {
    /// Lowest and highest answer, in scale points (1 ... 7 in the study).
    public var scale: Scale
    /// The factors in the order they are asked. A factor keeps its place for the life of an alliance.
    public var factors: [Factor]

    /// Makes a questionnaire.
    public init(scale: Scale, factors: [Factor]) {
        self.scale = scale
        self.factors = factors
    }

    /// True when at least one factor carries the reference means that levels of success are read from.
    public var hasReference: Bool { factors.contains { $0.reference != nil } }

    /// The six-factor sheet of the study of 175 field salespeople; used when a folder names none.
    ///
    /// Reference means by success of the alliance, seven-point scale. `fit` hardly separates medium from
    /// great, and stays because the study asked it.
    public static let study = Instrument(
        scale: Scale(min: 1, max: 7),
        factors: [
            Factor(key: "trust", label: "Mutual trust", reference: Reference(4.05, 4.80, 5.67)),
            Factor(
                key: "independence", label: "Mutual independence", reference: Reference(3.64, 4.40, 5.99)),
            Factor(key: "cooperation", label: "Good co-operation", reference: Reference(2.96, 4.58, 5.32)),
            Factor(key: "communication", label: "Open communication", reference: Reference(3.54, 4.67, 5.67)),
            Factor(key: "goals", label: "Common goals", reference: Reference(2.82, 3.44, 4.11)),
            Factor(
                key: "fit", label: "Fit of field sales organisations",
                reference: Reference(3.60, 4.17, 4.31)),
        ])
}

/// The closed interval of answers of an instrument, in scale points.
public struct Scale: Sendable, Hashable, Codable {
    /// The lowest answer.
    public var min: Double
    /// The highest answer, above ``min``.
    public var max: Double

    /// Makes a scale; `min < max` is a precondition.
    public init(min: Double, max: Double) {
        precondition(min < max, "a scale needs min < max")
        self.min = min
        self.max = max
    }

    /// Whether an answer lies on the scale.
    public func contains(_ answer: Double) -> Bool { answer >= min && answer <= max }
}

/// One question of an instrument.
public struct Factor: Sendable, Hashable, Codable {
    /// Column name in `sheets.csv`; unique within the instrument.
    public var key: String
    /// What people read.
    public var label: String
    /// Means of this factor by level of success, where known.
    public var reference: Reference?

    /// Makes a factor.
    public init(key: String, label: String, reference: Reference? = nil) {
        self.key = key
        self.label = label
        self.reference = reference
    }
}

/// Mean answer to one factor where success was slight, medium and great, in scale points.
public struct Reference: Sendable, Hashable, Codable {
    /// Mean where success was slight.
    public var slight: Double
    /// Mean where success was medium.
    public var medium: Double
    /// Mean where success was great.
    public var great: Double

    /// Makes a reference row: slight, medium, great.
    public init(_ slight: Double, _ medium: Double, _ great: Double) {
        self.slight = slight
        self.medium = medium
        self.great = great
    }
}
