--
-- PostgreSQL database dump
--



SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: rapport; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA rapport;


--
-- Name: context_alliance(); Type: FUNCTION; Schema: rapport; Owner: -
--

CREATE FUNCTION rapport.context_alliance() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (NULLIF(current_setting('rapport.alliance_id'::text, true), ''::text))::uuid;


--
-- Name: context_alliance_key(); Type: FUNCTION; Schema: rapport; Owner: -
--

CREATE FUNCTION rapport.context_alliance_key() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN NULLIF(current_setting('rapport.alliance_key'::text, true), ''::text);


--
-- Name: context_person(); Type: FUNCTION; Schema: rapport; Owner: -
--

CREATE FUNCTION rapport.context_person() RETURNS integer
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (NULLIF(current_setting('rapport.person'::text, true), ''::text))::integer;


--
-- Name: context_reads_since(); Type: FUNCTION; Schema: rapport; Owner: -
--

CREATE FUNCTION rapport.context_reads_since() RETURNS timestamp with time zone
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (NULLIF(current_setting('rapport.reads_since'::text, true), ''::text))::timestamp with time zone;


--
-- Name: context_sign_in(); Type: FUNCTION; Schema: rapport; Owner: -
--

CREATE FUNCTION rapport.context_sign_in() RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN NULLIF(current_setting('rapport.sign_in'::text, true), ''::text);


--
-- Name: context_user(); Type: FUNCTION; Schema: rapport; Owner: -
--

CREATE FUNCTION rapport.context_user() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (NULLIF(current_setting('rapport.user_id'::text, true), ''::text))::uuid;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: absence; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.absence (
    alliance_id uuid NOT NULL,
    person integer NOT NULL,
    first_day date NOT NULL,
    last_day date,
    CONSTRAINT absence_ends_after_it_starts CHECK ((last_day >= first_day))
);

ALTER TABLE ONLY rapport.absence FORCE ROW LEVEL SECURITY;


--
-- Name: account_conflict; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.account_conflict (
    alliance_id uuid NOT NULL,
    account text NOT NULL,
    opened date NOT NULL,
    settled date,
    CONSTRAINT account_conflict_settled_after_it_opened CHECK ((settled >= opened))
);

ALTER TABLE ONLY rapport.account_conflict FORCE ROW LEVEL SECURITY;


--
-- Name: account_coverage; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.account_coverage (
    alliance_id uuid NOT NULL,
    account text NOT NULL,
    person integer NOT NULL,
    name text,
    role text,
    revenue double precision,
    CONSTRAINT account_coverage_role_is_known CHECK ((role = ANY (ARRAY['owner'::text, 'team'::text])))
);

ALTER TABLE ONLY rapport.account_coverage FORCE ROW LEVEL SECURITY;


--
-- Name: aggregate_release; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.aggregate_release (
    alliance_id uuid NOT NULL,
    target integer NOT NULL,
    question text NOT NULL,
    raters integer[] NOT NULL,
    mean real NOT NULL,
    released_at timestamp with time zone NOT NULL,
    CONSTRAINT aggregate_release_has_five_raters CHECK ((cardinality(raters) >= 5))
);

ALTER TABLE ONLY rapport.aggregate_release FORCE ROW LEVEL SECURITY;


--
-- Name: alliance; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.alliance (
    alliance_id uuid NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    scale_min double precision NOT NULL,
    scale_max double precision NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT alliance_key_is_wellformed CHECK ((key ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text)),
    CONSTRAINT alliance_scale_is_ordered CHECK ((scale_min < scale_max))
);

ALTER TABLE ONLY rapport.alliance FORCE ROW LEVEL SECURITY;


--
-- Name: alliance_terms; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.alliance_terms (
    alliance_id uuid NOT NULL,
    payment_days integer,
    revenue_share_a double precision,
    lead_rule text,
    support_rule text,
    shared_information text[] NOT NULL,
    shares_names_a boolean NOT NULL,
    shares_names_b boolean NOT NULL,
    auto_accept boolean NOT NULL,
    version integer NOT NULL,
    CONSTRAINT alliance_terms_payment_days_are_not_negative CHECK ((payment_days >= 0)),
    CONSTRAINT alliance_terms_revenue_share_is_a_share CHECK (((revenue_share_a >= (0)::double precision) AND (revenue_share_a <= (1)::double precision))),
    CONSTRAINT alliance_terms_version_is_positive CHECK ((version > 0))
);

ALTER TABLE ONLY rapport.alliance_terms FORCE ROW LEVEL SECURITY;


--
-- Name: api_key; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.api_key (
    alliance_id uuid NOT NULL,
    key_id uuid NOT NULL,
    digest bytea NOT NULL,
    label text NOT NULL,
    role text NOT NULL,
    person integer,
    company integer,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone,
    team integer,
    scopes text[] NOT NULL,
    reads_since timestamp with time zone,
    CONSTRAINT api_key_company_goes_with_role CHECK (((role = ANY (ARRAY['company-admin'::text, 'manager'::text])) = (company IS NOT NULL))),
    CONSTRAINT api_key_digest_is_sha256 CHECK ((octet_length(digest) = 32)),
    CONSTRAINT api_key_role_is_known CHECK ((role = ANY (ARRAY['admin'::text, 'company-admin'::text, 'manager'::text, 'salesperson'::text, 'auditor'::text, 'integration'::text]))),
    CONSTRAINT api_key_salesperson_has_person CHECK (((role = 'salesperson'::text) = (person IS NOT NULL))),
    CONSTRAINT api_key_team_is_a_managers CHECK (((team IS NULL) OR (role = 'manager'::text)))
);

ALTER TABLE ONLY rapport.api_key FORCE ROW LEVEL SECURITY;


--
-- Name: COLUMN api_key.reads_since; Type: COMMENT; Schema: rapport; Owner: -
--

COMMENT ON COLUMN rapport.api_key.reads_since IS 'Of the user who made it.';


--
-- Name: app_user; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.app_user (
    alliance_id uuid NOT NULL,
    user_id uuid NOT NULL,
    email text NOT NULL,
    role text NOT NULL,
    person integer,
    company integer,
    team integer,
    password text,
    subject text,
    created_at timestamp with time zone NOT NULL,
    password_set_at timestamp with time zone,
    disabled_at timestamp with time zone,
    invitation bytea,
    invited_at timestamp with time zone,
    invitation_ends_at timestamp with time zone,
    invitation_used_at timestamp with time zone,
    spoke_for integer,
    reads_since timestamp with time zone,
    CONSTRAINT app_user_company_goes_with_role CHECK (((role = ANY (ARRAY['company-admin'::text, 'manager'::text])) = (company IS NOT NULL))),
    CONSTRAINT app_user_email_is_lower_case CHECK (((email = lower(email)) AND (email <> ''::text))),
    CONSTRAINT app_user_invitation_has_its_days CHECK ((num_nulls(invitation, invited_at, invitation_ends_at) = ANY (ARRAY[0, 3]))),
    CONSTRAINT app_user_invitation_is_sha256 CHECK ((octet_length(invitation) = 32)),
    CONSTRAINT app_user_password_has_a_day CHECK (((password IS NULL) = (password_set_at IS NULL))),
    CONSTRAINT app_user_role_is_known CHECK ((role = ANY (ARRAY['admin'::text, 'company-admin'::text, 'manager'::text, 'salesperson'::text, 'auditor'::text]))),
    CONSTRAINT app_user_salesperson_has_person CHECK (((role = 'salesperson'::text) = (person IS NOT NULL))),
    CONSTRAINT app_user_team_is_a_managers CHECK (((team IS NULL) OR (role = 'manager'::text))),
    CONSTRAINT app_user_used_invitation_was_one CHECK (((invitation_used_at IS NULL) OR (invitation IS NOT NULL)))
);

ALTER TABLE ONLY rapport.app_user FORCE ROW LEVEL SECURITY;


--
-- Name: COLUMN app_user.reads_since; Type: COMMENT; Schema: rapport; Owner: -
--

COMMENT ON COLUMN rapport.app_user.reads_since IS 'Null when an operator has made sure whose it is; else when an admin made it.';


--
-- Name: attribute; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.attribute (
    alliance_id uuid NOT NULL,
    "position" smallint NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    CONSTRAINT attribute_kind_is_known CHECK ((kind = ANY (ARRAY['number'::text, 'category'::text, 'set'::text])))
);

ALTER TABLE ONLY rapport.attribute FORCE ROW LEVEL SECURITY;


--
-- Name: audit; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.audit (
    alliance_id uuid NOT NULL,
    "position" bigint NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    actor_role text NOT NULL,
    actor_person integer,
    actor_company integer,
    action text NOT NULL,
    object_kind text NOT NULL,
    object_id text NOT NULL,
    people integer[] NOT NULL,
    evidence jsonb NOT NULL,
    seal bytea NOT NULL,
    CONSTRAINT audit_position_is_positive CHECK (("position" > 0)),
    CONSTRAINT audit_seal_is_sha256 CHECK ((octet_length(seal) = 32))
);

ALTER TABLE ONLY rapport.audit FORCE ROW LEVEL SECURITY;


--
-- Name: company; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.company (
    alliance_id uuid NOT NULL,
    number integer NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    side text NOT NULL,
    employees integer,
    sales_levels integer,
    payment_days integer,
    country text,
    CONSTRAINT company_side_is_a_or_b CHECK ((side = ANY (ARRAY['a'::text, 'b'::text])))
);

ALTER TABLE ONLY rapport.company FORCE ROW LEVEL SECURITY;


--
-- Name: company_hold; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.company_hold (
    alliance_id uuid NOT NULL,
    company_a integer NOT NULL,
    company_b integer NOT NULL,
    until date
);

ALTER TABLE ONLY rapport.company_hold FORCE ROW LEVEL SECURITY;


--
-- Name: control_agreement; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.control_agreement (
    alliance_id uuid NOT NULL,
    agreement_id uuid NOT NULL,
    account text NOT NULL,
    lead text NOT NULL,
    support text,
    shared text[] NOT NULL,
    until date,
    signed_a timestamp with time zone,
    signed_b timestamp with time zone,
    withdrawn_by text,
    version integer NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    CONSTRAINT control_agreement_is_somebodys CHECK (((signed_a IS NOT NULL) OR (signed_b IS NOT NULL))),
    CONSTRAINT control_agreement_lead_is_a_or_b CHECK ((lead = ANY (ARRAY['a'::text, 'b'::text]))),
    CONSTRAINT control_agreement_version_is_positive CHECK ((version > 0)),
    CONSTRAINT control_agreement_withdrawn_by_a_side CHECK ((withdrawn_by = ANY (ARRAY['a'::text, 'b'::text])))
);

ALTER TABLE ONLY rapport.control_agreement FORCE ROW LEVEL SECURITY;


--
-- Name: delivery; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.delivery (
    alliance_id uuid NOT NULL,
    webhook_id uuid NOT NULL,
    event_id uuid NOT NULL,
    attempts integer NOT NULL,
    due_at timestamp with time zone,
    delivered_at timestamp with time zone,
    status smallint,
    failure text,
    CONSTRAINT delivery_attempts_are_not_negative CHECK ((attempts >= 0)),
    CONSTRAINT delivery_that_succeeded_is_over CHECK (((delivered_at IS NULL) OR (due_at IS NULL)))
);

ALTER TABLE ONLY rapport.delivery FORCE ROW LEVEL SECURITY;


--
-- Name: deputy; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.deputy (
    alliance_id uuid NOT NULL,
    person integer NOT NULL,
    deputy integer NOT NULL,
    CONSTRAINT deputy_is_somebody_else CHECK ((deputy <> person))
);

ALTER TABLE ONLY rapport.deputy FORCE ROW LEVEL SECURITY;


--
-- Name: erasure; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.erasure (
    alliance_id uuid NOT NULL,
    person integer NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    done_at timestamp with time zone
);

ALTER TABLE ONLY rapport.erasure FORCE ROW LEVEL SECURITY;


--
-- Name: factor; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.factor (
    alliance_id uuid NOT NULL,
    "position" smallint NOT NULL,
    key text NOT NULL,
    label text NOT NULL,
    slight double precision,
    medium double precision,
    great double precision,
    CONSTRAINT factor_reference_is_whole CHECK ((num_nulls(slight, medium, great) = ANY (ARRAY[0, 3])))
);

ALTER TABLE ONLY rapport.factor FORCE ROW LEVEL SECURITY;


--
-- Name: gate_answer; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.gate_answer (
    alliance_id uuid NOT NULL,
    company integer NOT NULL,
    other_company integer NOT NULL,
    choice integer,
    timing integer,
    conditions integer,
    culture integer,
    information integer,
    approvals integer,
    version integer NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT gate_answer_approvals_are_possible CHECK (((approvals >= 0) AND (approvals <= 100))),
    CONSTRAINT gate_answer_is_on_its_scale CHECK ((((choice >= 1) AND (choice <= 7)) AND ((timing >= 1) AND (timing <= 7)) AND ((conditions >= 1) AND (conditions <= 7)) AND ((culture >= 1) AND (culture <= 7)) AND ((information >= 1) AND (information <= 7)))),
    CONSTRAINT gate_answer_version_is_positive CHECK ((version > 0))
);

ALTER TABLE ONLY rapport.gate_answer FORCE ROW LEVEL SECURITY;


--
-- Name: idempotency_key; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.idempotency_key (
    alliance_id uuid NOT NULL,
    holder text NOT NULL,
    key text NOT NULL,
    fingerprint bytea NOT NULL,
    status smallint NOT NULL,
    headers text[] NOT NULL,
    body bytea,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT idempotency_key_headers_are_pairs CHECK (((cardinality(headers) % 2) = 0)),
    CONSTRAINT idempotency_key_is_short CHECK (((octet_length(key) >= 1) AND (octet_length(key) <= 255)))
);

ALTER TABLE ONLY rapport.idempotency_key FORCE ROW LEVEL SECURITY;


--
-- Name: job; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.job (
    job_id uuid NOT NULL,
    kind text NOT NULL,
    alliance_id uuid NOT NULL,
    due_at timestamp with time zone NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    lease_token uuid,
    lease_until timestamp with time zone,
    failure text,
    night_id uuid,
    holder text,
    died_at timestamp with time zone,
    CONSTRAINT job_attempts_are_not_negative CHECK ((attempts >= 0)),
    CONSTRAINT job_kind_is_known CHECK ((kind = ANY (ARRAY['refit'::text, 'round'::text, 'deliver'::text, 'erase'::text]))),
    CONSTRAINT job_lease_is_whole CHECK ((num_nulls(lease_token, lease_until) = ANY (ARRAY[0, 2]))),
    CONSTRAINT job_of_the_dead_is_free CHECK (((died_at IS NULL) OR (lease_token IS NULL))),
    CONSTRAINT job_round_has_a_night CHECK (((kind = 'round'::text) = (night_id IS NOT NULL)))
);


--
-- Name: lift_release; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.lift_release (
    alliance_id uuid NOT NULL,
    origin text NOT NULL,
    raters integer[] NOT NULL,
    pairings integer NOT NULL,
    mean real NOT NULL,
    released_at timestamp with time zone NOT NULL,
    CONSTRAINT lift_release_has_five_raters CHECK ((cardinality(raters) >= 5)),
    CONSTRAINT lift_release_origin_is_known CHECK ((origin = ANY (ARRAY['round'::text, 'people'::text])))
);

ALTER TABLE ONLY rapport.lift_release FORCE ROW LEVEL SECURITY;


--
-- Name: night; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.night (
    night_id uuid NOT NULL,
    day date NOT NULL,
    seed bigint NOT NULL,
    again boolean NOT NULL,
    holder text NOT NULL,
    lease_until timestamp with time zone NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    outcome text,
    CONSTRAINT night_ends_with_an_outcome CHECK (((ended_at IS NULL) = (outcome IS NULL))),
    CONSTRAINT night_outcome_is_known CHECK ((outcome = ANY (ARRAY['done'::text, 'failed'::text, 'cancelled'::text, 'interrupted'::text])))
);


--
-- Name: night_result; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.night_result (
    night_id uuid NOT NULL,
    alliance_id uuid NOT NULL,
    state text NOT NULL,
    round_id uuid,
    failure text,
    people integer NOT NULL,
    begun integer NOT NULL,
    ended integer NOT NULL,
    explored integer NOT NULL,
    utility double precision NOT NULL,
    present_utility double precision NOT NULL,
    warnings integer NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT night_result_failure_has_a_reason CHECK (((state = 'failed'::text) = (failure IS NOT NULL))),
    CONSTRAINT night_result_plan_has_a_round CHECK (((state = ANY (ARRAY['planned'::text, 'standing'::text])) = (round_id IS NOT NULL))),
    CONSTRAINT night_result_state_is_known CHECK ((state = ANY (ARRAY['planned'::text, 'standing'::text, 'failed'::text, 'gone'::text])))
);


--
-- Name: occasion; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.occasion (
    alliance_id uuid NOT NULL,
    occasion_id uuid NOT NULL,
    pairing_id uuid NOT NULL,
    kind text NOT NULL,
    opens date NOT NULL,
    deadline date NOT NULL,
    answered_a timestamp with time zone,
    answered_b timestamp with time zone,
    meetings_a integer,
    meetings_b integer,
    noticed_a boolean,
    noticed_b boolean,
    released_at timestamp with time zone,
    CONSTRAINT occasion_closes_after_it_opens CHECK ((deadline >= opens)),
    CONSTRAINT occasion_kind_is_known CHECK ((kind = ANY (ARRAY['pulse'::text, 'sheet'::text]))),
    CONSTRAINT occasion_meetings_are_not_negative CHECK (((meetings_a >= 0) AND (meetings_b >= 0)))
);

ALTER TABLE ONLY rapport.occasion FORCE ROW LEVEL SECURITY;


--
-- Name: outbox; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.outbox (
    alliance_id uuid NOT NULL,
    event_id uuid NOT NULL,
    kind text NOT NULL,
    object_kind text NOT NULL,
    object_id text NOT NULL,
    people integer[] NOT NULL,
    facts jsonb NOT NULL,
    happened_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY rapport.outbox FORCE ROW LEVEL SECURITY;


--
-- Name: pairing; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.pairing (
    alliance_id uuid NOT NULL,
    pairing_id uuid NOT NULL,
    person_a integer NOT NULL,
    person_b integer NOT NULL,
    status text NOT NULL,
    started date,
    ended date,
    reason text,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT pairing_ends_after_it_starts CHECK ((ended >= started)),
    CONSTRAINT pairing_status_is_known CHECK ((status = ANY (ARRAY['proposed'::text, 'accepted'::text, 'trial'::text, 'confirmed'::text, 'declined'::text, 'ended'::text])))
);

ALTER TABLE ONLY rapport.pairing FORCE ROW LEVEL SECURITY;


--
-- Name: pairing_life; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.pairing_life (
    alliance_id uuid NOT NULL,
    pairing_id uuid NOT NULL,
    accepted_a boolean NOT NULL,
    accepted_b boolean NOT NULL,
    trial_days integer NOT NULL,
    least_chemistry double precision,
    least_meetings integer,
    criterion text,
    if_undecided text NOT NULL,
    planned_end date,
    extensions integer NOT NULL,
    verdict_a text,
    verdict_b text,
    ended_by text,
    never_again boolean NOT NULL,
    round_id uuid,
    "position" integer,
    version integer NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT pairing_life_change_is_whole CHECK ((num_nulls(round_id, "position") = ANY (ARRAY[0, 2]))),
    CONSTRAINT pairing_life_chemistry_is_on_its_scale CHECK (((least_chemistry >= (0)::double precision) AND (least_chemistry <= (100)::double precision))),
    CONSTRAINT pairing_life_ended_by_a_side CHECK ((ended_by = ANY (ARRAY['a'::text, 'b'::text]))),
    CONSTRAINT pairing_life_is_extended_once CHECK (((extensions >= 0) AND (extensions <= 1))),
    CONSTRAINT pairing_life_meetings_are_not_negative CHECK ((least_meetings >= 0)),
    CONSTRAINT pairing_life_silence_is_known CHECK ((if_undecided = ANY (ARRAY['end'::text, 'extend'::text]))),
    CONSTRAINT pairing_life_trial_days_are_possible CHECK (((trial_days >= 7) AND (trial_days <= 365))),
    CONSTRAINT pairing_life_verdicts_are_known CHECK (((verdict_a = ANY (ARRAY['confirm'::text, 'extend'::text])) AND (verdict_b = ANY (ARRAY['confirm'::text, 'extend'::text])))),
    CONSTRAINT pairing_life_version_is_positive CHECK ((version > 0))
);

ALTER TABLE ONLY rapport.pairing_life FORCE ROW LEVEL SECURITY;


--
-- Name: policy; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.policy (
    alliance_id uuid NOT NULL,
    fields jsonb NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT policy_is_an_object CHECK ((jsonb_typeof(fields) = 'object'::text))
);

ALTER TABLE ONLY rapport.policy FORCE ROW LEVEL SECURITY;


--
-- Name: posterior; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.posterior (
    alliance_id uuid NOT NULL,
    revision bigint NOT NULL,
    fitted_at timestamp with time zone NOT NULL,
    encoded bytea NOT NULL
);
ALTER TABLE ONLY rapport.posterior ALTER COLUMN encoded SET STORAGE EXTERNAL;

ALTER TABLE ONLY rapport.posterior FORCE ROW LEVEL SECURITY;


--
-- Name: preference; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.preference (
    alliance_id uuid NOT NULL,
    person integer NOT NULL,
    other integer NOT NULL,
    wish text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT preference_wish_is_known CHECK ((wish = ANY (ARRAY['with'::text, 'without'::text])))
);

ALTER TABLE ONLY rapport.preference FORCE ROW LEVEL SECURITY;


--
-- Name: pulse; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.pulse (
    alliance_id uuid NOT NULL,
    occasion_id uuid NOT NULL,
    rater integer NOT NULL,
    meetings integer NOT NULL,
    signs text[] NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT pulse_meetings_are_not_negative CHECK ((meetings >= 0)),
    CONSTRAINT pulse_signs_are_known CHECK ((signs <@ ARRAY['withheld-information'::text, 'blame'::text, 'doubt'::text, 'bad-mouthing'::text]))
);

ALTER TABLE ONLY rapport.pulse FORCE ROW LEVEL SECURITY;


--
-- Name: revision; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.revision (
    alliance_id uuid NOT NULL,
    revision bigint NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT revision_is_positive CHECK ((revision > 0)),
    CONSTRAINT revision_version_is_positive CHECK ((version > 0))
);

ALTER TABLE ONLY rapport.revision FORCE ROW LEVEL SECURITY;


--
-- Name: COLUMN revision.version; Type: COMMENT; Schema: rapport; Owner: -
--

COMMENT ON COLUMN rapport.revision.version IS 'Counts the changes to everything of the alliance but its sheets.';


--
-- Name: round; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.round (
    alliance_id uuid NOT NULL,
    round_id uuid NOT NULL,
    day date NOT NULL,
    seed bigint NOT NULL,
    revision bigint NOT NULL,
    policy jsonb NOT NULL,
    utility double precision NOT NULL,
    present_utility double precision NOT NULL,
    warnings text[] NOT NULL,
    published_at timestamp with time zone NOT NULL,
    report jsonb,
    change_count integer NOT NULL
);

ALTER TABLE ONLY rapport.round FORCE ROW LEVEL SECURITY;


--
-- Name: round_change; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.round_change (
    alliance_id uuid NOT NULL,
    round_id uuid NOT NULL,
    "position" integer NOT NULL,
    action text NOT NULL,
    person_a integer NOT NULL,
    person_b integer NOT NULL,
    cause text NOT NULL,
    utility double precision NOT NULL,
    propensity double precision NOT NULL,
    reasons_a text[] DEFAULT '{}'::text[] NOT NULL,
    reasons_b text[] DEFAULT '{}'::text[] NOT NULL,
    knock_on_of integer,
    change_count integer NOT NULL,
    CONSTRAINT round_change_action_is_known CHECK ((action = ANY (ARRAY['begin'::text, 'end'::text]))),
    CONSTRAINT round_change_position_is_within_count CHECK ((("position" >= 1) AND ("position" <= change_count))),
    CONSTRAINT round_change_propensity_is_probability CHECK (((propensity >= (0)::double precision) AND (propensity <= (1)::double precision)))
);

ALTER TABLE ONLY rapport.round_change FORCE ROW LEVEL SECURITY;


--
-- Name: round_decision; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.round_decision (
    alliance_id uuid NOT NULL,
    round_id uuid NOT NULL,
    "position" integer NOT NULL,
    side text NOT NULL,
    decision text NOT NULL,
    reason text,
    never_again boolean NOT NULL,
    automatic boolean NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    CONSTRAINT round_decision_is_yes_or_no CHECK ((decision = ANY (ARRAY['accept'::text, 'decline'::text]))),
    CONSTRAINT round_decision_side_is_a_or_b CHECK ((side = ANY (ARRAY['a'::text, 'b'::text])))
);

ALTER TABLE ONLY rapport.round_decision FORCE ROW LEVEL SECURITY;


--
-- Name: round_input; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.round_input (
    alliance_id uuid NOT NULL,
    round_id uuid NOT NULL,
    program text NOT NULL,
    facts bytea NOT NULL,
    model bytea NOT NULL,
    round bytea NOT NULL,
    published_at timestamp with time zone NOT NULL,
    facts_sha256 bytea NOT NULL,
    model_sha256 bytea NOT NULL,
    round_sha256 bytea NOT NULL,
    CONSTRAINT round_input_digests_are_sha256 CHECK ((octet_length(((facts_sha256 || model_sha256) || round_sha256)) = 96))
);
ALTER TABLE ONLY rapport.round_input ALTER COLUMN model SET STORAGE EXTERNAL;

ALTER TABLE ONLY rapport.round_input FORCE ROW LEVEL SECURITY;


--
-- Name: rule; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.rule (
    alliance_id uuid NOT NULL,
    person_a integer NOT NULL,
    person_b integer NOT NULL,
    kind text NOT NULL,
    reason text,
    CONSTRAINT rule_kind_is_known CHECK ((kind = ANY (ARRAY['pin'::text, 'veto'::text])))
);

ALTER TABLE ONLY rapport.rule FORCE ROW LEVEL SECURITY;


--
-- Name: salesperson; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.salesperson (
    alliance_id uuid NOT NULL,
    number integer NOT NULL,
    key text NOT NULL,
    company integer NOT NULL,
    name text,
    email text,
    capacity integer NOT NULL,
    active boolean NOT NULL,
    attributes jsonb NOT NULL,
    CONSTRAINT salesperson_capacity_is_not_negative CHECK ((capacity >= 0))
);

ALTER TABLE ONLY rapport.salesperson FORCE ROW LEVEL SECURITY;


--
-- Name: schema_migration; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.schema_migration (
    version integer NOT NULL,
    name text NOT NULL,
    sha256 bytea NOT NULL,
    applied_at timestamp with time zone NOT NULL,
    applied_by text NOT NULL,
    milliseconds double precision NOT NULL
);


--
-- Name: scorecard; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.scorecard (
    alliance_id uuid NOT NULL,
    revision bigint NOT NULL,
    fitted_at timestamp with time zone NOT NULL,
    figures jsonb NOT NULL,
    held_out jsonb,
    held_out_at timestamp with time zone
);

ALTER TABLE ONLY rapport.scorecard FORCE ROW LEVEL SECURITY;


--
-- Name: session; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.session (
    alliance_id uuid NOT NULL,
    session_id uuid NOT NULL,
    digest bytea NOT NULL,
    user_id uuid,
    key_id uuid,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT session_digest_is_sha256 CHECK ((octet_length(digest) = 32)),
    CONSTRAINT session_ends_after_it_begins CHECK ((expires_at > created_at)),
    CONSTRAINT session_is_somebodys CHECK ((num_nonnulls(user_id, key_id) = 1))
);

ALTER TABLE ONLY rapport.session FORCE ROW LEVEL SECURITY;


--
-- Name: shared_account; Type: VIEW; Schema: rapport; Owner: -
--

CREATE VIEW rapport.shared_account WITH (security_invoker='true') AS
 SELECT ours.alliance_id,
    ours.person AS person_a,
    theirs.person AS person_b,
    (count(*))::integer AS accounts
   FROM (((((rapport.account_coverage ours
     JOIN rapport.salesperson person_a ON (((person_a.alliance_id = ours.alliance_id) AND (person_a.number = ours.person))))
     JOIN rapport.company company_a ON (((company_a.alliance_id = ours.alliance_id) AND (company_a.number = person_a.company) AND (company_a.side = 'a'::text))))
     JOIN rapport.account_coverage theirs ON (((theirs.alliance_id = ours.alliance_id) AND (theirs.account = ours.account))))
     JOIN rapport.salesperson person_b ON (((person_b.alliance_id = ours.alliance_id) AND (person_b.number = theirs.person))))
     JOIN rapport.company company_b ON (((company_b.alliance_id = ours.alliance_id) AND (company_b.number = person_b.company) AND (company_b.side = 'b'::text))))
  GROUP BY ours.alliance_id, ours.person, theirs.person;


--
-- Name: sheet; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.sheet (
    alliance_id uuid NOT NULL,
    rater integer NOT NULL,
    target integer NOT NULL,
    day date NOT NULL,
    ratings real[] NOT NULL,
    success real,
    would_continue boolean,
    recorded_at timestamp with time zone NOT NULL,
    occasion_id uuid,
    by_rater boolean DEFAULT false NOT NULL,
    CONSTRAINT sheet_is_about_somebody_else CHECK ((rater <> target))
);

ALTER TABLE ONLY rapport.sheet FORCE ROW LEVEL SECURITY;


--
-- Name: COLUMN sheet.by_rater; Type: COMMENT; Schema: rapport; Owner: -
--

COMMENT ON COLUMN rapport.sheet.by_rater IS 'Whether its rater answered it here, signed in; programs and folders bring the others.';


--
-- Name: team; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.team (
    alliance_id uuid NOT NULL,
    number integer NOT NULL,
    key text NOT NULL,
    name text NOT NULL,
    company integer NOT NULL
);

ALTER TABLE ONLY rapport.team FORCE ROW LEVEL SECURITY;


--
-- Name: team_member; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.team_member (
    alliance_id uuid NOT NULL,
    person integer NOT NULL,
    team integer NOT NULL
);

ALTER TABLE ONLY rapport.team_member FORCE ROW LEVEL SECURITY;


--
-- Name: webhook; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.webhook (
    alliance_id uuid NOT NULL,
    webhook_id uuid NOT NULL,
    url text NOT NULL,
    secret bytea NOT NULL,
    kinds text[] NOT NULL,
    active boolean NOT NULL,
    version bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT webhook_secret_is_long CHECK ((octet_length(secret) = 32)),
    CONSTRAINT webhook_version_is_positive CHECK ((version > 0))
);

ALTER TABLE ONLY rapport.webhook FORCE ROW LEVEL SECURITY;


--
-- Name: absence absence_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.absence
    ADD CONSTRAINT absence_pkey PRIMARY KEY (alliance_id, person, first_day);


--
-- Name: account_conflict account_conflict_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.account_conflict
    ADD CONSTRAINT account_conflict_pkey PRIMARY KEY (alliance_id, account, opened);


--
-- Name: account_coverage account_coverage_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.account_coverage
    ADD CONSTRAINT account_coverage_pkey PRIMARY KEY (alliance_id, account, person);


--
-- Name: aggregate_release aggregate_release_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.aggregate_release
    ADD CONSTRAINT aggregate_release_pkey PRIMARY KEY (alliance_id, target, question);


--
-- Name: alliance alliance_key_is_unique; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.alliance
    ADD CONSTRAINT alliance_key_is_unique UNIQUE (key);


--
-- Name: alliance alliance_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.alliance
    ADD CONSTRAINT alliance_pkey PRIMARY KEY (alliance_id);


--
-- Name: alliance_terms alliance_terms_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.alliance_terms
    ADD CONSTRAINT alliance_terms_pkey PRIMARY KEY (alliance_id);


--
-- Name: api_key api_key_digest_is_unique; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.api_key
    ADD CONSTRAINT api_key_digest_is_unique UNIQUE (alliance_id, digest);


--
-- Name: api_key api_key_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.api_key
    ADD CONSTRAINT api_key_pkey PRIMARY KEY (alliance_id, key_id);


--
-- Name: app_user app_user_email_is_unique; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.app_user
    ADD CONSTRAINT app_user_email_is_unique UNIQUE (alliance_id, email);


--
-- Name: app_user app_user_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.app_user
    ADD CONSTRAINT app_user_pkey PRIMARY KEY (alliance_id, user_id);


--
-- Name: app_user app_user_subject_is_unique; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.app_user
    ADD CONSTRAINT app_user_subject_is_unique UNIQUE (alliance_id, subject);


--
-- Name: attribute attribute_name_is_unique; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.attribute
    ADD CONSTRAINT attribute_name_is_unique UNIQUE (alliance_id, name);


--
-- Name: attribute attribute_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.attribute
    ADD CONSTRAINT attribute_pkey PRIMARY KEY (alliance_id, "position");


--
-- Name: audit audit_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (alliance_id, "position");


--
-- Name: company_hold company_hold_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.company_hold
    ADD CONSTRAINT company_hold_pkey PRIMARY KEY (alliance_id, company_a, company_b);


--
-- Name: company company_key_is_unique; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.company
    ADD CONSTRAINT company_key_is_unique UNIQUE (alliance_id, key);


--
-- Name: company company_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.company
    ADD CONSTRAINT company_pkey PRIMARY KEY (alliance_id, number);


--
-- Name: control_agreement control_agreement_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.control_agreement
    ADD CONSTRAINT control_agreement_pkey PRIMARY KEY (alliance_id, agreement_id);


--
-- Name: delivery delivery_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.delivery
    ADD CONSTRAINT delivery_pkey PRIMARY KEY (alliance_id, webhook_id, event_id);


--
-- Name: deputy deputy_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.deputy
    ADD CONSTRAINT deputy_pkey PRIMARY KEY (alliance_id, person);


--
-- Name: erasure erasure_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.erasure
    ADD CONSTRAINT erasure_pkey PRIMARY KEY (alliance_id, person);


--
-- Name: factor factor_key_is_unique; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.factor
    ADD CONSTRAINT factor_key_is_unique UNIQUE (alliance_id, key);


--
-- Name: factor factor_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.factor
    ADD CONSTRAINT factor_pkey PRIMARY KEY (alliance_id, "position");


--
-- Name: gate_answer gate_answer_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.gate_answer
    ADD CONSTRAINT gate_answer_pkey PRIMARY KEY (alliance_id, company, other_company);


--
-- Name: idempotency_key idempotency_key_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.idempotency_key
    ADD CONSTRAINT idempotency_key_pkey PRIMARY KEY (alliance_id, holder, key);


--
-- Name: job job_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.job
    ADD CONSTRAINT job_pkey PRIMARY KEY (job_id);


--
-- Name: lift_release lift_release_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.lift_release
    ADD CONSTRAINT lift_release_pkey PRIMARY KEY (alliance_id, origin);


--
-- Name: night night_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.night
    ADD CONSTRAINT night_pkey PRIMARY KEY (night_id);


--
-- Name: night_result night_result_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.night_result
    ADD CONSTRAINT night_result_pkey PRIMARY KEY (night_id, alliance_id);


--
-- Name: occasion occasion_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.occasion
    ADD CONSTRAINT occasion_pkey PRIMARY KEY (alliance_id, occasion_id);


--
-- Name: outbox outbox_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (alliance_id, event_id);


--
-- Name: pairing_life pairing_life_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.pairing_life
    ADD CONSTRAINT pairing_life_pkey PRIMARY KEY (alliance_id, pairing_id);


--
-- Name: pairing pairing_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.pairing
    ADD CONSTRAINT pairing_pkey PRIMARY KEY (alliance_id, pairing_id);


--
-- Name: policy policy_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.policy
    ADD CONSTRAINT policy_pkey PRIMARY KEY (alliance_id);


--
-- Name: posterior posterior_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.posterior
    ADD CONSTRAINT posterior_pkey PRIMARY KEY (alliance_id);


--
-- Name: preference preference_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.preference
    ADD CONSTRAINT preference_pkey PRIMARY KEY (alliance_id, person, other);


--
-- Name: pulse pulse_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.pulse
    ADD CONSTRAINT pulse_pkey PRIMARY KEY (alliance_id, occasion_id, rater);


--
-- Name: revision revision_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.revision
    ADD CONSTRAINT revision_pkey PRIMARY KEY (alliance_id);


--
-- Name: round round_change_count_is_fixed; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.round
    ADD CONSTRAINT round_change_count_is_fixed UNIQUE (alliance_id, round_id, change_count);


--
-- Name: round_change round_change_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.round_change
    ADD CONSTRAINT round_change_pkey PRIMARY KEY (alliance_id, round_id, "position");


--
-- Name: round_decision round_decision_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.round_decision
    ADD CONSTRAINT round_decision_pkey PRIMARY KEY (alliance_id, round_id, "position", side);


--
-- Name: round_input round_input_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.round_input
    ADD CONSTRAINT round_input_pkey PRIMARY KEY (alliance_id, round_id);


--
-- Name: round round_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.round
    ADD CONSTRAINT round_pkey PRIMARY KEY (alliance_id, round_id);


--
-- Name: rule rule_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.rule
    ADD CONSTRAINT rule_pkey PRIMARY KEY (alliance_id, person_a, person_b);


--
-- Name: salesperson salesperson_key_is_unique; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.salesperson
    ADD CONSTRAINT salesperson_key_is_unique UNIQUE (alliance_id, key);


--
-- Name: salesperson salesperson_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.salesperson
    ADD CONSTRAINT salesperson_pkey PRIMARY KEY (alliance_id, number);


--
-- Name: schema_migration schema_migration_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.schema_migration
    ADD CONSTRAINT schema_migration_pkey PRIMARY KEY (version);


--
-- Name: scorecard scorecard_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.scorecard
    ADD CONSTRAINT scorecard_pkey PRIMARY KEY (alliance_id);


--
-- Name: session session_digest_is_unique; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.session
    ADD CONSTRAINT session_digest_is_unique UNIQUE (alliance_id, digest);


--
-- Name: session session_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (alliance_id, session_id);


--
-- Name: sheet sheet_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.sheet
    ADD CONSTRAINT sheet_pkey PRIMARY KEY (alliance_id, rater, target, day);


--
-- Name: team team_key_is_unique_in_company; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.team
    ADD CONSTRAINT team_key_is_unique_in_company UNIQUE (alliance_id, company, key);


--
-- Name: team_member team_member_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.team_member
    ADD CONSTRAINT team_member_pkey PRIMARY KEY (alliance_id, person);


--
-- Name: team team_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.team
    ADD CONSTRAINT team_pkey PRIMARY KEY (alliance_id, number);


--
-- Name: webhook webhook_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.webhook
    ADD CONSTRAINT webhook_pkey PRIMARY KEY (alliance_id, webhook_id);


--
-- Name: account_coverage_by_person; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX account_coverage_by_person ON rapport.account_coverage USING btree (alliance_id, person);


--
-- Name: api_key_by_company; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX api_key_by_company ON rapport.api_key USING btree (alliance_id, company);


--
-- Name: api_key_by_person; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX api_key_by_person ON rapport.api_key USING btree (alliance_id, person);


--
-- Name: api_key_by_team; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX api_key_by_team ON rapport.api_key USING btree (alliance_id, team);


--
-- Name: app_user_by_company; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX app_user_by_company ON rapport.app_user USING btree (alliance_id, company);


--
-- Name: app_user_by_person; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX app_user_by_person ON rapport.app_user USING btree (alliance_id, person);


--
-- Name: app_user_by_spoke_for; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX app_user_by_spoke_for ON rapport.app_user USING btree (alliance_id, spoke_for);


--
-- Name: app_user_by_team; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX app_user_by_team ON rapport.app_user USING btree (alliance_id, team);


--
-- Name: audit_by_object; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX audit_by_object ON rapport.audit USING btree (alliance_id, object_kind, object_id, "position");


--
-- Name: company_hold_by_company_b; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX company_hold_by_company_b ON rapport.company_hold USING btree (alliance_id, company_b);


--
-- Name: control_agreement_by_account; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX control_agreement_by_account ON rapport.control_agreement USING btree (alliance_id, account);


--
-- Name: delivery_by_due; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX delivery_by_due ON rapport.delivery USING btree (alliance_id, due_at) WHERE (due_at IS NOT NULL);


--
-- Name: delivery_by_event; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX delivery_by_event ON rapport.delivery USING btree (alliance_id, event_id);


--
-- Name: deputy_by_deputy; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX deputy_by_deputy ON rapport.deputy USING btree (alliance_id, deputy);


--
-- Name: gate_answer_by_other_company; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX gate_answer_by_other_company ON rapport.gate_answer USING btree (alliance_id, other_company);


--
-- Name: idempotency_key_by_age; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX idempotency_key_by_age ON rapport.idempotency_key USING btree (alliance_id, recorded_at);


--
-- Name: job_by_due; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX job_by_due ON rapport.job USING btree (due_at) WHERE (died_at IS NULL);


--
-- Name: job_round_once; Type: INDEX; Schema: rapport; Owner: -
--

CREATE UNIQUE INDEX job_round_once ON rapport.job USING btree (alliance_id) WHERE ((kind = 'round'::text) AND (died_at IS NULL));


--
-- Name: job_waiting_once; Type: INDEX; Schema: rapport; Owner: -
--

CREATE UNIQUE INDEX job_waiting_once ON rapport.job USING btree (kind, alliance_id) WHERE ((lease_token IS NULL) AND (died_at IS NULL));


--
-- Name: night_by_begin; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX night_by_begin ON rapport.night USING btree (begun_at DESC);


--
-- Name: night_open_once; Type: INDEX; Schema: rapport; Owner: -
--

CREATE UNIQUE INDEX night_open_once ON rapport.night USING btree (((ended_at IS NULL))) WHERE (ended_at IS NULL);


--
-- Name: occasion_by_deadline; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX occasion_by_deadline ON rapport.occasion USING btree (alliance_id, deadline) WHERE (released_at IS NULL);


--
-- Name: occasion_by_pairing; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX occasion_by_pairing ON rapport.occasion USING btree (alliance_id, pairing_id);


--
-- Name: outbox_by_time; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX outbox_by_time ON rapport.outbox USING btree (alliance_id, happened_at, event_id);


--
-- Name: pairing_by_people; Type: INDEX; Schema: rapport; Owner: -
--

CREATE UNIQUE INDEX pairing_by_people ON rapport.pairing USING btree (alliance_id, person_a, person_b, started, status) NULLS NOT DISTINCT;


--
-- Name: pairing_by_person_b; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX pairing_by_person_b ON rapport.pairing USING btree (alliance_id, person_b);


--
-- Name: pairing_life_by_change; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX pairing_life_by_change ON rapport.pairing_life USING btree (alliance_id, round_id, "position");


--
-- Name: pairing_open_once; Type: INDEX; Schema: rapport; Owner: -
--

CREATE UNIQUE INDEX pairing_open_once ON rapport.pairing USING btree (alliance_id, person_a, person_b) WHERE (status = ANY (ARRAY['proposed'::text, 'accepted'::text, 'trial'::text, 'confirmed'::text]));


--
-- Name: preference_by_other; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX preference_by_other ON rapport.preference USING btree (alliance_id, other);


--
-- Name: pulse_by_rater; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX pulse_by_rater ON rapport.pulse USING btree (alliance_id, rater);


--
-- Name: round_by_publication; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX round_by_publication ON rapport.round USING btree (alliance_id, published_at DESC, round_id);


--
-- Name: round_change_by_count; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX round_change_by_count ON rapport.round_change USING btree (alliance_id, round_id, change_count);


--
-- Name: round_change_by_person_a; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX round_change_by_person_a ON rapport.round_change USING btree (alliance_id, person_a);


--
-- Name: round_change_by_person_b; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX round_change_by_person_b ON rapport.round_change USING btree (alliance_id, person_b);


--
-- Name: round_input_by_publication; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX round_input_by_publication ON rapport.round_input USING btree (alliance_id, published_at);


--
-- Name: rule_by_person_b; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX rule_by_person_b ON rapport.rule USING btree (alliance_id, person_b);


--
-- Name: salesperson_by_company; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX salesperson_by_company ON rapport.salesperson USING btree (alliance_id, company);


--
-- Name: session_by_end; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX session_by_end ON rapport.session USING btree (alliance_id, expires_at);


--
-- Name: session_by_key; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX session_by_key ON rapport.session USING btree (alliance_id, key_id);


--
-- Name: session_by_user; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX session_by_user ON rapport.session USING btree (alliance_id, user_id);


--
-- Name: team_member_by_team; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX team_member_by_team ON rapport.team_member USING btree (alliance_id, team);


--
-- Name: absence absence_person_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.absence
    ADD CONSTRAINT absence_person_fkey FOREIGN KEY (alliance_id, person) REFERENCES rapport.salesperson(alliance_id, number) ON DELETE CASCADE;


--
-- Name: account_conflict account_conflict_alliance_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.account_conflict
    ADD CONSTRAINT account_conflict_alliance_fkey FOREIGN KEY (alliance_id) REFERENCES rapport.alliance(alliance_id) ON DELETE CASCADE;


--
-- Name: account_coverage account_coverage_person_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.account_coverage
    ADD CONSTRAINT account_coverage_person_fkey FOREIGN KEY (alliance_id, person) REFERENCES rapport.salesperson(alliance_id, number) ON DELETE CASCADE;


--
-- Name: alliance_terms alliance_terms_of_alliance_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.alliance_terms
    ADD CONSTRAINT alliance_terms_of_alliance_fkey FOREIGN KEY (alliance_id) REFERENCES rapport.alliance(alliance_id) ON DELETE CASCADE;


--
-- Name: api_key api_key_company_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.api_key
    ADD CONSTRAINT api_key_company_fkey FOREIGN KEY (alliance_id, company) REFERENCES rapport.company(alliance_id, number) ON DELETE CASCADE;


--
-- Name: api_key api_key_person_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.api_key
    ADD CONSTRAINT api_key_person_fkey FOREIGN KEY (alliance_id, person) REFERENCES rapport.salesperson(alliance_id, number) ON DELETE CASCADE;


--
-- Name: api_key api_key_team_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.api_key
    ADD CONSTRAINT api_key_team_fkey FOREIGN KEY (alliance_id, team) REFERENCES rapport.team(alliance_id, number) ON DELETE CASCADE;


--
-- Name: app_user app_user_company_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.app_user
    ADD CONSTRAINT app_user_company_fkey FOREIGN KEY (alliance_id, company) REFERENCES rapport.company(alliance_id, number) ON DELETE CASCADE;


--
-- Name: app_user app_user_person_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.app_user
    ADD CONSTRAINT app_user_person_fkey FOREIGN KEY (alliance_id, person) REFERENCES rapport.salesperson(alliance_id, number) ON DELETE CASCADE;


--
-- Name: app_user app_user_spoke_for_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.app_user
    ADD CONSTRAINT app_user_spoke_for_fkey FOREIGN KEY (alliance_id, spoke_for) REFERENCES rapport.salesperson(alliance_id, number) ON DELETE CASCADE;


--
-- Name: app_user app_user_team_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.app_user
    ADD CONSTRAINT app_user_team_fkey FOREIGN KEY (alliance_id, team) REFERENCES rapport.team(alliance_id, number) ON DELETE CASCADE;


--
-- Name: attribute attribute_alliance_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.attribute
    ADD CONSTRAINT attribute_alliance_fkey FOREIGN KEY (alliance_id) REFERENCES rapport.alliance(alliance_id) ON DELETE CASCADE;


--
-- Name: company company_alliance_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.company
    ADD CONSTRAINT company_alliance_fkey FOREIGN KEY (alliance_id) REFERENCES rapport.alliance(alliance_id) ON DELETE CASCADE;


--
-- Name: company_hold company_hold_company_a_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.company_hold
    ADD CONSTRAINT company_hold_company_a_fkey FOREIGN KEY (alliance_id, company_a) REFERENCES rapport.company(alliance_id, number) ON DELETE CASCADE;


--
-- Name: company_hold company_hold_company_b_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.company_hold
    ADD CONSTRAINT company_hold_company_b_fkey FOREIGN KEY (alliance_id, company_b) REFERENCES rapport.company(alliance_id, number) ON DELETE CASCADE;


--
-- Name: control_agreement control_agreement_of_alliance_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.control_agreement
    ADD CONSTRAINT control_agreement_of_alliance_fkey FOREIGN KEY (alliance_id) REFERENCES rapport.alliance(alliance_id) ON DELETE CASCADE;


--
-- Name: delivery delivery_outbox_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.delivery
    ADD CONSTRAINT delivery_outbox_fkey FOREIGN KEY (alliance_id, event_id) REFERENCES rapport.outbox(alliance_id, event_id) ON DELETE CASCADE;


--
-- Name: delivery delivery_webhook_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.delivery
    ADD CONSTRAINT delivery_webhook_fkey FOREIGN KEY (alliance_id, webhook_id) REFERENCES rapport.webhook(alliance_id, webhook_id) ON DELETE CASCADE;


--
-- Name: deputy deputy_for_person_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.deputy
    ADD CONSTRAINT deputy_for_person_fkey FOREIGN KEY (alliance_id, person) REFERENCES rapport.salesperson(alliance_id, number) ON DELETE CASCADE;


--
-- Name: deputy deputy_is_person_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.deputy
    ADD CONSTRAINT deputy_is_person_fkey FOREIGN KEY (alliance_id, deputy) REFERENCES rapport.salesperson(alliance_id, number) ON DELETE CASCADE;


--
-- Name: erasure erasure_person_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.erasure
    ADD CONSTRAINT erasure_person_fkey FOREIGN KEY (alliance_id, person) REFERENCES rapport.salesperson(alliance_id, number) ON DELETE CASCADE;


--
-- Name: factor factor_alliance_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.factor
    ADD CONSTRAINT factor_alliance_fkey FOREIGN KEY (alliance_id) REFERENCES rapport.alliance(alliance_id) ON DELETE CASCADE;


--
-- Name: gate_answer gate_answer_by_company_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.gate_answer
    ADD CONSTRAINT gate_answer_by_company_fkey FOREIGN KEY (alliance_id, company) REFERENCES rapport.company(alliance_id, number) ON DELETE CASCADE;


--
-- Name: gate_answer gate_answer_of_other_company_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.gate_answer
    ADD CONSTRAINT gate_answer_of_other_company_fkey FOREIGN KEY (alliance_id, other_company) REFERENCES rapport.company(alliance_id, number) ON DELETE CASCADE;


--
-- Name: lift_release lift_release_alliance_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.lift_release
    ADD CONSTRAINT lift_release_alliance_fkey FOREIGN KEY (alliance_id) REFERENCES rapport.alliance(alliance_id) ON DELETE CASCADE;


--
-- Name: occasion occasion_of_pairing_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.occasion
    ADD CONSTRAINT occasion_of_pairing_fkey FOREIGN KEY (alliance_id, pairing_id) REFERENCES rapport.pairing(alliance_id, pairing_id) ON DELETE CASCADE;


--
-- Name: outbox outbox_alliance_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.outbox
    ADD CONSTRAINT outbox_alliance_fkey FOREIGN KEY (alliance_id) REFERENCES rapport.alliance(alliance_id) ON DELETE CASCADE;


--
-- Name: pairing_life pairing_life_of_change_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.pairing_life
    ADD CONSTRAINT pairing_life_of_change_fkey FOREIGN KEY (alliance_id, round_id, "position") REFERENCES rapport.round_change(alliance_id, round_id, "position") ON DELETE CASCADE;


--
-- Name: pairing_life pairing_life_of_pairing_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.pairing_life
    ADD CONSTRAINT pairing_life_of_pairing_fkey FOREIGN KEY (alliance_id, pairing_id) REFERENCES rapport.pairing(alliance_id, pairing_id) ON DELETE CASCADE;


--
-- Name: pairing pairing_person_a_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.pairing
    ADD CONSTRAINT pairing_person_a_fkey FOREIGN KEY (alliance_id, person_a) REFERENCES rapport.salesperson(alliance_id, number) ON DELETE CASCADE;


--
-- Name: pairing pairing_person_b_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.pairing
    ADD CONSTRAINT pairing_person_b_fkey FOREIGN KEY (alliance_id, person_b) REFERENCES rapport.salesperson(alliance_id, number) ON DELETE CASCADE;


--
-- Name: policy policy_alliance_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.policy
    ADD CONSTRAINT policy_alliance_fkey FOREIGN KEY (alliance_id) REFERENCES rapport.alliance(alliance_id) ON DELETE CASCADE;


--
-- Name: posterior posterior_alliance_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.posterior
    ADD CONSTRAINT posterior_alliance_fkey FOREIGN KEY (alliance_id) REFERENCES rapport.alliance(alliance_id) ON DELETE CASCADE;


--
-- Name: preference preference_about_other_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.preference
    ADD CONSTRAINT preference_about_other_fkey FOREIGN KEY (alliance_id, other) REFERENCES rapport.salesperson(alliance_id, number) ON DELETE CASCADE;


--
-- Name: preference preference_of_person_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.preference
    ADD CONSTRAINT preference_of_person_fkey FOREIGN KEY (alliance_id, person) REFERENCES rapport.salesperson(alliance_id, number) ON DELETE CASCADE;


--
-- Name: pulse pulse_of_occasion_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.pulse
    ADD CONSTRAINT pulse_of_occasion_fkey FOREIGN KEY (alliance_id, occasion_id) REFERENCES rapport.occasion(alliance_id, occasion_id) ON DELETE CASCADE;


--
-- Name: pulse pulse_of_rater_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.pulse
    ADD CONSTRAINT pulse_of_rater_fkey FOREIGN KEY (alliance_id, rater) REFERENCES rapport.salesperson(alliance_id, number) ON DELETE CASCADE;


--
-- Name: revision revision_alliance_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.revision
    ADD CONSTRAINT revision_alliance_fkey FOREIGN KEY (alliance_id) REFERENCES rapport.alliance(alliance_id) ON DELETE CASCADE;


--
-- Name: round round_alliance_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.round
    ADD CONSTRAINT round_alliance_fkey FOREIGN KEY (alliance_id) REFERENCES rapport.alliance(alliance_id) ON DELETE CASCADE;


--
-- Name: round_change round_change_of_published_count_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.round_change
    ADD CONSTRAINT round_change_of_published_count_fkey FOREIGN KEY (alliance_id, round_id, change_count) REFERENCES rapport.round(alliance_id, round_id, change_count) ON DELETE CASCADE;


--
-- Name: round_change round_change_person_a_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.round_change
    ADD CONSTRAINT round_change_person_a_fkey FOREIGN KEY (alliance_id, person_a) REFERENCES rapport.salesperson(alliance_id, number) ON DELETE CASCADE;


--
-- Name: round_change round_change_person_b_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.round_change
    ADD CONSTRAINT round_change_person_b_fkey FOREIGN KEY (alliance_id, person_b) REFERENCES rapport.salesperson(alliance_id, number) ON DELETE CASCADE;


--
-- Name: round_decision round_decision_of_change_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.round_decision
    ADD CONSTRAINT round_decision_of_change_fkey FOREIGN KEY (alliance_id, round_id, "position") REFERENCES rapport.round_change(alliance_id, round_id, "position") ON DELETE CASCADE;


--
-- Name: round_input round_input_round_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.round_input
    ADD CONSTRAINT round_input_round_fkey FOREIGN KEY (alliance_id, round_id) REFERENCES rapport.round(alliance_id, round_id) ON DELETE CASCADE;


--
-- Name: rule rule_person_a_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.rule
    ADD CONSTRAINT rule_person_a_fkey FOREIGN KEY (alliance_id, person_a) REFERENCES rapport.salesperson(alliance_id, number) ON DELETE CASCADE;


--
-- Name: rule rule_person_b_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.rule
    ADD CONSTRAINT rule_person_b_fkey FOREIGN KEY (alliance_id, person_b) REFERENCES rapport.salesperson(alliance_id, number) ON DELETE CASCADE;


--
-- Name: salesperson salesperson_company_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.salesperson
    ADD CONSTRAINT salesperson_company_fkey FOREIGN KEY (alliance_id, company) REFERENCES rapport.company(alliance_id, number) ON DELETE CASCADE;


--
-- Name: scorecard scorecard_alliance_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.scorecard
    ADD CONSTRAINT scorecard_alliance_fkey FOREIGN KEY (alliance_id) REFERENCES rapport.alliance(alliance_id) ON DELETE CASCADE;


--
-- Name: session session_key_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.session
    ADD CONSTRAINT session_key_fkey FOREIGN KEY (alliance_id, key_id) REFERENCES rapport.api_key(alliance_id, key_id) ON DELETE CASCADE;


--
-- Name: session session_user_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.session
    ADD CONSTRAINT session_user_fkey FOREIGN KEY (alliance_id, user_id) REFERENCES rapport.app_user(alliance_id, user_id) ON DELETE CASCADE;


--
-- Name: team team_company_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.team
    ADD CONSTRAINT team_company_fkey FOREIGN KEY (alliance_id, company) REFERENCES rapport.company(alliance_id, number) ON DELETE CASCADE;


--
-- Name: team_member team_member_person_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.team_member
    ADD CONSTRAINT team_member_person_fkey FOREIGN KEY (alliance_id, person) REFERENCES rapport.salesperson(alliance_id, number) ON DELETE CASCADE;


--
-- Name: team_member team_member_team_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.team_member
    ADD CONSTRAINT team_member_team_fkey FOREIGN KEY (alliance_id, team) REFERENCES rapport.team(alliance_id, number) ON DELETE CASCADE;


--
-- Name: webhook webhook_alliance_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.webhook
    ADD CONSTRAINT webhook_alliance_fkey FOREIGN KEY (alliance_id) REFERENCES rapport.alliance(alliance_id) ON DELETE CASCADE;


--
-- Name: absence; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.absence ENABLE ROW LEVEL SECURITY;

--
-- Name: absence absence_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY absence_of_context ON rapport.absence TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: account_conflict; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.account_conflict ENABLE ROW LEVEL SECURITY;

--
-- Name: account_conflict account_conflict_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY account_conflict_of_context ON rapport.account_conflict TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: account_coverage; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.account_coverage ENABLE ROW LEVEL SECURITY;

--
-- Name: account_coverage account_coverage_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY account_coverage_of_context ON rapport.account_coverage TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: aggregate_release; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.aggregate_release ENABLE ROW LEVEL SECURITY;

--
-- Name: aggregate_release aggregate_release_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY aggregate_release_of_context ON rapport.aggregate_release TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: alliance; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.alliance ENABLE ROW LEVEL SECURITY;

--
-- Name: alliance alliance_directory; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY alliance_directory ON rapport.alliance TO rapport_batch USING (true);


--
-- Name: alliance alliance_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY alliance_of_context ON rapport.alliance TO rapport_app USING ((alliance_id = rapport.context_alliance()));


--
-- Name: alliance alliance_of_sign_in; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY alliance_of_sign_in ON rapport.alliance FOR SELECT TO rapport_app USING ((key = rapport.context_alliance_key()));


--
-- Name: alliance_terms; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.alliance_terms ENABLE ROW LEVEL SECURITY;

--
-- Name: alliance_terms alliance_terms_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY alliance_terms_of_context ON rapport.alliance_terms TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: api_key; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.api_key ENABLE ROW LEVEL SECURITY;

--
-- Name: api_key api_key_is_changed_by_whose_it_is; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY api_key_is_changed_by_whose_it_is ON rapport.api_key FOR UPDATE TO rapport_app USING (((alliance_id = rapport.context_alliance()) AND ((CURRENT_USER = 'rapport_admin'::name) OR (person = rapport.context_person()))));


--
-- Name: api_key api_key_is_read_by_requests; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY api_key_is_read_by_requests ON rapport.api_key FOR SELECT TO rapport_app USING ((alliance_id = rapport.context_alliance()));


--
-- Name: api_key api_key_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY api_key_of_context ON rapport.api_key TO rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: api_key api_key_of_salesperson_is_their_own; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY api_key_of_salesperson_is_their_own ON rapport.api_key FOR INSERT TO rapport_app WITH CHECK (((alliance_id = rapport.context_alliance()) AND (((CURRENT_USER = 'rapport_admin'::name) AND (role <> 'salesperson'::text)) OR ((CURRENT_USER = 'rapport_app'::name) AND (role = 'salesperson'::text) AND (person = rapport.context_person()) AND (rapport.context_user() IS NOT NULL) AND ((rapport.context_reads_since() IS NULL) OR (reads_since >= rapport.context_reads_since()))))));


--
-- Name: app_user; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.app_user ENABLE ROW LEVEL SECURITY;

--
-- Name: app_user app_user_of_administration; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY app_user_of_administration ON rapport.app_user TO rapport_admin USING ((alliance_id = rapport.context_alliance()));


--
-- Name: app_user app_user_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY app_user_of_context ON rapport.app_user TO rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: app_user app_user_of_sign_in; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY app_user_of_sign_in ON rapport.app_user TO rapport_app USING (((alliance_id = rapport.context_alliance()) AND ((email = rapport.context_sign_in()) OR (subject = rapport.context_sign_in()) OR (user_id = rapport.context_user()))));


--
-- Name: attribute; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.attribute ENABLE ROW LEVEL SECURITY;

--
-- Name: attribute attribute_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY attribute_of_context ON rapport.attribute TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: audit; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.audit ENABLE ROW LEVEL SECURITY;

--
-- Name: audit audit_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY audit_of_context ON rapport.audit TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: company; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.company ENABLE ROW LEVEL SECURITY;

--
-- Name: company_hold; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.company_hold ENABLE ROW LEVEL SECURITY;

--
-- Name: company_hold company_hold_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY company_hold_of_context ON rapport.company_hold TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: company company_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY company_of_context ON rapport.company TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: control_agreement; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.control_agreement ENABLE ROW LEVEL SECURITY;

--
-- Name: control_agreement control_agreement_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY control_agreement_of_context ON rapport.control_agreement TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: delivery; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.delivery ENABLE ROW LEVEL SECURITY;

--
-- Name: delivery delivery_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY delivery_of_context ON rapport.delivery TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: deputy; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.deputy ENABLE ROW LEVEL SECURITY;

--
-- Name: deputy deputy_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY deputy_of_context ON rapport.deputy TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: erasure; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.erasure ENABLE ROW LEVEL SECURITY;

--
-- Name: erasure erasure_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY erasure_of_context ON rapport.erasure TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: factor; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.factor ENABLE ROW LEVEL SECURITY;

--
-- Name: factor factor_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY factor_of_context ON rapport.factor TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: gate_answer; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.gate_answer ENABLE ROW LEVEL SECURITY;

--
-- Name: gate_answer gate_answer_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY gate_answer_of_context ON rapport.gate_answer TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: idempotency_key; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.idempotency_key ENABLE ROW LEVEL SECURITY;

--
-- Name: idempotency_key idempotency_key_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY idempotency_key_of_context ON rapport.idempotency_key TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: lift_release; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.lift_release ENABLE ROW LEVEL SECURITY;

--
-- Name: lift_release lift_release_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY lift_release_of_context ON rapport.lift_release TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: occasion; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.occasion ENABLE ROW LEVEL SECURITY;

--
-- Name: occasion occasion_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY occasion_of_context ON rapport.occasion TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: outbox; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.outbox ENABLE ROW LEVEL SECURITY;

--
-- Name: outbox outbox_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY outbox_of_context ON rapport.outbox TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: pairing; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.pairing ENABLE ROW LEVEL SECURITY;

--
-- Name: pairing_life; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.pairing_life ENABLE ROW LEVEL SECURITY;

--
-- Name: pairing_life pairing_life_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY pairing_life_of_context ON rapport.pairing_life TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: pairing pairing_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY pairing_of_context ON rapport.pairing TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: policy; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.policy ENABLE ROW LEVEL SECURITY;

--
-- Name: policy policy_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY policy_of_context ON rapport.policy TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: posterior; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.posterior ENABLE ROW LEVEL SECURITY;

--
-- Name: posterior posterior_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY posterior_of_context ON rapport.posterior TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: preference; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.preference ENABLE ROW LEVEL SECURITY;

--
-- Name: preference preference_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY preference_of_context ON rapport.preference TO rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: preference preference_of_person; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY preference_of_person ON rapport.preference TO rapport_app USING (((alliance_id = rapport.context_alliance()) AND (person = rapport.context_person()) AND ((rapport.context_reads_since() IS NULL) OR (recorded_at >= rapport.context_reads_since()))));


--
-- Name: pulse; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.pulse ENABLE ROW LEVEL SECURITY;

--
-- Name: pulse pulse_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY pulse_of_context ON rapport.pulse TO rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: pulse pulse_of_rater; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY pulse_of_rater ON rapport.pulse TO rapport_app USING (((alliance_id = rapport.context_alliance()) AND (rater = rapport.context_person()) AND ((rapport.context_reads_since() IS NULL) OR (recorded_at >= rapport.context_reads_since()))));


--
-- Name: revision; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.revision ENABLE ROW LEVEL SECURITY;

--
-- Name: revision revision_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY revision_of_context ON rapport.revision TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: round; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.round ENABLE ROW LEVEL SECURITY;

--
-- Name: round_change; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.round_change ENABLE ROW LEVEL SECURITY;

--
-- Name: round_change round_change_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY round_change_of_context ON rapport.round_change TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: round_decision; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.round_decision ENABLE ROW LEVEL SECURITY;

--
-- Name: round_decision round_decision_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY round_decision_of_context ON rapport.round_decision TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: round_input; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.round_input ENABLE ROW LEVEL SECURITY;

--
-- Name: round_input round_input_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY round_input_of_context ON rapport.round_input TO rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: round_input round_input_of_request; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY round_input_of_request ON rapport.round_input FOR SELECT TO rapport_app USING ((alliance_id = rapport.context_alliance()));


--
-- Name: round round_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY round_of_context ON rapport.round TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: rule; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.rule ENABLE ROW LEVEL SECURITY;

--
-- Name: rule rule_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY rule_of_context ON rapport.rule TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: salesperson; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.salesperson ENABLE ROW LEVEL SECURITY;

--
-- Name: salesperson salesperson_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY salesperson_of_context ON rapport.salesperson TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: scorecard; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.scorecard ENABLE ROW LEVEL SECURITY;

--
-- Name: scorecard scorecard_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY scorecard_of_context ON rapport.scorecard TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: session; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.session ENABLE ROW LEVEL SECURITY;

--
-- Name: session session_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY session_of_context ON rapport.session TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: sheet; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.sheet ENABLE ROW LEVEL SECURITY;

--
-- Name: sheet sheet_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY sheet_of_context ON rapport.sheet TO rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: sheet sheet_of_rater; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY sheet_of_rater ON rapport.sheet TO rapport_app USING (((alliance_id = rapport.context_alliance()) AND (rater = rapport.context_person()) AND ((rapport.context_reads_since() IS NULL) OR (by_rater AND (recorded_at >= rapport.context_reads_since())))));


--
-- Name: team; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.team ENABLE ROW LEVEL SECURITY;

--
-- Name: team_member; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.team_member ENABLE ROW LEVEL SECURITY;

--
-- Name: team_member team_member_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY team_member_of_context ON rapport.team_member TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: team team_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY team_of_context ON rapport.team TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: webhook; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.webhook ENABLE ROW LEVEL SECURITY;

--
-- Name: webhook webhook_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY webhook_of_context ON rapport.webhook TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: SCHEMA rapport; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA rapport TO rapport_app;
GRANT USAGE ON SCHEMA rapport TO rapport_batch;
GRANT USAGE ON SCHEMA rapport TO rapport_eraser;
GRANT USAGE ON SCHEMA rapport TO rapport_admin;


--
-- Name: TABLE absence; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT,DELETE ON TABLE rapport.absence TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.absence TO rapport_batch;
GRANT DELETE ON TABLE rapport.absence TO rapport_eraser;


--
-- Name: COLUMN absence.last_day; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(last_day) ON TABLE rapport.absence TO rapport_app;


--
-- Name: TABLE account_conflict; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT ON TABLE rapport.account_conflict TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.account_conflict TO rapport_batch;


--
-- Name: COLUMN account_conflict.settled; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(settled) ON TABLE rapport.account_conflict TO rapport_app;


--
-- Name: TABLE account_coverage; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT,DELETE ON TABLE rapport.account_coverage TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.account_coverage TO rapport_batch;
GRANT DELETE ON TABLE rapport.account_coverage TO rapport_eraser;


--
-- Name: COLUMN account_coverage.name; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(name) ON TABLE rapport.account_coverage TO rapport_app;


--
-- Name: COLUMN account_coverage.role; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(role) ON TABLE rapport.account_coverage TO rapport_app;


--
-- Name: COLUMN account_coverage.revenue; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(revenue) ON TABLE rapport.account_coverage TO rapport_app;


--
-- Name: TABLE aggregate_release; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE rapport.aggregate_release TO rapport_batch;
GRANT DELETE ON TABLE rapport.aggregate_release TO rapport_eraser;


--
-- Name: COLUMN aggregate_release.alliance_id; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT(alliance_id) ON TABLE rapport.aggregate_release TO rapport_app;


--
-- Name: COLUMN aggregate_release.target; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT(target) ON TABLE rapport.aggregate_release TO rapport_app;


--
-- Name: COLUMN aggregate_release.question; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT(question) ON TABLE rapport.aggregate_release TO rapport_app;


--
-- Name: COLUMN aggregate_release.mean; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT(mean) ON TABLE rapport.aggregate_release TO rapport_app;


--
-- Name: COLUMN aggregate_release.released_at; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT(released_at) ON TABLE rapport.aggregate_release TO rapport_app;


--
-- Name: TABLE alliance; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT ON TABLE rapport.alliance TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.alliance TO rapport_batch;


--
-- Name: TABLE alliance_terms; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE rapport.alliance_terms TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.alliance_terms TO rapport_batch;


--
-- Name: COLUMN alliance_terms.lead_rule; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(lead_rule) ON TABLE rapport.alliance_terms TO rapport_eraser;


--
-- Name: COLUMN alliance_terms.support_rule; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(support_rule) ON TABLE rapport.alliance_terms TO rapport_eraser;


--
-- Name: COLUMN alliance_terms.shared_information; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(shared_information) ON TABLE rapport.alliance_terms TO rapport_eraser;


--
-- Name: TABLE api_key; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT ON TABLE rapport.api_key TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.api_key TO rapport_batch;
GRANT DELETE ON TABLE rapport.api_key TO rapport_eraser;
GRANT INSERT ON TABLE rapport.api_key TO rapport_admin;


--
-- Name: COLUMN api_key.label; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(label) ON TABLE rapport.api_key TO rapport_admin;
GRANT UPDATE(label) ON TABLE rapport.api_key TO rapport_app;
GRANT UPDATE(label) ON TABLE rapport.api_key TO rapport_eraser;


--
-- Name: COLUMN api_key.revoked_at; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(revoked_at) ON TABLE rapport.api_key TO rapport_admin;
GRANT UPDATE(revoked_at) ON TABLE rapport.api_key TO rapport_app;


--
-- Name: COLUMN api_key.reads_since; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(reads_since) ON TABLE rapport.api_key TO rapport_batch;


--
-- Name: TABLE app_user; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT ON TABLE rapport.app_user TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.app_user TO rapport_batch;
GRANT DELETE ON TABLE rapport.app_user TO rapport_eraser;
GRANT INSERT ON TABLE rapport.app_user TO rapport_admin;


--
-- Name: COLUMN app_user.role; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(role) ON TABLE rapport.app_user TO rapport_admin;


--
-- Name: COLUMN app_user.person; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(person) ON TABLE rapport.app_user TO rapport_admin;


--
-- Name: COLUMN app_user.company; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(company) ON TABLE rapport.app_user TO rapport_admin;


--
-- Name: COLUMN app_user.team; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(team) ON TABLE rapport.app_user TO rapport_admin;


--
-- Name: COLUMN app_user.password; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(password) ON TABLE rapport.app_user TO rapport_app;


--
-- Name: COLUMN app_user.subject; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(subject) ON TABLE rapport.app_user TO rapport_admin;


--
-- Name: COLUMN app_user.password_set_at; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(password_set_at) ON TABLE rapport.app_user TO rapport_app;


--
-- Name: COLUMN app_user.disabled_at; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(disabled_at) ON TABLE rapport.app_user TO rapport_admin;


--
-- Name: COLUMN app_user.invitation; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(invitation) ON TABLE rapport.app_user TO rapport_admin;


--
-- Name: COLUMN app_user.invited_at; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(invited_at) ON TABLE rapport.app_user TO rapport_admin;


--
-- Name: COLUMN app_user.invitation_ends_at; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(invitation_ends_at) ON TABLE rapport.app_user TO rapport_admin;


--
-- Name: COLUMN app_user.invitation_used_at; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(invitation_used_at) ON TABLE rapport.app_user TO rapport_app;


--
-- Name: COLUMN app_user.spoke_for; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(spoke_for) ON TABLE rapport.app_user TO rapport_admin;


--
-- Name: TABLE attribute; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT ON TABLE rapport.attribute TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.attribute TO rapport_batch;


--
-- Name: TABLE audit; Type: ACL; Schema: rapport; Owner: -
--

REVOKE ALL ON TABLE rapport.audit FROM postgres;
GRANT SELECT,REFERENCES,TRIGGER ON TABLE rapport.audit TO postgres;
GRANT SELECT,INSERT ON TABLE rapport.audit TO rapport_app;
GRANT SELECT,INSERT ON TABLE rapport.audit TO rapport_batch;


--
-- Name: TABLE company; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT ON TABLE rapport.company TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.company TO rapport_batch;


--
-- Name: COLUMN company.name; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(name) ON TABLE rapport.company TO rapport_app;


--
-- Name: COLUMN company.employees; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(employees) ON TABLE rapport.company TO rapport_app;


--
-- Name: COLUMN company.sales_levels; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(sales_levels) ON TABLE rapport.company TO rapport_app;


--
-- Name: COLUMN company.payment_days; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(payment_days) ON TABLE rapport.company TO rapport_app;


--
-- Name: COLUMN company.country; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(country) ON TABLE rapport.company TO rapport_app;


--
-- Name: TABLE company_hold; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT,DELETE ON TABLE rapport.company_hold TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.company_hold TO rapport_batch;


--
-- Name: COLUMN company_hold.until; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(until) ON TABLE rapport.company_hold TO rapport_app;


--
-- Name: TABLE control_agreement; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE rapport.control_agreement TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.control_agreement TO rapport_batch;


--
-- Name: COLUMN control_agreement.support; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(support) ON TABLE rapport.control_agreement TO rapport_eraser;


--
-- Name: COLUMN control_agreement.shared; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(shared) ON TABLE rapport.control_agreement TO rapport_eraser;


--
-- Name: TABLE delivery; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE rapport.delivery TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.delivery TO rapport_batch;


--
-- Name: TABLE deputy; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE rapport.deputy TO rapport_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE rapport.deputy TO rapport_batch;


--
-- Name: TABLE erasure; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT ON TABLE rapport.erasure TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.erasure TO rapport_batch;


--
-- Name: TABLE factor; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT ON TABLE rapport.factor TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.factor TO rapport_batch;


--
-- Name: TABLE gate_answer; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE rapport.gate_answer TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.gate_answer TO rapport_batch;


--
-- Name: TABLE idempotency_key; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE rapport.idempotency_key TO rapport_app;
GRANT SELECT,DELETE,UPDATE ON TABLE rapport.idempotency_key TO rapport_batch;


--
-- Name: TABLE job; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT ON TABLE rapport.job TO rapport_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE rapport.job TO rapport_batch;


--
-- Name: COLUMN job.due_at; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(due_at) ON TABLE rapport.job TO rapport_app;


--
-- Name: TABLE lift_release; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE rapport.lift_release TO rapport_batch;


--
-- Name: COLUMN lift_release.alliance_id; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT(alliance_id) ON TABLE rapport.lift_release TO rapport_app;


--
-- Name: COLUMN lift_release.origin; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT(origin) ON TABLE rapport.lift_release TO rapport_app;


--
-- Name: COLUMN lift_release.pairings; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT(pairings) ON TABLE rapport.lift_release TO rapport_app;


--
-- Name: COLUMN lift_release.mean; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT(mean) ON TABLE rapport.lift_release TO rapport_app;


--
-- Name: COLUMN lift_release.released_at; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT(released_at) ON TABLE rapport.lift_release TO rapport_app;


--
-- Name: TABLE night; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE rapport.night TO rapport_batch;


--
-- Name: TABLE night_result; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE rapport.night_result TO rapport_batch;


--
-- Name: TABLE occasion; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE rapport.occasion TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.occasion TO rapport_batch;


--
-- Name: COLUMN occasion.noticed_a; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(noticed_a) ON TABLE rapport.occasion TO rapport_eraser;


--
-- Name: COLUMN occasion.noticed_b; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(noticed_b) ON TABLE rapport.occasion TO rapport_eraser;


--
-- Name: TABLE outbox; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT ON TABLE rapport.outbox TO rapport_app;
GRANT SELECT,INSERT,DELETE ON TABLE rapport.outbox TO rapport_batch;


--
-- Name: TABLE pairing; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT ON TABLE rapport.pairing TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.pairing TO rapport_batch;


--
-- Name: COLUMN pairing.status; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(status) ON TABLE rapport.pairing TO rapport_app;


--
-- Name: COLUMN pairing.started; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(started) ON TABLE rapport.pairing TO rapport_app;


--
-- Name: COLUMN pairing.ended; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(ended) ON TABLE rapport.pairing TO rapport_app;


--
-- Name: COLUMN pairing.reason; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(reason) ON TABLE rapport.pairing TO rapport_app;
GRANT UPDATE(reason) ON TABLE rapport.pairing TO rapport_eraser;


--
-- Name: COLUMN pairing.recorded_at; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(recorded_at) ON TABLE rapport.pairing TO rapport_app;


--
-- Name: TABLE pairing_life; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE rapport.pairing_life TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.pairing_life TO rapport_batch;


--
-- Name: TABLE policy; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT ON TABLE rapport.policy TO rapport_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE rapport.policy TO rapport_batch;


--
-- Name: TABLE posterior; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT ON TABLE rapport.posterior TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.posterior TO rapport_batch;
GRANT DELETE ON TABLE rapport.posterior TO rapport_eraser;


--
-- Name: TABLE preference; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE rapport.preference TO rapport_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE rapport.preference TO rapport_batch;


--
-- Name: TABLE pulse; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE rapport.pulse TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.pulse TO rapport_batch;
GRANT DELETE ON TABLE rapport.pulse TO rapport_eraser;


--
-- Name: TABLE revision; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,UPDATE ON TABLE rapport.revision TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.revision TO rapport_batch;


--
-- Name: TABLE round; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT ON TABLE rapport.round TO rapport_app;
GRANT SELECT,INSERT ON TABLE rapport.round TO rapport_batch;


--
-- Name: COLUMN round.policy; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(policy) ON TABLE rapport.round TO rapport_eraser;


--
-- Name: COLUMN round.warnings; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(warnings) ON TABLE rapport.round TO rapport_eraser;


--
-- Name: TABLE round_change; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT ON TABLE rapport.round_change TO rapport_app;
GRANT SELECT,INSERT ON TABLE rapport.round_change TO rapport_batch;


--
-- Name: COLUMN round_change.reasons_a; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(reasons_a) ON TABLE rapport.round_change TO rapport_eraser;


--
-- Name: COLUMN round_change.reasons_b; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(reasons_b) ON TABLE rapport.round_change TO rapport_eraser;


--
-- Name: TABLE round_decision; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT ON TABLE rapport.round_decision TO rapport_app;
GRANT SELECT,INSERT ON TABLE rapport.round_decision TO rapport_batch;


--
-- Name: COLUMN round_decision.reason; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(reason) ON TABLE rapport.round_decision TO rapport_eraser;


--
-- Name: TABLE round_input; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT,DELETE ON TABLE rapport.round_input TO rapport_batch;
GRANT DELETE ON TABLE rapport.round_input TO rapport_eraser;


--
-- Name: COLUMN round_input.alliance_id; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT(alliance_id) ON TABLE rapport.round_input TO rapport_app;


--
-- Name: COLUMN round_input.round_id; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT(round_id) ON TABLE rapport.round_input TO rapport_app;


--
-- Name: COLUMN round_input.program; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT(program) ON TABLE rapport.round_input TO rapport_app;


--
-- Name: COLUMN round_input.published_at; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT(published_at) ON TABLE rapport.round_input TO rapport_app;


--
-- Name: COLUMN round_input.facts_sha256; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT(facts_sha256) ON TABLE rapport.round_input TO rapport_app;


--
-- Name: COLUMN round_input.model_sha256; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT(model_sha256) ON TABLE rapport.round_input TO rapport_app;


--
-- Name: COLUMN round_input.round_sha256; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT(round_sha256) ON TABLE rapport.round_input TO rapport_app;


--
-- Name: TABLE rule; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT,DELETE ON TABLE rapport.rule TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.rule TO rapport_batch;
GRANT DELETE ON TABLE rapport.rule TO rapport_eraser;


--
-- Name: COLUMN rule.kind; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(kind) ON TABLE rapport.rule TO rapport_app;


--
-- Name: COLUMN rule.reason; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(reason) ON TABLE rapport.rule TO rapport_app;
GRANT UPDATE(reason) ON TABLE rapport.rule TO rapport_eraser;


--
-- Name: TABLE salesperson; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT ON TABLE rapport.salesperson TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.salesperson TO rapport_batch;


--
-- Name: COLUMN salesperson.company; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(company) ON TABLE rapport.salesperson TO rapport_app;


--
-- Name: COLUMN salesperson.name; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(name) ON TABLE rapport.salesperson TO rapport_app;


--
-- Name: COLUMN salesperson.email; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(email) ON TABLE rapport.salesperson TO rapport_app;


--
-- Name: COLUMN salesperson.capacity; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(capacity) ON TABLE rapport.salesperson TO rapport_app;


--
-- Name: COLUMN salesperson.active; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(active) ON TABLE rapport.salesperson TO rapport_app;


--
-- Name: COLUMN salesperson.attributes; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(attributes) ON TABLE rapport.salesperson TO rapport_app;


--
-- Name: TABLE scorecard; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT ON TABLE rapport.scorecard TO rapport_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE rapport.scorecard TO rapport_batch;


--
-- Name: TABLE session; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT,DELETE ON TABLE rapport.session TO rapport_app;
GRANT SELECT,INSERT,DELETE ON TABLE rapport.session TO rapport_batch;


--
-- Name: COLUMN session.revoked_at; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(revoked_at) ON TABLE rapport.session TO rapport_app;
GRANT UPDATE(revoked_at) ON TABLE rapport.session TO rapport_batch;


--
-- Name: TABLE shared_account; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT ON TABLE rapport.shared_account TO rapport_app;
GRANT SELECT ON TABLE rapport.shared_account TO rapport_batch;


--
-- Name: TABLE sheet; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE rapport.sheet TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.sheet TO rapport_batch;
GRANT DELETE ON TABLE rapport.sheet TO rapport_eraser;


--
-- Name: TABLE team; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT ON TABLE rapport.team TO rapport_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE rapport.team TO rapport_batch;
GRANT INSERT,DELETE ON TABLE rapport.team TO rapport_admin;


--
-- Name: COLUMN team.name; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(name) ON TABLE rapport.team TO rapport_admin;
GRANT UPDATE(name) ON TABLE rapport.team TO rapport_eraser;


--
-- Name: TABLE team_member; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT ON TABLE rapport.team_member TO rapport_app;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE rapport.team_member TO rapport_batch;
GRANT INSERT,DELETE ON TABLE rapport.team_member TO rapport_admin;


--
-- Name: COLUMN team_member.team; Type: ACL; Schema: rapport; Owner: -
--

GRANT UPDATE(team) ON TABLE rapport.team_member TO rapport_admin;


--
-- Name: TABLE webhook; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE rapport.webhook TO rapport_app;
GRANT SELECT,UPDATE ON TABLE rapport.webhook TO rapport_batch;


--
-- PostgreSQL database dump complete
--


