extension NoiseClass {
    /// How much more the answers of each channel scatter than one fresh sheet would: √(stable + noise / n).
    func scales(stableShare: Double, channels: Int) -> [Double] {
        let half = channels / 2
        return (0..<channels).map { channel in
            let worth = sheets[channel / half]
            return worth == 0 ? 1 : (stableShare + (1 - stableShare) / worth).squareRoot()
        }
    }

    /// Inverse of the covariance of the answered channels, zero elsewhere, in unit scales.
    func unscaledPrecision(_ covariance: Matrix) -> Matrix {
        var part = Matrix(observed.count, observed.count)
        for (i, row) in observed.enumerated() {
            for (j, column) in observed.enumerated() { part[i, j] = covariance[row, column] }
        }
        let inverse = part.inverted().inverse
        var result = Matrix(covariance.rows, covariance.columns)
        for (i, row) in observed.enumerated() {
            for (j, column) in observed.enumerated() { result[row, column] = inverse[i, j] }
        }
        return result
    }

    /// Precision of the answers of this class, zero where unanswered.
    ///
    /// Averages of n and m sheets share the noise of as many occasions as the fewer has: covariance of two
    /// channels = (stable share + (1 − stable share) / the larger number of sheets) × that of one sheet each.
    func precision(_ covariance: Matrix, stableShare: Double) -> Matrix {
        var averaged = covariance
        let half = covariance.rows / 2
        for row in observed {
            for column in observed {
                let worth = max(sheets[row / half], sheets[column / half])
                averaged[row, column] *= stableShare + (1 - stableShare) / worth
            }
        }
        return unscaledPrecision(averaged)
    }
}
