-- Answers are stored as real: the bounds are compared as such, or 0.1 would lie outside of itself.
-- A sheet with another number of answers than the instrument has factors, or an answer off its scale.
select sheet.alliance_id, sheet.rater, sheet.target, sheet.day
from rapport.sheet
join rapport.alliance on alliance.alliance_id = sheet.alliance_id
where cardinality(sheet.ratings) > (
        select count(*) from rapport.factor where factor.alliance_id = sheet.alliance_id)
    or sheet.success not between alliance.scale_min::real and alliance.scale_max::real
    or exists (
        select from unnest(sheet.ratings) as rating
        where rating not between alliance.scale_min::real and alliance.scale_max::real);
