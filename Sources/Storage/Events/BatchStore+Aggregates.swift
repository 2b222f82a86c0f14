import Domain
public import Foundation
import Postgres

extension BatchStore {
    /// Releases what raters said of each person, where five of them or more did and at least five are new since the last
    /// release: question by question, so that no two releases differ by fewer than five people. Means are rounded to
    /// quarters of a point.
    ///
    /// Of several sheets of a rater about one target the newest counts that is not sealed any more. A correction releases
    /// nothing by itself.
    /// - Returns: how many means were released.
    @discardableResult
    public func releaseAggregates(of id: AllianceID, at instant: Date) async throws -> Int {
        try await client.transaction(context: Context.batch(id), deadline: ImportWriter.bulkDeadline) {
            transaction in
            let questions = try await transaction.query(
                "select position, key from rapport.factor where alliance_id = \(id.uuid) order by position",
                as: (Int, String).self)
            let asked = Gathering(questions.map { (Int32($0.0), $0.1) })
            return try await transaction.execute(
                """
                with newest as (
                    select distinct on (target, rater) target, rater, ratings, success
                    from rapport.sheet
                    where alliance_id = \(id.uuid) and \(Occasion.isUnsealed)
                    order by target, rater, day desc),
                person as (
                    select target, \(asked.columns)
                    from newest
                    group by target),
                gathered as (
                    select person.target, told.question, told.raters, told.mean
                    from person
                    cross join lateral (values \(asked.rows)) as told (question, count, mean, raters)
                    where told.count >= 5)
                insert into rapport.aggregate_release (alliance_id, target, question, raters, mean, released_at)
                select \(id.uuid), gathered.target, gathered.question, gathered.raters,
                    round(gathered.mean * 4) / 4, \(instant)
                from gathered
                join rapport.salesperson
                    on salesperson.alliance_id = \(id.uuid) and salesperson.number = gathered.target
                left join rapport.aggregate_release as released
                    on released.alliance_id = \(id.uuid) and released.target = gathered.target
                        and released.question = gathered.question
                where released.target is null or (
                    select count(*) from unnest(gathered.raters) as rater
                    where rater <> all(released.raters)) >= 5
                on conflict (alliance_id, target, question) do update
                set raters = excluded.raters, mean = excluded.mean, released_at = excluded.released_at
                """)
        }
    }
}

/// How many answered each question about one person, their mean, and who they were.
///
/// A column for each question, and then a row: every sheet is looked at once, and not made into a row for each of its answers.
private struct Gathering {
    /// Aggregates over the sheets about one person.
    private(set) var columns: SQL = ""
    /// The same as rows: question, count, mean, raters.
    private(set) var rows: SQL = ""

    init(_ factors: [(position: Int32, key: String)]) {
        add("success", as: "success", number: 0)
        for factor in factors {
            add(factor.key, as: "ratings[\(factor.position)]", number: Int(factor.position))
        }
    }

    private mutating func add(_ question: String, as answer: SQL, number: Int) {
        if number > 0 {
            columns += ", "
            rows += ", "
        }
        let count: SQL = "\(quotedIdentifier: "count_\(number)")"
        let mean: SQL = "\(quotedIdentifier: "mean_\(number)")"
        let raters: SQL = "\(quotedIdentifier: "raters_\(number)")"
        columns += """
            count(\(answer)) as \(count), avg(\(answer)) as \(mean),
                array_agg(rater) filter (where \(answer) is not null) as \(raters)
            """
        rows += "(\(question)::text, \(count), \(mean), \(raters))"
    }
}

/// A mean as it was last released.
public struct ReleasedMean: Sendable, Hashable {
    /// A factor's key, or `success`.
    public var question: String
    /// In quarters of a point.
    public var mean: Double
    /// When it was released.
    public var releasedAt: Date
}

extension Store {
    /// What was released of what raters said of a person, in the order of the instrument.
    ///
    /// - Parameter number: the person; the gateway has checked that the viewer may read it.
    public func releasedMeans(ofPerson number: Int, for viewer: Viewer) async throws -> [ReleasedMean] {
        try await client.read(
            """
            select aggregate_release.question, aggregate_release.mean::double precision,
                aggregate_release.released_at
            from rapport.aggregate_release
            left join rapport.factor
                on factor.alliance_id = aggregate_release.alliance_id
                    and factor.key = aggregate_release.question
            where aggregate_release.alliance_id = \(viewer.alliance.uuid) and aggregate_release.target = \(number)
            order by factor.position nulls last
            """, as: (String, Double, Date).self, context: Context.request(viewer.alliance)
        ).map { ReleasedMean(question: $0.0, mean: $0.1, releasedAt: $0.2) }
    }
}
