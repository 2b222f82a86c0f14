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
    ///
    /// - Parameter known: the alliance as it was read, which is read again unless that was with its sheets, and nothing has
    ///   changed since: nobody comes back who was erased meanwhile.
    /// - Returns: how many means were released.
    @discardableResult
    public func releaseAggregates(
        of id: AllianceID, knowing known: AllianceRecord? = nil, at instant: Date
    ) async throws -> Int {
        try await client.transaction(context: Context.batch(id), deadline: ImportWriter.bulkDeadline) {
            transaction in
            // Held to the end: two releases at once would not see each other.
            let revision = try await transaction.query(
                "select revision from rapport.revision where alliance_id = \(id.uuid) for update",
                as: Int64.self)
            var record = known
            if record?.revision != revision.first || record?.snapshot.sheets.count == 0 {
                let reader = SnapshotReader(transaction: transaction, id: id)
                record = try await reader.record()
                if record != nil { try await reader.readSheets(into: &record!) }
            }
            guard let record else { return 0 }
            return try await Releases(transaction: transaction, id: id, instant: instant)
                .release(GatheredMeans(record))
        }
    }
}

/// Writes what is due to be released of one alliance, inside a transaction that holds its revision.
private struct Releases {
    let transaction: Transaction
    let id: AllianceID
    let instant: Date

    func release(_ gathered: GatheredMeans) async throws -> Int {
        let released = try await transaction.query(
            "select target, question, raters from rapport.aggregate_release where alliance_id = \(id.uuid)",
            as: (Int32, String, [Int32]).self)
        let known = Dictionary(released.map { (Key(target: $0.0, question: $0.1), $0.2) }) { first, _ in first
        }
        var (first, again): (GatheredMeans.Columns, GatheredMeans.Columns) = (.init(), .init())
        for mean in gathered.means where mean.raters.count >= GatheredMeans.fewestRaters {
            guard let before = known[Key(target: mean.target, question: mean.question)] else {
                first.append(mean)
                continue
            }
            let isNew = Set(mean.raters).subtracting(before).count >= GatheredMeans.fewestRaters
            if isNew { again.append(mean) }
        }
        try await insert(first)
        try await update(again)
        return first.targets.count + again.targets.count
    }

    private func insert(_ means: GatheredMeans.Columns) async throws {
        guard !means.targets.isEmpty else { return }
        try await transaction.execute(
            """
            insert into rapport.aggregate_release (alliance_id, target, question, raters, mean, released_at)
            select \(id.uuid), told.target, told.question, (\(means.raters)::integer[])[told.first:told.last],
                told.mean, \(instant)
            from \(means.rows)
            """)
    }

    private func update(_ means: GatheredMeans.Columns) async throws {
        guard !means.targets.isEmpty else { return }
        try await transaction.execute(
            """
            update rapport.aggregate_release as released
            set raters = (\(means.raters)::integer[])[told.first:told.last], mean = told.mean,
                released_at = \(instant)
            from \(means.rows)
            where released.alliance_id = \(id.uuid) and released.target = told.target
                and released.question = told.question
            """)
    }

    private struct Key: Hashable {
        let target: Int32
        let question: String
    }
}

extension GatheredMeans.Columns {
    /// The means as rows `told`, with the places of their raters.
    fileprivate var rows: SQL {
        """
        unnest(\(targets)::integer[], \(questions)::text[], \(means)::real[], \(firsts)::integer[],
            \(lasts)::integer[]) as told (target, question, mean, first, last)
        """
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
