import Domain
public import Foundation
import Postgres

extension BatchStore {
    /// Releases the mean success of pairings that rounds proposed and of those that people made by hand, under the rules of
    /// ``releaseAggregates(of:at:)``: five raters at least, and again only when five more have answered.
    ///
    /// A sheet belongs to a pairing of its two people when it was written from the pairing's first day to two weeks after
    /// its last one.
    /// - Returns: how many means were released.
    @discardableResult
    public func releaseLift(of id: AllianceID, at instant: Date) async throws -> Int {
        try await client.transaction(context: Context.batch(id), deadline: ImportWriter.bulkDeadline) {
            transaction in
            try await transaction.execute(
                """
                with made as (
                    select pairing.pairing_id, pairing.person_a, pairing.person_b, pairing.started,
                        coalesce(pairing.ended + 14, 'infinity') as last_day,
                        case when pairing_life.round_id is null then 'people' else 'round' end as origin
                    from rapport.pairing
                    left join rapport.pairing_life using (alliance_id, pairing_id)
                    where pairing.alliance_id = \(id.uuid) and pairing.started is not null),
                newest as (
                    select distinct on (made.pairing_id, sheet.rater)
                        made.origin, made.pairing_id, sheet.rater, sheet.success
                    from made
                    join rapport.sheet
                        on sheet.alliance_id = \(id.uuid)
                        and (sheet.rater = made.person_a and sheet.target = made.person_b
                            or sheet.rater = made.person_b and sheet.target = made.person_a)
                        and sheet.day between made.started and made.last_day
                    where sheet.success is not null and \(Occasion.isUnsealed)
                    order by made.pairing_id, sheet.rater, sheet.day desc),
                gathered as (
                    select origin, array_agg(distinct rater) as raters,
                        count(distinct pairing_id)::integer as pairings, avg(success) as mean
                    from newest
                    group by origin
                    having count(distinct rater) >= 5)
                insert into rapport.lift_release (alliance_id, origin, raters, pairings, mean, released_at)
                select \(id.uuid), gathered.origin, gathered.raters, gathered.pairings,
                    round(gathered.mean * 4) / 4, \(instant)
                from gathered
                left join rapport.lift_release as released
                    on released.alliance_id = \(id.uuid) and released.origin = gathered.origin
                where released.origin is null or (
                    select count(*) from unnest(gathered.raters) as rater
                    where rater <> all(released.raters)) >= 5
                on conflict (alliance_id, origin) do update
                set raters = excluded.raters, pairings = excluded.pairings, mean = excluded.mean,
                    released_at = excluded.released_at
                """)
        }
    }
}

/// The mean success of pairings of one origin, as it was last released.
public struct ReleasedLift: Sendable, Hashable {
    /// `round` for accepted proposals, `people` for pairings that people made by hand.
    public var origin: String
    /// How many pairings the answers are about.
    public var pairings: Int
    /// In quarters of a point.
    public var mean: Double
    /// When it was released.
    public var releasedAt: Date
}

extension Store {
    /// What was released of how pairings fare, by origin.
    public func lift(for viewer: Viewer) async throws -> [ReleasedLift] {
        try await client.read(
            """
            select origin, pairings, mean::double precision, released_at
            from rapport.lift_release
            where alliance_id = \(viewer.alliance.uuid)
            order by origin
            """, as: (String, Int, Double, Date).self, context: Context.request(viewer.alliance)
        ).map { ReleasedLift(origin: $0.0, pairings: $0.1, mean: $0.2, releasedAt: $0.3) }
    }
}
