# shellcheck shell=bash
# What the scripts of this folder share. Sourced; needs psql.

folder=$(dirname "${BASH_SOURCE[0]}")

# fail SENTENCE: says why, and ends the script.
fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

# ask QUERY: the answer as bare text.
ask() {
    psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --command "$1" "$database"
}

# run_script FILE [PSQL-OPTION...]: runs one of the SQL files here; PostgreSQL's notices are left out.
run_script() {
    local file=$1
    shift
    PGOPTIONS="${PGOPTIONS:-} --client-min-messages=warning" \
        psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 "$@" --file "$folder/$file" "$database"
}

# require_cluster: Citus of a version that was tried, on its coordinator, with nobody of ours at work.
require_cluster() {
    command -v psql >/dev/null || fail "psql is needed: apt-get install postgresql-client."
    local version busy
    version=$(ask "select coalesce((select extversion from pg_extension where extname = 'citus'), '')") ||
        fail "PostgreSQL does not answer, see above."
    [[ -n $version ]] || fail "This database has no Citus: see deploy/citus/README.md."
    [[ ${version%%.*} -ge 13 ]] || fail "Citus 13 or later is needed, this is $version."
    [[ $(ask "select to_regclass('rapport.alliance') is not null") == t ]] ||
        fail "This database has no schema of rapport: rapport migrate."
    [[ $(ask "select coalesce(current_setting('is_superuser'), 'off')") == on ]] ||
        fail "Sign in as a superuser: roles and extensions are touched."
    busy=$(ask "select count(*) from pg_stat_activity where datname = current_database() and application_name = 'rapport'")
    ((busy == 0)) || fail "$busy connections of rapport are open: stop the API, the workers and the night first."
}

# convert FILE [PSQL-OPTION...]: runs a conversion between two manifests that must be equal.
convert() {
    local before after keys
    before=$(mktemp) && after=$(mktemp) || fail "No file could be made in ${TMPDIR:-/tmp}: is the disk full?"
    trap 'rm -f "$before" "$after"' RETURN
    keys="select count(*) from pg_constraint where contype = 'f' and connamespace = 'rapport'::regnamespace"
    run_script manifest.sql >"$before" || fail "The tables cannot be read, see above."
    local keys_before
    keys_before=$(ask "$keys")
    run_script "$@" >/dev/null || fail "Nothing was changed: the conversion is one transaction, and it failed, see above."
    run_script manifest.sql >"$after" || fail "The tables cannot be read after the conversion, see above."
    diff "$before" "$after" >&2 || fail "Tables differ from what they were, see above: restore the backup."
    [[ $(ask "$keys") == "$keys_before" ]] || fail "Foreign keys are missing: restore the backup."
    printf '%s tables and %s foreign keys, row for row as before\n' "$(wc -l <"$before")" "$keys_before"
}
