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
        let size = rows.count * columns.count
        var (mean, variance) = ([Float](repeating: 0, count: size), [Float](repeating: 0, count: size))
        guard size > 0 else { return (mean, variance) }
        let distinct = Set(columns)
        if distinct.count < columns.count { return repeated(rows, columns, distinct.sorted()) }
        let everybody = derived.grids[1].people == columns
        let grid = everybody ? derived.grids[1] : PairGrid(self, columns)
        var scratch = PairGrid.Scratch()
        mean.withUnsafeMutableBufferPointer { mean in
            variance.withUnsafeMutableBufferPointer { variance in
                for (place, person) in rows.enumerated() {
                    let offset = place * columns.count
                    grid.chemistry(
                        of: person, self, scratch: &scratch, mean: mean.baseAddress! + offset,
                        variance: variance.baseAddress! + offset)
                }
            }
        }
        return (mean, variance)
    }

    /// The matrix where a person stands for several columns, as one with several places may.
    private func repeated(
        _ rows: [Int], _ columns: [Int], _ distinct: [Int]
    ) -> (mean: [Float], variance: [Float]) {
        let once = chemistryMatrix(rows: rows, columns: distinct)
        var place: [Int: Int] = [:]
        for (index, person) in distinct.enumerated() { place[person] = index }
        let places = columns.compactMap { place[$0] }
        let sources = rows.indices.flatMap { row in places.map { row * distinct.count + $0 } }
        return (sources.map { once.mean[$0] }, sources.map { once.variance[$0] })
    }

    /// Chemistry of one person with some people of the other side, in their order.
    /// O(people of that side × features).
    func chemistry(of person: Int, with others: [Int]) -> (mean: [Float], variance: [Float]) {
        let all = derived.grids[sides[person] == .a ? 1 : 0]
        let grid = others.count * 4 < all.people.count ? PairGrid(self, others) : all
        let count = grid.people.count
        var (mean, variance) = ([Float](repeating: 0, count: count), [Float](repeating: 0, count: count))
        var scratch = PairGrid.Scratch()
        mean.withUnsafeMutableBufferPointer { mean in
            variance.withUnsafeMutableBufferPointer { variance in
                guard let means = mean.baseAddress, let variances = variance.baseAddress else { return }
                grid.chemistry(of: person, self, scratch: &scratch, mean: means, variance: variances)
            }
        }
        if grid.people == others { return (mean, variance) }
        let places = others.map { grid.place(of: $0) }
        return (places.map { mean[$0] }, places.map { variance[$0] })
    }

    /// Share of the dyad part's variance that is stable relationship, in 0 ... 1; the rest is noise of one occasion.
    public var stableShare: Double { parameters.stableShare }

    /// By how much one trial, with a sheet of each side, is expected to narrow the variance of the chemistry
    /// of each pair: row-major `rows × columns`, in points². Known exactly beforehand, as the model is
    /// Gaussian: v² / (v + noise of one trial), from success and decision alone.
    public func trialVarianceReduction(rows: [Int], columns: [Int]) -> [Float] {
        var result: [Float] = []
        result.reserveCapacity(rows.count * columns.count)
        for a in rows {
            for b in columns {
                let outlook = outlook(a, b)
                let chemistry = Chemistry(outlook.means, outlook.covariance, scale: instrument.scale)
                let known = chemistry.variance
                let noise = max(0, outlook.noise.quadraticForm(chemistry.gradient))
                result.append(Float(known * known / max(1e-12, known + noise)))
            }
        }
        return result
    }
}
