-- A round that has fewer changes than it said when it was published.
select round.alliance_id, round.round_id
from rapport.round
where round.change_count <> (
    select count(*)
    from rapport.round_change
    where round_change.alliance_id = round.alliance_id and round_change.round_id = round.round_id);
