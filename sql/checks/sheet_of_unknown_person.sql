-- A sheet whose rater or target is no salesperson of its alliance (there is no foreign key; see 0001).
select sheet.alliance_id, sheet.rater, sheet.target, sheet.day
from rapport.sheet
where not exists (
        select from rapport.salesperson
        where salesperson.alliance_id = sheet.alliance_id and salesperson.number = sheet.rater)
    or not exists (
        select from rapport.salesperson
        where salesperson.alliance_id = sheet.alliance_id and salesperson.number = sheet.target);
