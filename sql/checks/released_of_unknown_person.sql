-- A released mean about nobody of its alliance (there is no foreign key; see 0016).
select released.alliance_id, released.target, released.question
from rapport.aggregate_release as released
where not exists (
    select from rapport.salesperson
    where salesperson.alliance_id = released.alliance_id and salesperson.number = released.target);
