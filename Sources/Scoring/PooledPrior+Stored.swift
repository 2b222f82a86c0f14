import Domain

extension PooledPrior {
    /// Bytes at the beginning of a stored posterior that hold what it teaches, at most: nothing else need be read.
    public static let mostBytes = 1 << 20
    /// Bytes at the beginning that hold it as a rule, see ``isCut(_:)``.
    public static let usualBytes = 1 << 15

    /// Whether the first bytes of a stored posterior of this version end before what it teaches does.
    public static func isCut(_ beginning: [UInt8]) -> Bool {
        var reader = ByteReader(beginning)
        return Posterior.isCurrent(beginning) && (try? Posterior.readLesson(from: &reader)) == nil
    }

    /// Pools what stored posteriors teach, from their first ``mostBytes`` bytes.
    ///
    /// Those of another version, and of alliances with fewer than ``fullDyads`` dyads, teach nothing: what a few people
    /// said in one alliance must not show in another. Nil when nothing is taught.
    public init?(beginnings: [[UInt8]]) {
        lessons = beginnings.compactMap { bytes in
            var reader = ByteReader(bytes)
            return (try? Posterior.readLesson(from: &reader)) ?? nil
        }
        allianceCount = lessons.count
        if lessons.isEmpty { return nil }
    }
}

extension Posterior {
    /// Whether bytes are a posterior of the version that this program writes and reads.
    public static func isCurrent(_ bytes: some Collection<UInt8>) -> Bool {
        var writer = ByteWriter()
        for byte in signature { writer.write(byte) }
        writer.write(version)
        return bytes.starts(with: writer.bytes)
    }

    /// Signature and version, and what the alliance teaches others; nil when it is too small to teach.
    func writeBeginning(to writer: inout ByteWriter) {
        for byte in Self.signature { writer.write(byte) }
        writer.write(Self.version)
        let lesson = Double(table.count) >= PooledPrior.fullDyads ? lesson : nil
        writer.write(lesson) { writer, lesson in
            lesson.instrument.write(to: &writer)
            writer.write(lesson.weight)
            writer.write(lesson.scale.centres)
            writer.write(lesson.scale.spreads)
            lesson.parameters.write(to: &writer)
            let keys = lesson.weights.keys.sorted {
                ($0.attribute, $0.word ?? "") < ($1.attribute, $1.word ?? "")
            }
            writer.write(keys) { writer, key in
                writer.write(key.attribute)
                writer.write(key.word) { $0.write($1) }
                writer.write(lesson.weights[key] ?? [])
            }
            writer.write(lesson.reliability)
            lesson.features.write(to: &writer)
            for number in [lesson.link.constant, lesson.link.steepness, lesson.link.dependence] {
                writer.write(number)
            }
        }
    }

    /// Reads what ``writeBeginning(to:)`` wrote.
    static func readLesson(from reader: inout ByteReader) throws(ScoringError) -> PooledPrior.Lesson? {
        for byte in signature where try reader.integer(UInt8.self) != byte { throw .unreadablePosterior }
        let version = try reader.integer(UInt16.self)
        guard version == Self.version else { throw .unknownVersion(Int(version)) }
        return try reader.optional { (reader) throws(ScoringError) in
            let instrument = try Instrument(from: &reader)
            let weight = try reader.double()
            let scale = AnswerScale(
                factorCount: instrument.factors.count, centres: try reader.doubles(),
                spreads: try reader.doubles())
            let parameters = try Hyperparameters(from: &reader)
            let known = try reader.list { (reader) throws(ScoringError) in
                let attribute = try reader.text()
                let word = try reader.optional { (reader) throws(ScoringError) in try reader.text() }
                return (PooledPrior.ProfileKey(attribute: attribute, word: word), try reader.doubles())
            }
            let lesson = PooledPrior.Lesson(
                instrument: instrument, weight: weight, scale: scale, parameters: parameters,
                weights: Dictionary(known) { first, _ in first }, reliability: try reader.double(),
                features: try FeatureLesson(from: &reader),
                link: LinkLesson(
                    constant: try reader.double(), steepness: try reader.double(),
                    dependence: try reader.double()))
            guard lesson.isConsistent else { throw .unreadablePosterior }
            return lesson
        }
    }
}

extension PooledPrior.Lesson {
    /// Whether the sizes of all parts agree.
    fileprivate var isConsistent: Bool {
        let width = scale.channelCount
        let matrices = parameters.people + [parameters.dyad, parameters.profile, parameters.features]
        return scale.centres.count == scale.answerCount && scale.spreads.count == scale.answerCount
            && parameters.people.count == 2 && parameters.means.count == width
            && matrices.allSatisfy { $0.rows == width && $0.columns == width }
            && weights.values.allSatisfy { $0.count == width } && features.isConsistent(channels: width)
    }
}

extension FeatureLesson {
    fileprivate func write(to writer: inout ByteWriter) {
        let known = similarities.keys.map { ($0, $0.code) }.sorted { $0.1 < $1.1 }
        writer.write(known) { writer, known in
            writer.write(count: known.1.kind)
            writer.write(known.1.attribute)
            writer.write(similarities[known.0] ?? [])
        }
        writer.write(keys) { writer, key in
            writer.write(key.attribute)
            writer.write(key.word) { $0.write($1) }
        }
        writer.write(directions)
        writer.write(products)
        writer.write(reliability)
    }

    fileprivate init(from reader: inout ByteReader) throws(ScoringError) {
        let known = try reader.list { (reader) throws(ScoringError) in
            let (kind, attribute) = (try reader.count(), try reader.text())
            guard let similarity = Similarity(kind: kind, attribute: attribute) else {
                throw ScoringError.unreadablePosterior
            }
            return (similarity, try reader.doubles())
        }
        let keys = try reader.list { (reader) throws(ScoringError) in
            PooledPrior.ProfileKey(
                attribute: try reader.text(),
                word: try reader.optional { (reader) throws(ScoringError) in try reader.text() })
        }
        self.init(
            similarities: Dictionary(known) { first, _ in first }, keys: keys,
            directions: try reader.matrix(), products: try reader.matrix(),
            reliability: try reader.double())
    }

    fileprivate func isConsistent(channels: Int) -> Bool {
        let rank = directions.columns
        return similarities.values.allSatisfy { $0.count == channels } && directions.rows == keys.count
            && products.rows == rank * rank && products.columns == channels
    }
}

extension FeatureLesson.Similarity {
    /// How it is stored.
    fileprivate var code: (kind: Int, attribute: String) {
        switch self {
        case .number(let attribute): (0, attribute)
        case .category(let attribute): (1, attribute)
        case .set(let attribute): (2, attribute)
        case .accounts: (3, "")
        }
    }

    fileprivate init?(kind: Int, attribute: String) {
        switch kind {
        case 0: self = .number(attribute)
        case 1: self = .category(attribute)
        case 2: self = .set(attribute)
        case 3: self = .accounts
        default: return nil
        }
    }
}
