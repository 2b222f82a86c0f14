import Domain

extension Posterior {
    /// Reads what ``encoded()`` wrote.
    ///
    /// - Throws: ``ScoringError/unreadablePosterior`` when the bytes are cut short or no posterior,
    ///   ``ScoringError/unknownVersion(_:)`` when another version wrote them.
    public init(decoding bytes: some Sequence<UInt8>) throws(ScoringError) {
        var reader = ByteReader(Array(bytes))
        _ = try Self.readLesson(from: &reader)
        let personKeys = try reader.texts()
        let sides = try reader.list { (reader) throws(ScoringError) in try reader.flag() ? Side.a : .b }
        let day = Day(daysSince1970: try reader.integer(Int32.self))
        let instrument = try Instrument(from: &reader)
        let scorecard = try Scorecard(from: &reader)
        let scale = AnswerScale(
            factorCount: instrument.factors.count, centres: try reader.doubles(),
            spreads: try reader.doubles())
        let encoding = try ProfileEncoding(from: &reader)
        let profiles = try PersonProfiles(from: &reader, encoding)
        self.init(
            personKeys: personKeys, sides: sides, instrument: instrument, day: day, scorecard: scorecard,
            scale: scale, encoding: encoding, profiles: profiles, features: try DyadFeatures(from: &reader),
            parameters: try Hyperparameters(from: &reader), effects: try reader.doubles(),
            expected: try reader.doubles(), priorSpreads: try reader.doubles(),
            covariances: try Self.covariances(from: &reader, personKeys.count, scale.channelCount),
            profile: ProfileRegression(
                ridge: try MultivariateRidge(from: &reader), columns: encoding.columns.count),
            pooledWeights: try reader.matrix(), featureWeights: try reader.matrix(),
            featureEvidence: WeightEvidence(
                weights: try reader.matrix(), reliability: try reader.double()),
            trust: try SheetTrust(from: &reader),
            table: try DyadTable(from: &reader, channels: scale.channelCount),
            link: Link(
                weights: try reader.matrix(), constants: try reader.doubles(),
                dependence: try reader.double()),
            levelCurve: try reader.optional { (reader) throws(ScoringError) in
                LevelCurve(
                    slope: try reader.double(), thresholds: [try reader.double(), try reader.double()])
            })
        guard reader.isAtEnd, isConsistent else { throw .unreadablePosterior }
        derive()
    }

    /// Whether the sizes of all parts agree, so that no later access can leave its array.
    private var isConsistent: Bool {
        let (people, width) = (personKeys.count, scale.channelCount)
        let rowsFit = (table.personA + table.personB).allSatisfy { $0 >= 0 && Int($0) < people }
        let classesFit = table.classes.allSatisfy { $0.sheets.count == 2 }
        let matrices = parameters.people + [parameters.dyad]
        return sides.count == people && effects.count == people * width && expected.count == people * width
            && priorSpreads.count == people * width && profiles.rows.rows == people
            && profiles.accounts.count == people && profiles.companies.count == people
            && trust.raters.count == people && profiles.rows.columns == encoding.columns.count
            && profiles.numbers.count == people * features.numberCount
            && profiles.categories.count == people * features.categoryCount
            && profiles.sets.count == people * features.setCount
            && profiles.components.columns == features.rank
            && features.centres.count == features.similarityCount
            && features.factors.count == features.similarityCount
            && table.answers.count == table.count * width
            && table.personB.count == table.count && table.worth.count == table.count * 2
            && rowsFit && classesFit
            && scale.centres.count == scale.answerCount && scale.spreads.count == scale.answerCount
            && parameters.means.count == width && parameters.people.count == 2
            && matrices.allSatisfy { $0.rows == width && $0.columns == width }
            && profile.ridge.isConsistent(inputs: 3 * encoding.columns.count, outcomes: width)
            && pooledWeights.rows == encoding.columns.count && pooledWeights.columns == width
            && featureWeights.rows == features.count && featureWeights.columns == width
            && featureEvidence.weights.rows == features.count
            && featureEvidence.weights.columns == width
            && link.weights.rows == 4 && link.weights.columns == width && link.constants.count == 4
    }

    private static func covariances(
        from reader: inout ByteReader, _ people: Int, _ width: Int
    ) throws(ScoringError) -> [Float] {
        var result = [Float](repeating: 0, count: people * width * width)
        for person in 0..<people {
            for row in 0..<width {
                for column in row..<width {
                    let value = try reader.float()
                    result[(person * width + row) * width + column] = value
                    result[(person * width + column) * width + row] = value
                }
            }
        }
        return result
    }
}

extension Instrument {
    init(from reader: inout ByteReader) throws(ScoringError) {
        let (low, high) = (try reader.double(), try reader.double())
        guard low < high else { throw .unreadablePosterior }
        let factors = try reader.list { (reader) throws(ScoringError) in
            Factor(
                key: try reader.text(), label: try reader.text(),
                reference: try reader.optional { (reader) throws(ScoringError) in
                    Reference(try reader.double(), try reader.double(), try reader.double())
                })
        }
        self.init(scale: Scale(min: low, max: high), factors: factors)
    }
}

extension ProfileEncoding {
    init(from reader: inout ByteReader) throws(ScoringError) {
        let fields = try reader.list { (reader) throws(ScoringError) in
            let name = try reader.text()
            guard let kind = Attribute.Kind(rawValue: try reader.text()) else { throw .unreadablePosterior }
            return Field(
                attribute: Attribute(name: name, kind: kind), centre: try reader.double(),
                spread: try reader.double(), words: try reader.texts())
        }
        let columns = try reader.list { (reader) throws(ScoringError) in
            let (field, word) = (Int(try reader.integer(Int32.self)), Int(try reader.integer(Int32.self)))
            let means = try reader.doubles()
            guard fields.indices.contains(field), word < fields[field].words.count, means.count == 2 else {
                throw .unreadablePosterior
            }
            return Column(
                field: field, word: word < 0 ? nil : word, means: means, factor: try reader.double())
        }
        self.init(
            fields: fields, columns: columns, directions: try reader.matrix(), companies: try reader.texts())
        guard directions.rows == columns.count else { throw .unreadablePosterior }
    }
}

extension PersonProfiles {
    init(from reader: inout ByteReader, _ encoding: ProfileEncoding) throws(ScoringError) {
        let columns = Int(try reader.integer(UInt32.self))
        let values = try reader.floats().map { Double($0) }
        let numbers = try reader.floats()
        let categories = try reader.integers()
        let sets = try reader.list { (reader) throws(ScoringError) in
            try reader.optional { (reader) throws(ScoringError) in try reader.integers() }
        }
        let accounts = try reader.list { (reader) throws(ScoringError) in try reader.integers() }
        let companies = try reader.integers()
        guard columns == encoding.columns.count, values.count == accounts.count * columns else {
            throw .unreadablePosterior
        }
        self.init(
            rows: Matrix(accounts.count, columns, values: values), directions: encoding.directions,
            numbers: numbers, categories: categories, sets: sets, accounts: accounts, companies: companies)
    }
}

extension DyadFeatures {
    init(from reader: inout ByteReader) throws(ScoringError) {
        self.init(
            numberCount: Int(try reader.integer(UInt32.self)),
            categoryCount: Int(try reader.integer(UInt32.self)),
            setCount: Int(try reader.integer(UInt32.self)), comparesAccounts: try reader.flag(),
            rank: Int(try reader.integer(UInt32.self)), companyPairs: try Self.companyPairs(from: &reader),
            centres: try reader.doubles(), factors: try reader.doubles())
    }
}

extension DyadFeatures {
    private static func companyPairs(from reader: inout ByteReader) throws(ScoringError) -> [CompanyPair] {
        let (ofA, ofB) = (try reader.integers(), try reader.integers())
        guard ofA.count == ofB.count else { throw .unreadablePosterior }
        return zip(ofA, ofB).map { CompanyPair(a: $0, b: $1) }
    }
}

extension SheetTrust {
    init(from reader: inout ByteReader) throws(ScoringError) {
        self.init(
            flatSurprise: try reader.double(), haloSurprise: try reader.double(),
            usualSpread: try reader.double(), raters: try reader.doubles())
    }
}

extension Hyperparameters {
    init(from reader: inout ByteReader) throws(ScoringError) {
        self.init(
            means: try reader.doubles(),
            people: try reader.list { (reader) throws(ScoringError) in try reader.matrix() },
            dyad: try reader.matrix(),
            profile: try reader.matrix(),
            features: try reader.matrix(), stableShare: try reader.double(), halfLife: try reader.double())
    }
}

extension MultivariateRidge {
    init(from reader: inout ByteReader) throws(ScoringError) {
        self.init(
            basis: try reader.matrix(), strengths: try reader.doubles(), weights: try reader.matrix(),
            transform: try reader.matrix(), inverseTransform: try reader.matrix(),
            variances: try reader.matrix())
    }

    /// Whether all parts have the sizes of so many inputs and outcomes.
    func isConsistent(inputs: Int, outcomes: Int) -> Bool {
        basis.rows == inputs && basis.columns == inputs && strengths.count == inputs
            && [weights, variances].allSatisfy { $0.rows == inputs && $0.columns == outcomes }
            && [transform, inverseTransform].allSatisfy { $0.rows == outcomes && $0.columns == outcomes }
    }
}

extension DyadTable {
    init(from reader: inout ByteReader, channels: Int) throws(ScoringError) {
        self.init(channelCount: Int(try reader.integer(UInt32.self)))
        guard channelCount == channels else { throw .unreadablePosterior }
        personA = try reader.integers()
        personB = try reader.integers()
        worth = try reader.floats()
        classOf = try reader.integers()
        classes = try reader.list { (reader) throws(ScoringError) in
            NoiseClass(observed: try reader.integers().map { Int($0) }, sheets: try reader.doubles())
        }
        try place(try reader.floats())
    }

    /// Puts answers that were given where they belong; the others are 0.
    private mutating func place(_ given: [Float]) throws(ScoringError) {
        guard classOf.allSatisfy({ classes.indices.contains(Int($0)) }),
            classes.allSatisfy({ $0.observed.allSatisfy { 0..<channelCount ~= $0 } }),
            classOf.reduce(0, { $0 + classes[Int($1)].observed.count }) == given.count
        else { throw .unreadablePosterior }
        answers = [Float](repeating: 0, count: classOf.count * channelCount)
        var next = 0
        for (dyad, kind) in classOf.enumerated() {
            for channel in classes[Int(kind)].observed {
                answers[dyad * channelCount + channel] = given[next]
                next += 1
            }
        }
    }
}

extension Scorecard {
    init(from reader: inout ByteReader) throws(ScoringError) {
        self.init()
        dyads = Int(truncatingIfNeeded: try reader.integer(Int64.self))
        decisionLogLoss = try Self.figures(from: &reader)
        decisionBrier = try Self.figures(from: &reader)
        bothLogLoss = try Self.figures(from: &reader)
        successError = try Self.figures(from: &reader)
        calibration = try reader.list { (reader) throws(ScoringError) in
            CalibrationPoint(
                foretold: try reader.double(), happened: try reader.double(),
                count: Int(truncatingIfNeeded: try reader.integer(Int64.self)))
        }
        relationshipPays = try reader.flag()
    }

    private static func figures(from reader: inout ByteReader) throws(ScoringError) -> Figures? {
        try reader.optional { (reader) throws(ScoringError) in
            Figures(
                baseRate: try reader.double(), profilesOnly: try reader.double(), model: try reader.double())
        }
    }
}
