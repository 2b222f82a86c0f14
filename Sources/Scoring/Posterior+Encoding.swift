import Domain

extension Posterior {
    /// Format written at present. A stored posterior of another one is not read but fitted anew.
    static let version: UInt16 = 5
    /// First bytes of a stored posterior.
    static let signature: [UInt8] = Array("RPST".utf8)

    /// The posterior as bytes, for one row of a table. Decoding gives the same posterior, bit by bit.
    ///
    /// Size: for sheets of six factors some 240 × 4 bytes a person and 13 × 4 bytes a dyad of one sheet, 21 × 4 of two.
    public func encoded() -> [UInt8] {
        var writer = ByteWriter()
        writeBeginning(to: &writer)
        writer.write(personKeys)
        writer.write(sides) { $0.write($1 == .a) }
        writer.write(day.daysSince1970)
        instrument.write(to: &writer)
        scorecard.write(to: &writer)
        writer.write(scale.centres)
        writer.write(scale.spreads)
        encoding.write(to: &writer)
        profiles.write(to: &writer)
        features.write(to: &writer)
        parameters.write(to: &writer)
        writer.write(effects)
        writer.write(expected)
        writer.write(priorSpreads)
        writeCovariances(to: &writer)
        profile.ridge.write(to: &writer)
        writer.write(pooledWeights)
        writer.write(featureWeights)
        writer.write(featureEvidence.weights)
        writer.write(featureEvidence.reliability)
        trust.write(to: &writer)
        table.write(to: &writer)
        writer.write(link.weights)
        writer.write(link.constants)
        writer.write(link.dependence)
        writer.write(levelCurve) { writer, curve in
            writer.write(curve.slope)
            writer.write(curve.thresholds[0])
            writer.write(curve.thresholds[1])
        }
        return writer.bytes
    }

    /// Upper triangles only.
    private func writeCovariances(to writer: inout ByteWriter) {
        let width = channelCount
        for person in 0..<personCount {
            for row in 0..<width {
                for column in row..<width {
                    writer.write(covariances[(person * width + row) * width + column])
                }
            }
        }
    }
}

extension Instrument {
    func write(to writer: inout ByteWriter) {
        writer.write(scale.min)
        writer.write(scale.max)
        writer.write(factors) { writer, factor in
            writer.write(factor.key)
            writer.write(factor.label)
            writer.write(factor.reference) { writer, reference in
                writer.write(reference.slight)
                writer.write(reference.medium)
                writer.write(reference.great)
            }
        }
    }
}

extension ProfileEncoding {
    func write(to writer: inout ByteWriter) {
        writer.write(fields) { writer, field in
            writer.write(field.attribute.name)
            writer.write(field.attribute.kind.rawValue)
            writer.write(field.centre)
            writer.write(field.spread)
            writer.write(field.words)
        }
        writer.write(columns) { writer, column in
            writer.write(Int32(column.field))
            writer.write(Int32(column.word ?? -1))
            writer.write(column.means)
            writer.write(column.factor)
        }
        writer.write(directions)
        writer.write(companies)
    }
}

extension PersonProfiles {
    func write(to writer: inout ByteWriter) {
        writer.write(count: rows.columns)
        writer.write(rows.values.map { Float($0) })
        writer.write(numbers)
        writer.write(categories)
        writer.write(sets) { writer, set in writer.write(set) { $0.write($1) } }
        writer.write(accounts) { $0.write($1) }
        writer.write(companies)
    }
}

extension DyadFeatures {
    func write(to writer: inout ByteWriter) {
        writer.write(count: numberCount)
        writer.write(count: categoryCount)
        writer.write(count: setCount)
        writer.write(comparesAccounts)
        writer.write(count: rank)
        writer.write(companyPairs.map(\.a))
        writer.write(companyPairs.map(\.b))
        writer.write(centres)
        writer.write(factors)
    }
}

extension Hyperparameters {
    func write(to writer: inout ByteWriter) {
        writer.write(means)
        writer.write(people) { $0.write($1) }
        writer.write(dyad)
        writer.write(profile)
        writer.write(features)
        writer.write(stableShare)
        writer.write(halfLife)
    }
}

extension MultivariateRidge {
    func write(to writer: inout ByteWriter) {
        writer.write(basis)
        writer.write(strengths)
        writer.write(weights)
        writer.write(transform)
        writer.write(inverseTransform)
        writer.write(variances)
    }
}

extension SheetTrust {
    func write(to writer: inout ByteWriter) {
        writer.write(flatSurprise)
        writer.write(haloSurprise)
        writer.write(usualSpread)
        writer.write(raters)
    }
}

extension DyadTable {
    func write(to writer: inout ByteWriter) {
        writer.write(count: channelCount)
        writer.write(personA)
        writer.write(personB)
        writer.write(worth)
        writer.write(classOf)
        writer.write(classes) { writer, kind in
            writer.write(kind.observed.map { Int32($0) })
            writer.write(kind.sheets)
        }
        writer.write(given)
    }

    /// The answers that somebody gave, dyad by dyad: half of them where only one side has answered.
    private var given: [Float] {
        var given: [Float] = []
        given.reserveCapacity(answers.count)
        for (dyad, kind) in classOf.enumerated() {
            for channel in classes[Int(kind)].observed {
                given.append(answers[dyad * channelCount + channel])
            }
        }
        return given
    }
}

extension Scorecard {
    func write(to writer: inout ByteWriter) {
        writer.write(Int64(dyads))
        for figures in [decisionLogLoss, decisionBrier, bothLogLoss, successError] {
            writer.write(figures) { writer, figures in
                writer.write(figures.baseRate)
                writer.write(figures.profilesOnly)
                writer.write(figures.model)
            }
        }
        writer.write(calibration) { writer, point in
            writer.write(point.foretold)
            writer.write(point.happened)
            writer.write(Int64(point.count))
        }
        writer.write(relationshipPays)
    }
}
