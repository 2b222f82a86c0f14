-- A sheet, pairing or rule about two people of the same side, or with the sides the wrong way round.
with sided as (
    select salesperson.alliance_id, salesperson.number, company.side
    from rapport.salesperson
    join rapport.company
        on company.alliance_id = salesperson.alliance_id and company.number = salesperson.company
)
select 'sheet' as what, sheet.alliance_id, sheet.rater as person, sheet.target as other
from rapport.sheet
join sided as one on one.alliance_id = sheet.alliance_id and one.number = sheet.rater
join sided as two on two.alliance_id = sheet.alliance_id and two.number = sheet.target
where one.side = two.side
union all
select 'pairing', pairing.alliance_id, pairing.person_a, pairing.person_b
from rapport.pairing
join sided as one on one.alliance_id = pairing.alliance_id and one.number = pairing.person_a
join sided as two on two.alliance_id = pairing.alliance_id and two.number = pairing.person_b
where (one.side, two.side) <> ('a', 'b')
union all
select 'rule', rule.alliance_id, rule.person_a, rule.person_b
from rapport.rule
join sided as one on one.alliance_id = rule.alliance_id and one.number = rule.person_a
join sided as two on two.alliance_id = rule.alliance_id and two.number = rule.person_b
where (one.side, two.side) <> ('a', 'b');
