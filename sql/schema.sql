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
-- Name: context_person(); Type: FUNCTION; Schema: rapport; Owner: -
--

CREATE FUNCTION rapport.context_person() RETURNS integer
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (NULLIF(current_setting('rapport.person'::text, true), ''::text))::integer;


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
    CONSTRAINT api_key_digest_is_sha256 CHECK ((octet_length(digest) = 32)),
    CONSTRAINT api_key_manager_has_company CHECK (((role = 'manager'::text) = (company IS NOT NULL))),
    CONSTRAINT api_key_role_is_known CHECK ((role = ANY (ARRAY['admin'::text, 'manager'::text, 'salesperson'::text, 'integration'::text]))),
    CONSTRAINT api_key_salesperson_has_person CHECK (((role = 'salesperson'::text) = (person IS NOT NULL)))
);

ALTER TABLE ONLY rapport.api_key FORCE ROW LEVEL SECURITY;


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
    CONSTRAINT job_kind_is_known CHECK ((kind = ANY (ARRAY['refit'::text, 'round'::text]))),
    CONSTRAINT job_lease_is_whole CHECK ((num_nulls(lease_token, lease_until) = ANY (ARRAY[0, 2]))),
    CONSTRAINT job_of_the_dead_is_free CHECK (((died_at IS NULL) OR (lease_token IS NULL))),
    CONSTRAINT job_round_has_a_night CHECK (((kind = 'round'::text) = (night_id IS NOT NULL)))
);


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
-- Name: posterior; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.posterior (
    alliance_id uuid NOT NULL,
    revision bigint NOT NULL,
    fitted_at timestamp with time zone NOT NULL,
    encoded bytea NOT NULL
);

ALTER TABLE ONLY rapport.posterior FORCE ROW LEVEL SECURITY;


--
-- Name: revision; Type: TABLE; Schema: rapport; Owner: -
--

CREATE TABLE rapport.revision (
    alliance_id uuid NOT NULL,
    revision bigint NOT NULL,
    CONSTRAINT revision_is_positive CHECK ((revision > 0))
);

ALTER TABLE ONLY rapport.revision FORCE ROW LEVEL SECURITY;


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
    reasons_a text[] NOT NULL,
    reasons_b text[] NOT NULL,
    knock_on_of integer,
    change_count integer NOT NULL,
    CONSTRAINT round_change_action_is_known CHECK ((action = ANY (ARRAY['begin'::text, 'end'::text]))),
    CONSTRAINT round_change_position_is_within_count CHECK ((("position" >= 1) AND ("position" <= change_count))),
    CONSTRAINT round_change_propensity_is_probability CHECK (((propensity >= (0)::double precision) AND (propensity <= (1)::double precision)))
);

ALTER TABLE ONLY rapport.round_change FORCE ROW LEVEL SECURITY;


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
    published_at timestamp with time zone NOT NULL
);

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
    CONSTRAINT sheet_is_about_somebody_else CHECK ((rater <> target))
);

ALTER TABLE ONLY rapport.sheet FORCE ROW LEVEL SECURITY;


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
-- Name: job job_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.job
    ADD CONSTRAINT job_pkey PRIMARY KEY (job_id);


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
-- Name: pairing pairing_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.pairing
    ADD CONSTRAINT pairing_pkey PRIMARY KEY (alliance_id, pairing_id);


--
-- Name: posterior posterior_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.posterior
    ADD CONSTRAINT posterior_pkey PRIMARY KEY (alliance_id);


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
-- Name: sheet sheet_pkey; Type: CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.sheet
    ADD CONSTRAINT sheet_pkey PRIMARY KEY (alliance_id, rater, target, day);


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
-- Name: company_hold_by_company_b; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX company_hold_by_company_b ON rapport.company_hold USING btree (alliance_id, company_b);


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
-- Name: pairing_by_people; Type: INDEX; Schema: rapport; Owner: -
--

CREATE UNIQUE INDEX pairing_by_people ON rapport.pairing USING btree (alliance_id, person_a, person_b, started, status) NULLS NOT DISTINCT;


--
-- Name: pairing_by_person_b; Type: INDEX; Schema: rapport; Owner: -
--

CREATE INDEX pairing_by_person_b ON rapport.pairing USING btree (alliance_id, person_b);


--
-- Name: pairing_open_once; Type: INDEX; Schema: rapport; Owner: -
--

CREATE UNIQUE INDEX pairing_open_once ON rapport.pairing USING btree (alliance_id, person_a, person_b) WHERE (status = ANY (ARRAY['proposed'::text, 'accepted'::text, 'trial'::text, 'confirmed'::text]));


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
-- Name: factor factor_alliance_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.factor
    ADD CONSTRAINT factor_alliance_fkey FOREIGN KEY (alliance_id) REFERENCES rapport.alliance(alliance_id) ON DELETE CASCADE;


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
-- Name: posterior posterior_alliance_fkey; Type: FK CONSTRAINT; Schema: rapport; Owner: -
--

ALTER TABLE ONLY rapport.posterior
    ADD CONSTRAINT posterior_alliance_fkey FOREIGN KEY (alliance_id) REFERENCES rapport.alliance(alliance_id) ON DELETE CASCADE;


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
-- Name: api_key; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.api_key ENABLE ROW LEVEL SECURITY;

--
-- Name: api_key api_key_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY api_key_of_context ON rapport.api_key TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: attribute; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.attribute ENABLE ROW LEVEL SECURITY;

--
-- Name: attribute attribute_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY attribute_of_context ON rapport.attribute TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


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
-- Name: factor; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.factor ENABLE ROW LEVEL SECURITY;

--
-- Name: factor factor_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY factor_of_context ON rapport.factor TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: pairing; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.pairing ENABLE ROW LEVEL SECURITY;

--
-- Name: pairing pairing_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY pairing_of_context ON rapport.pairing TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


--
-- Name: posterior; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.posterior ENABLE ROW LEVEL SECURITY;

--
-- Name: posterior posterior_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY posterior_of_context ON rapport.posterior TO rapport_app, rapport_batch USING ((alliance_id = rapport.context_alliance()));


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
-- Name: round_input; Type: ROW SECURITY; Schema: rapport; Owner: -
--

ALTER TABLE rapport.round_input ENABLE ROW LEVEL SECURITY;

--
-- Name: round_input round_input_of_context; Type: POLICY; Schema: rapport; Owner: -
--

CREATE POLICY round_input_of_context ON rapport.round_input TO rapport_batch USING ((alliance_id = rapport.context_alliance()));


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

CREATE POLICY sheet_of_rater ON rapport.sheet TO rapport_app USING (((alliance_id = rapport.context_alliance()) AND (rater = rapport.context_person())));


--
-- Name: SCHEMA rapport; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA rapport TO rapport_app;
GRANT USAGE ON SCHEMA rapport TO rapport_batch;


--
-- Name: TABLE absence; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT ON TABLE rapport.absence TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.absence TO rapport_batch;


--
-- Name: TABLE account_conflict; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT ON TABLE rapport.account_conflict TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.account_conflict TO rapport_batch;


--
-- Name: TABLE account_coverage; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT ON TABLE rapport.account_coverage TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.account_coverage TO rapport_batch;


--
-- Name: TABLE alliance; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT ON TABLE rapport.alliance TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.alliance TO rapport_batch;


--
-- Name: TABLE api_key; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT ON TABLE rapport.api_key TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.api_key TO rapport_batch;


--
-- Name: TABLE attribute; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT ON TABLE rapport.attribute TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.attribute TO rapport_batch;


--
-- Name: TABLE company; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT ON TABLE rapport.company TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.company TO rapport_batch;


--
-- Name: TABLE company_hold; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT ON TABLE rapport.company_hold TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.company_hold TO rapport_batch;


--
-- Name: TABLE factor; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT ON TABLE rapport.factor TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.factor TO rapport_batch;


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
-- Name: TABLE night; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE rapport.night TO rapport_batch;


--
-- Name: TABLE night_result; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE rapport.night_result TO rapport_batch;


--
-- Name: TABLE pairing; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT ON TABLE rapport.pairing TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.pairing TO rapport_batch;


--
-- Name: TABLE posterior; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT ON TABLE rapport.posterior TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.posterior TO rapport_batch;


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
-- Name: TABLE round_change; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT ON TABLE rapport.round_change TO rapport_app;
GRANT SELECT,INSERT ON TABLE rapport.round_change TO rapport_batch;


--
-- Name: TABLE round_input; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT,INSERT,DELETE ON TABLE rapport.round_input TO rapport_batch;


--
-- Name: TABLE rule; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT ON TABLE rapport.rule TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.rule TO rapport_batch;


--
-- Name: TABLE salesperson; Type: ACL; Schema: rapport; Owner: -
--

GRANT SELECT ON TABLE rapport.salesperson TO rapport_app;
GRANT SELECT,INSERT,UPDATE ON TABLE rapport.salesperson TO rapport_batch;


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


--
-- PostgreSQL database dump complete
--


