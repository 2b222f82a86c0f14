/// How the variance of one answer is made up; the parts add up to 1.
///
/// Source: real two-sided ratings (speed dating): actor 0.29, partner 0.155, dyad 0.555 of which at most half
/// is stable; correlation of the two directions' dyad parts 0.21; correlation of item residuals 0.2 to 0.5.
enum VarianceShares {
    /// Standard deviation of an answer about its factor's mean, in scale points.
    static let deviation = 1.2
    /// Variance of an answer, in points².
    static let total = deviation * deviation

    /// How this rater rates everyone: what the profile explains, and the rest.
    static let actorProfile = 0.06
    static let actorRest = 0.23
    /// How this target is rated by everyone.
    static let partnerProfile = 0.03
    static let partnerRest = 0.125
    /// Of the rest of actor and partner, how much is the same for all factors.
    static let personCommon = 0.8

    /// The chemistry both feel alike, and for all factors: from profiles, from hidden tastes, and from nowhere.
    static let mutualProfile = 0.02
    static let mutualTaste = 0.04
    /// Makes the mutual parts 0.21 of 0.555, which is the dyadic reciprocity.
    static let mutualRest = 0.0566
    /// The chemistry that one of the two feels: for all factors, and for one factor.
    static let ownCommon = 0.0534
    static let ownFactor = 0.08
    /// What one occasion adds: to all answers of a sheet, and to one.
    static let occasionCommon = 0.04
    /// The last part holds the rounding to whole points, whose variance is 1/12 points².
    static let occasionFactor = 0.265 - (1.0 / 12) / total

    /// The standard deviation of a part, in scale points.
    static func deviation(_ share: Double) -> Double { (share * total).squareRoot() }
}
