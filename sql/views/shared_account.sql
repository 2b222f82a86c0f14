-- How many customers two salespeople of opposite sides both cover. Counts only: whose customers they are
-- is for the two sides to share or not.
create or replace view rapport.shared_account
with (security_invoker = true) as
select
    ours.alliance_id,
    ours.person as person_a,
    theirs.person as person_b,
    count(*)::integer as accounts
from rapport.account_coverage as ours
join rapport.salesperson as person_a
    on person_a.alliance_id = ours.alliance_id and person_a.number = ours.person
join rapport.company as company_a
    on company_a.alliance_id = ours.alliance_id and company_a.number = person_a.company and company_a.side = 'a'
join rapport.account_coverage as theirs
    on theirs.alliance_id = ours.alliance_id and theirs.account = ours.account
join rapport.salesperson as person_b
    on person_b.alliance_id = ours.alliance_id and person_b.number = theirs.person
join rapport.company as company_b
    on company_b.alliance_id = ours.alliance_id and company_b.number = person_b.company and company_b.side = 'b'
group by ours.alliance_id, ours.person, theirs.person;

grant select on rapport.shared_account to rapport_app, rapport_batch;
