import Domain

extension Posterior {
    /// Mean and variance of the mutual chemistry of many pairs, row-major `rows × columns`.
    ///
    /// - Parameters:
    ///   - rows: rows of people on side a (a precondition).
    ///   - columns: rows of people on side b (a precondition).
    /// - Returns: means in 0 ... 100, variances in points².
    /// - Complexity: O(rows × columns × features).
    public func chemistryMatrix(rows: [Int], columns: [Int]) -> (mean: [Float], variance: [Float]) {
        var (mean, variance): ([Float], [Float]) = ([], [])
        mean.reserveCapacity(rows.count * columns.count)
        variance.reserveCapacity(rows.count * columns.count)
        for a in rows {
            for b in columns {
                let outlook = outlook(a, b)
                let chemistry = Chemistry(outlook.means, outlook.covariance, scale: instrument.scale)
                mean.append(Float(chemistry.mean))
                variance.append(Float(chemistry.variance))
            }
        }
        return (mean, variance)
    }

    /// By how much one trial, with a sheet of each side, is expected to narrow the variance of the chemistry
    /// of each pair: row-major `rows × columns`, in points². Known exactly beforehand, as the model is
    /// Gaussian: v² / (v + noise of one trial), from success and decision alone.
    public func trialVarianceReduction(rows: [Int], columns: [Int]) -> [Float] {
        var result: [Float] = []
        result.reserveCapacity(rows.count * columns.count)
        for a in rows {
            for b in columns {
                let outlook = outlook(a, b)
                let known = Chemistry(outlook.means, outlook.covariance, scale: instrument.scale).variance
                let noise = Chemistry(outlook.means, outlook.noise, scale: instrument.scale).variance
                result.append(Float(known * known / max(1e-12, known + noise)))
            }
        }
        return result
    }
}
