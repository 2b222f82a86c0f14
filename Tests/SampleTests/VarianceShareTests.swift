import Domain
import Sample
import Testing

/// The shares of variance are found again by products of ratings, a method that knows nothing of the generator:
/// two ratings by one rater of two targets share the actor effect alone, and so on.
@Suite struct VarianceShareTests {
    /// The first sheet of each direction of each pair, before anyone has gone on or parted.
    private struct FirstSheets: Sendable {
        /// Answers less the factor's mean, by (rater, target).
        var answers: [[Int]: [Double]] = [:]
        /// The second sheet of a trial that had one before its verdict.
        var second: [[Int]: [Double]] = [:]
        /// Keys of the sheets of the first hundred days. Later the people who still look for a counterpart are
        /// not like those who found one, which makes the two sides of a pair alike in a way of its own.
        var early: [[Int]] = []
        var means: [Double] = []
        /// Mean square of the answers about their factor's mean.
        var variance = 0.0
    }

    private static let first = makeFirst()
    private let first = Self.first
    private let variance = Self.first.variance

    private static func makeFirst() -> FirstSheets {
        let today = Day(year: 2026, month: 11, day: 23)!
        let sample = makeSample(SampleOptions(people: 5000, seed: 11, today: today))
        var firstDays: [[Int]: Day] = [:]
        var result = FirstSheets()
        for row in 0..<sample.sheets.count {
            let sheet = sample.sheets[row]
            let answers = sheet.ratings.compactMap(\.self)
            guard answers.count == 6, let day = sheet.day else { continue }
            let key = [sheet.rater, sheet.target]
            if let earlier = firstDays[key] {
                if result.second[key] == nil, day.daysSince1970 - earlier.daysSince1970 < 45 {
                    result.second[key] = answers
                }
            } else {
                firstDays[key] = day
                result.answers[key] = answers
                if day < today.advanced(byDays: 100 - 728) { result.early.append(key) }
            }
        }
        let count = Double(result.answers.count)
        result.means = (0..<6).map { factor in result.answers.values.reduce(0) { $0 + $1[factor] } / count }
        for key in result.answers.keys {
            result.answers[key] = zip(result.answers[key]!, result.means).map { $0 - $1 }
        }
        for key in result.second.keys {
            result.second[key] = zip(result.second[key]!, result.means).map { $0 - $1 }
        }
        result.variance =
            result.answers.values.reduce(0) { $0 + $1.reduce(0) { $0 + $1 * $1 } } / (count * 6)
        return result
    }

    /// Mean product of factor `one` and factor `other` over pairs of ratings that share the person at `place`
    /// of the key (0 the rater, 1 the target) and no other, averaged over people: those whom nobody suits rate,
    /// and are rated, more often.
    private func covariance(sharing place: Int, _ one: Int, _ other: Int) -> Double {
        var groups: [Int: [[Double]]] = [:]
        for (key, answers) in first.answers { groups[key[place], default: []].append(answers) }
        var (sum, count) = (0.0, 0.0)
        for group in groups.values where group.count > 1 {
            let totalOne = group.reduce(0) { $0 + $1[one] }
            let totalOther = group.reduce(0) { $0 + $1[other] }
            let others = totalOne * totalOther - group.reduce(0) { $0 + $1[one] * $1[other] }
            sum += others / Double(group.count * (group.count - 1))
            count += 1
        }
        return sum / count
    }

    private func average(_ value: (Int) -> Double) -> Double { (0..<6).reduce(0) { $0 + value($1) } / 6 }

    @Test func `actor and partner have the shares of real ratings`() {
        let actor = average { covariance(sharing: 0, $0, $0) } / variance
        let partner = average { covariance(sharing: 1, $0, $0) } / variance
        #expect((0.25...0.33).contains(actor), "\(actor)")
        #expect((0.13...0.18).contains(partner), "\(partner)")
    }

    @Test func `the two directions of a pair are as alike as real ones`() {
        let means = earlyMeans
        var (product, square, count) = (0.0, 0.0, 0.0)
        for key in first.early {
            guard let answers = first.answers[key], let back = first.answers[[key[1], key[0]]] else {
                continue
            }
            for factor in 0..<6 {
                product += (answers[factor] - means[factor]) * (back[factor] - means[factor])
                square += (answers[factor] - means[factor]) * (answers[factor] - means[factor])
                count += 1
            }
        }
        let dyad = 1 - average { covariance(sharing: 0, $0, $0) + covariance(sharing: 1, $0, $0) } / variance
        let reciprocity = product / square / dyad
        #expect((0.16...0.26).contains(reciprocity), "\(reciprocity) of \(count) answers")
    }

    /// Means of the factors in the early sheets, less those of all sheets.
    private var earlyMeans: [Double] {
        (0..<6).map { factor in
            first.early.reduce(0) { $0 + (first.answers[$1]?[factor] ?? 0) } / Double(first.early.count)
        }
    }

    @Test func `what is left of the answers of one sheet hangs together`() {
        var (total, count) = (0.0, 0.0)
        for one in 0..<6 {
            for other in 0..<one {
                let same =
                    first.answers.values.reduce(0) { $0 + $1[one] * $1[other] } / Double(first.answers.count)
                let persons = covariance(sharing: 0, one, other) + covariance(sharing: 1, one, other)
                let alone = covariance(sharing: 0, one, one) + covariance(sharing: 1, one, one)
                let correlation = (same - persons) / (variance - alone)
                #expect((0.2...0.5).contains(correlation), "\(one) \(other): \(correlation)")
                (total, count) = (total + correlation, count + 1)
            }
        }
        #expect((0.3...0.45).contains(total / count))
    }

    @Test func `at most half of what is between two people is still there two weeks later`() {
        var (sum, count) = (0.0, 0.0)
        for (key, later) in first.second {
            guard let answers = first.answers[key] else { continue }
            for factor in 0..<6 { sum += answers[factor] * later[factor] }
            count += 6
        }
        let persons = average { covariance(sharing: 0, $0, $0) + covariance(sharing: 1, $0, $0) } / variance
        let stable = (sum / count / variance - persons) / (1 - persons)
        #expect((0.3...0.52).contains(stable), "\(stable)")
    }

    @Test func `means lie between medium and great success of the study`() {
        for (factor, mean) in zip(Instrument.study.factors, first.means) {
            let reference = factor.reference!
            #expect(
                reference.medium - 0.15 <= mean && mean <= reference.great + 0.15, "\(factor.key): \(mean)")
        }
    }

    @Test func `great size takes seconds, and keeps its proportions`() {
        let sample = makeSample(
            SampleOptions(people: 20_000, seed: 5, today: Day(year: 2026, month: 11, day: 23)!))
        #expect(sample.people(on: .a).count == 8000)
        #expect(Set(sample.people.map(\.key)).count == 20_000)
        #expect(sample.sheets.count > 80_000)
    }
}
