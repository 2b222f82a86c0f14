-- An audit row that was changed, or that follows a gap, after it was written.
select sealed.alliance_id, sealed.position
from (
    select audit.*,
        lag(audit.position, 1, 0) over chain as position_before,
        lag(audit.seal, 1, ''::bytea) over chain as seal_before
    from rapport.audit
    window chain as (partition by audit.alliance_id order by audit.position)) as sealed
where sealed.position <> sealed.position_before + 1
    or sealed.seal <> sha256(sealed.seal_before || convert_to(jsonb_build_array(
        sealed.position, extract(epoch from sealed.happened_at), sealed.actor_role, sealed.actor_person,
        sealed.actor_company, sealed.action, sealed.object_kind, sealed.object_id, to_jsonb(sealed.people),
        sealed.evidence)::text, 'UTF8'));
