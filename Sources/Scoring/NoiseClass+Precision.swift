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
    func precision(_ covariance: Matrix, stableShare: Double) -> Matrix {
        var result = unscaledPrecision(covariance)
        let scales = scales(stableShare: stableShare, channels: covariance.rows)
        for row in 0..<result.rows {
            for column in 0..<result.columns { result[row, column] /= scales[row] * scales[column] }
        }
        return result
    }
}
