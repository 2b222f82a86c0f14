import Domain
import Postgres

/// Sheets that answer an occasion count from its release.
extension Occasion {
    /// Whether a row of `sheet` may be learned from.
    static var isUnsealed: SQL {
        """
        (sheet.occasion_id is null or exists (
            select from rapport.occasion
            where occasion.alliance_id = sheet.alliance_id and occasion.occasion_id = sheet.occasion_id
                and occasion.released_at is not null))
        """
    }

    /// From when on a row of `sheet` counts.
    static var knownSince: SQL {
        """
        case when sheet.occasion_id is null then sheet.recorded_at else
            greatest(sheet.recorded_at, (
                select occasion.released_at
                from rapport.occasion
                where occasion.alliance_id = sheet.alliance_id and occasion.occasion_id = sheet.occasion_id))
        end
        """
    }
}
