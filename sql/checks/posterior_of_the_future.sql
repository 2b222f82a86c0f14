-- A fitted model that claims to have read changes which have not happened.
select posterior.alliance_id, posterior.revision
from rapport.posterior
join rapport.revision on revision.alliance_id = posterior.alliance_id
where posterior.revision > revision.revision;
