-- An occasion that was released before both had answered and before its deadline had passed (in the zone that is first).
select occasion.alliance_id, occasion.occasion_id
from rapport.occasion
join rapport.pairing using (alliance_id, pairing_id)
where occasion.released_at is not null
    and (occasion.answered_a is null or occasion.answered_b is null)
    and occasion.released_at < occasion.deadline::timestamp at time zone 'utc'
    and pairing.status in ('trial', 'confirmed');
