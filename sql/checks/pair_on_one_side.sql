-- A sheet, pairing or rule about two people of the same side, or with the sides the wrong way round. Each row looks its two
-- people up: a join of all with all is what the planner makes of anything else, since it cannot see through row-level
-- security how many there are.
select 'sheet' as what, sheet.alliance_id, sheet.rater as person, sheet.target as other
from rapport.sheet
where (
        select company.side
        from rapport.salesperson
        join rapport.company
            on company.alliance_id = salesperson.alliance_id and company.number = salesperson.company
        where salesperson.alliance_id = sheet.alliance_id and salesperson.number = sheet.rater)
    = (
        select company.side
        from rapport.salesperson
        join rapport.company
            on company.alliance_id = salesperson.alliance_id and company.number = salesperson.company
        where salesperson.alliance_id = sheet.alliance_id and salesperson.number = sheet.target)
union all
select 'pairing', pairing.alliance_id, pairing.person_a, pairing.person_b
from rapport.pairing
where (
        select company.side
        from rapport.salesperson
        join rapport.company
            on company.alliance_id = salesperson.alliance_id and company.number = salesperson.company
        where salesperson.alliance_id = pairing.alliance_id and salesperson.number = pairing.person_a)
    <> 'a'
    or (
        select company.side
        from rapport.salesperson
        join rapport.company
            on company.alliance_id = salesperson.alliance_id and company.number = salesperson.company
        where salesperson.alliance_id = pairing.alliance_id and salesperson.number = pairing.person_b)
    <> 'b'
union all
select 'rule', rule.alliance_id, rule.person_a, rule.person_b
from rapport.rule
where (
        select company.side
        from rapport.salesperson
        join rapport.company
            on company.alliance_id = salesperson.alliance_id and company.number = salesperson.company
        where salesperson.alliance_id = rule.alliance_id and salesperson.number = rule.person_a)
    <> 'a'
    or (
        select company.side
        from rapport.salesperson
        join rapport.company
            on company.alliance_id = salesperson.alliance_id and company.number = salesperson.company
        where salesperson.alliance_id = rule.alliance_id and salesperson.number = rule.person_b)
    <> 'b';
