import Domain

extension Posterior {
    /// How far one more trial, in which both sides say how successful it was, is expected to move the chemistry of a pair
    /// through what it shows of the two together.
    ///
    /// What a trial shows of each of the two people moves all of their pairs alike and is left out.
    ///
    ///     deviation² = cᵀ (R + N)⁻¹ c,   c = covariance of both successes with the chemistry,
    ///
    /// R and N being the covariances of both successes that the relationship, as far as it is unknown, and one occasion have.
    ///
    /// - Parameters:
    ///   - personA: row of a person on side a (a precondition).
    ///   - personB: row of a person on side b (a precondition).
    /// - Returns: a standard deviation in points; the less, the more sheets the two have about each other.
    /// - Complexity: as ``prediction(of:with:)``.
    public func trialDeviation(of personA: Int, with personB: Int) -> Double {
        precondition(
            sides[personA] == .a && sides[personB] == .b, "a pair is someone of side a and of side b")
        let outlook = outlook(personA, personB)
        let chemistry = Chemistry(outlook.means, outlook.covariance, scale: instrument.scale)
        var relationship = outlook.covariance
        relationship.add(outlook.people, times: -1)
        let covariance = relationship * chemistry.gradient
        var shown = Matrix(2, 2)
        for row in 0...1 {
            for column in 0...1 {
                shown[row, column] = relationship[row, column] + outlook.noise[row, column]
            }
        }
        return max(0, shown.inverted().inverse.quadraticForm([covariance[0], covariance[1]])).squareRoot()
    }
}
