public import Domain

/// Learns an alliance: from sheets and profiles to a posterior about every possible pair.
///
/// Pure and deterministic: the same snapshot, day and prior give the same posterior, bit by bit.
///
/// - Parameters:
///   - snapshot: the alliance.
///   - day: the day that ages of sheets are counted from.
///   - pooled: what other alliances of the installation taught; nil: the fixed prior.
/// - Throws: ``ScoringError/tooManyFactors(count:limit:)``.
/// - Complexity: linear in sheets and people.
/// - Source: Kenny & La Voie 1984, doi:10.1016/S0065-2601(08)60144-6, with profile regression; see the
///   documentation page of this target.
public func fit(
    _ snapshot: Snapshot, on day: Day, from pooled: PooledPrior? = nil
) throws(ScoringError) -> Posterior {
    try fit(snapshot, on: day, from: pooled, relationship: true)
}

/// The same; `relationship` tells whether what two profiles say of a pair may be used where it pays.
func fit(
    _ snapshot: Snapshot, on day: Day, from pooled: PooledPrior? = nil, relationship: Bool
) throws(ScoringError) -> Posterior {
    let limit = 40
    let factors = snapshot.alliance.instrument.factors.count
    if factors > limit { throw .tooManyFactors(count: factors, limit: limit) }
    return Fitting(snapshot, day, pooled).posterior(relationship: relationship)
}

/// The steps of ``fit(_:on:from:)`` in order.
struct Fitting {
    let snapshot: Snapshot
    let day: Day
    let pooled: PooledPrior?
    let sides: [Side]
    let scale: AnswerScale
    let encoding: ProfileEncoding
    let profiles: PersonProfiles
    let features: DyadFeatures
    let prior: Hyperparameters

    init(_ snapshot: Snapshot, _ day: Day, _ pooled: PooledPrior?) {
        let instrument = snapshot.alliance.instrument
        self.snapshot = snapshot
        self.day = day
        self.pooled = pooled
        sides = snapshot.people.indices.map { snapshot.side(of: $0) }
        var scale = pooled?.scale(for: instrument) ?? AnswerScale(prior: instrument)
        scale.learn(from: snapshot.sheets)
        self.scale = scale
        encoding = ProfileEncoding(learning: snapshot)
        profiles = PersonProfiles(snapshot, by: encoding)
        features = DyadFeatures(
            learning: profiles, sideA: snapshot.people(on: .a), sideB: snapshot.people(on: .b))
        var prior = Hyperparameters(
            prior: instrument, scale: scale, fields: Set(encoding.columns.map(\.field)).count,
            features: features.count)
        pooled?.improve(&prior, for: instrument)
        self.prior = prior
    }

    func posterior(relationship: Bool) -> Posterior {
        var trust = SheetTrust.even(people: sides.count)
        var estimation = estimation(table(trust, halfLife: prior.halfLife))
        learnTimeAndTrust(&estimation, &trust)
        var unseen = LeaveOneOut(estimation)
        // Others hear of it even where it does not pay here.
        let featureEvidence = estimation.featureEvidence
        let pays = relationship && unseen.featureGain >= 0
        if !pays {
            // Where likeness of profiles foretells nothing, it may not blur what people's own sheets say.
            estimation.runWithoutFeatures()
            unseen = LeaveOneOut(estimation)
        }
        let taught = pooled?.link(for: snapshot.alliance.instrument) ?? .nothing
        let link = Calibration.link(estimation, unseen, scale: scale, from: taught)
        var scorecard = Scorecard(estimation, unseen, link, scale)
        scorecard.relationshipPays = pays
        return posterior(estimation, trust, link, scorecard, featureEvidence)
    }

    /// Sheets gathered into dyads, each counting what it is worth.
    private func table(_ trust: SheetTrust, halfLife: Double) -> DyadTable {
        var table = DyadTable(
            snapshot.sheets, sides: sides, scale: scale, today: day, halfLife: halfLife)
        table.weigh(by: trust, scale)
        return table
    }

    /// Learns how fast relationships change and whose sheets scatter; then everything else once more with that.
    private func learnTimeAndTrust(_ estimation: inout Estimation, _ trust: inout SheetTrust) {
        let repeats = RepeatedSheets(snapshot.sheets)
        var time = (stableShare: prior.stableShare, halfLife: prior.halfLife)
        if !repeats.isEmpty { time = repeats.learned(from: snapshot.sheets, estimation, scale) }
        trust = SheetTrust(learning: estimation, scale: scale)
        var table = estimation.table
        if time.halfLife != prior.halfLife {
            table = self.table(trust, halfLife: time.halfLife)
        } else {
            table.weigh(by: trust, scale)
        }
        estimation.run(
            with: table, stableShare: time.stableShare,
            halfLife: time.halfLife)
    }

    private func estimation(_ table: DyadTable) -> Estimation {
        var estimation = Estimation(
            table: table, sides: sides.map { $0 == .a ? 0 : 1 }, rows: profiles.rows,
            features: featureRows(table),
            featureCount: features.count, pooledFeatureWeights: pooledFeatureWeights, prior: prior,
            priorWeight: 20 * (pooled?.trust ?? 1),
            baseline: baseline())
        estimation.runRoughly()
        return estimation
    }

    private var pooledFeatureWeights: Matrix {
        pooled?.weights(for: features, encoding, snapshot.alliance.instrument)
            ?? Matrix(features.count, scale.channelCount)
    }

    /// What the pooled weights say of each person, `people × channels`.
    private func baseline() -> [Double] {
        let width = scale.channelCount
        var result = [Double](repeating: 0, count: sides.count * width)
        guard let weights = pooled?.weights(for: encoding, snapshot.alliance.instrument) else {
            return result
        }
        for person in sides.indices {
            let expectation = (weights.transposed * profiles.rows.row(person)).inRoles(
                sides[person] == .a ? 0 : 1)
            result.replaceSubrange(person * width..<(person + 1) * width, with: expectation)
        }
        return result
    }

    private func posterior(
        _ estimation: Estimation, _ trust: SheetTrust, _ link: Link, _ scorecard: Scorecard,
        _ featureEvidence: WeightEvidence
    ) -> Posterior {
        let weights =
            estimation.featureCount == 0
            ? Matrix(features.count, scale.channelCount) : estimation.featureWeights
        var posterior = Posterior(
            personKeys: snapshot.people.map(\.key), sides: sides, instrument: snapshot.alliance.instrument,
            day: day, scorecard: scorecard, scale: scale, encoding: encoding, profiles: profiles,
            features: features, parameters: estimation.parameters, effects: estimation.effects,
            expected: estimation.expected, priorSpreads: estimation.priorSpreads,
            covariances: estimation.covariances.map { Float($0) }, profile: estimation.profile,
            pooledWeights: pooled?.weights(for: encoding, snapshot.alliance.instrument)
                ?? Matrix(encoding.columns.count, scale.channelCount),
            featureWeights: weights, featureEvidence: featureEvidence, trust: trust, table: estimation.table,
            link: link)
        if let reading = LevelReading(
            posterior.instrument, scale, estimation.parameters, dyads: estimation.table.count)
        {
            let outcomes = LevelOutcomes(estimation.table, scale, posterior.instrument, reading)
            posterior.levelCurve = outcomes.learned(from: reading.curve)
        }
        posterior.derive()
        return posterior
    }

    private func featureRows(_ table: DyadTable) -> [Float] {
        var rows: [Float] = []
        rows.reserveCapacity(table.count * features.count)
        var buffer = [Double](repeating: 0, count: features.count)
        for dyad in 0..<table.count {
            features.write(Int(table.personA[dyad]), Int(table.personB[dyad]), profiles, into: &buffer)
            for value in buffer { rows.append(Float(value)) }
        }
        return rows
    }
}
