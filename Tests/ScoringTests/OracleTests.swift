import Domain
import Testing

@testable import Scoring

/// Against a dense solve by an independent implementation: `Oracle/posterior_oracle.py` printed the values.
@Suite struct OracleTests {
    private static let instrument = Instrument(
        scale: Scale(min: 1, max: 7), factors: [Factor(key: "f", label: "F")])

    private static let dyads: [(a: Int32, b: Int32, answers: [Double?])] = [
        (0, 2, [0.5, 1.0, -0.5, 0.2, nil, 1.0]), (0, 3, [-1.0, -0.5, -1.0, nil, nil, nil]),
        (1, 2, [1.5, nil, 1.0, 0.8, 0.6, 1.0]), (1, 4, [nil, nil, nil, -0.7, -1.2, -1.0]),
    ]

    /// The model at fixed parameters, without grand mean or profiles, settled.
    private static func estimation(leavingOut gone: Int? = nil) -> Estimation {
        var table = DyadTable(channelCount: 6)
        for (index, dyad) in dyads.enumerated() where index != gone {
            table.personA.append(dyad.a)
            table.personB.append(dyad.b)
            table.answers += dyad.answers.map { Float($0 ?? 0) }
            let observed = dyad.answers.indices.filter { dyad.answers[$0] != nil }
            table.classOf.append(Int32(table.classes.count))
            table.classes.append(NoiseClass(observed: observed, sheets: [1, 1]))
            table.worth += [1, 1]
        }
        let prior = Hyperparameters(
            prior: instrument, scale: AnswerScale(prior: instrument), fields: 0, features: 0)
        var estimation = Estimation(
            table: table, sides: [0, 0, 1, 1, 1], rows: Matrix(5, 0), features: [], featureCount: 0,
            pooledFeatureWeights: Matrix(0, 6), prior: prior, priorWeight: 20,
            baseline: [Double](repeating: 0, count: 30))
        estimation.updatePrecisions()
        for _ in 0..<60 {
            estimation.sweep(side: 0)
            estimation.sweep(side: 1)
        }
        return estimation
    }

    @Test func `posterior means are those of a dense solve`() {
        let expected = [
            -0.0953219039, 0.1256991250, -0.1987691630, -0.0058718739, 0.0435209202, 0.1010556993,
            0.3329234060, 0.2120098571, 0.1835954311, 0.0072734269, -0.0891164879, -0.0242836594,
            0.2685392735, 0.2678207423, 0.0753708103, 0.1658525356, 0.1913540276, 0.2787737689,
            -0.1625292268, -0.1107074858, -0.1265998851, 0.0000000000, 0.0000000000, 0.0000000000,
            0.0000000000, 0.0000000000, 0.0000000000, -0.1914196426, -0.3074166887, -0.2031165348,
        ]
        for (mine, oracle) in zip(Self.estimation().effects, expected) { #expect(abs(mine - oracle) < 1e-6) }
    }

    @Test func `leaving a dyad out in closed form comes near to leaving it out`() {
        let closed = LeaveOneOut(Self.estimation()).predictions[0..<6]
        let exact = [-0.0328888635, 0.0213006727, -0.0446989721, 0.1876666853, 0.1476680023, 0.1778774419]
        // Others' effects have seen the dyad: an error of second order, largest in so small an alliance.
        for (mine, oracle) in zip(closed, exact) { #expect(abs(mine - oracle) < 0.06) }
        let refit = Self.estimation(leavingOut: 0)
        for channel in 0..<6 {
            #expect(abs(refit.effects[channel] + refit.effects[12 + channel] - exact[channel]) < 1e-6)
        }
    }
}
