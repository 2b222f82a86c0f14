-- A pairing that people lived through here, and that began without both sides' yes.
select pairing.alliance_id, pairing.pairing_id
from rapport.pairing
join rapport.pairing_life using (alliance_id, pairing_id)
where pairing.status in ('accepted', 'trial', 'confirmed')
    and not (pairing_life.accepted_a and pairing_life.accepted_b);
