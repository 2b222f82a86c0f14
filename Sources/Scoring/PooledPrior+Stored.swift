import Domain

extension PooledPrior {
    /// Bytes at the beginning of a stored posterior that hold what it teaches, at most: nothing else need be read.
    public static let mostBytes = 1 << 20

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
                weights: Dictionary(known) { first, _ in first })
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
            && weights.values.allSatisfy { $0.count == width }
    }
}
