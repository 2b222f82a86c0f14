# shellcheck shell=bash
# Installs the Debian packages that are missing.
# Sourced; needs report.sh and run.sh. apt-get does not go through `run`: an installation that has begun
# is better not cut short.

# The oldest PostgreSQL that will do: views with security_invoker came with it.
oldest_postgresql=15

# install_missing_packages [tests]: runs nothing when nothing is missing. With `tests` also what only tests use.
install_missing_packages() {
    local missing what=${1:-}
    mapfile -t missing < <(missing_packages "$what")
    ((${#missing[@]} > 0)) || return 0
    local way
    way=$(way_to_root) || fail "These Debian packages are missing: ${missing[*]}. Install them as root: apt-get install ${missing[*]}"
    command -v apt-get >/dev/null ||
        fail "These packages are missing and this is no Debian machine: ${missing[*]}. Install their like and try again."
    printf 'Installing %s.\n' "${missing[*]}"
    install_packages "$way" "${missing[@]}"
    mapfile -t missing < <(missing_packages "$what")
    ((${#missing[@]} == 0)) ||
        fail "Still missing after apt-get install: ${missing[*]}. PostgreSQL $oldest_postgresql or later is needed."
}

# missing_packages [tests]: the missing ones, one a line. It looks for what is used rather than for packages,
# so that PostgreSQL from other sources counts too.
missing_packages() {
    has_libpq || echo libpq-dev
    [[ -e /usr/include/zlib.h ]] || echo zlib1g-dev
    has_server || echo postgresql
    [[ -e /usr/share/bootstrap-html/css/bootstrap.min.css ]] || echo libjs-bootstrap5
    [[ ${1:-} == tests ]] || return 0
    command -v chromium >/dev/null || echo chromium
    command -v chromedriver >/dev/null || echo chromium-driver
    [[ -x /usr/sbin/pgbouncer ]] || echo pgbouncer
    command -v curl >/dev/null || echo curl
    /usr/bin/python3 -c 'import selenium' 2>/dev/null || echo python3-selenium
    python3 -c 'import venv, ensurepip' 2>/dev/null || echo python3-venv
}

has_libpq() {
    [[ -e /usr/include/postgresql/libpq-fe.h || -e /usr/include/libpq-fe.h ]]
}

# Debian keeps the server programs off PATH.
has_server() {
    local folder version
    for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin ${PATH//:/ }; do
        [[ -x $folder/postgres && -x $folder/initdb && -x $folder/psql && -x $folder/pg_dump ]] || continue
        version=$("$folder/postgres" --version 2>/dev/null | grep -oE '[0-9]+' | head -n 1)
        ((${version:-0} >= oldest_postgresql)) && return 0
    done
    return 1
}

# way_to_root: prints the command that makes the next one run as root, possibly none; fails if there is no way.
way_to_root() {
    ((EUID == 0)) && return 0
    command -v sudo >/dev/null || return 1
    # Without a terminal nobody can answer sudo's question.
    if [[ -t 0 ]]; then echo sudo; else sudo -n true 2>/dev/null && echo "sudo -n"; fi
}

# install_packages WAY-TO-ROOT PACKAGE...: tries, and mends what commonly stands in the way.
install_packages() {
    local way=$1 log
    shift
    log=$(mktemp) || fail "No file could be made in ${TMPDIR:-/tmp}: is the disk full?"
    at_exit "rm -f '$log'"
    if ! try_install "$way" "$log" "$@"; then
        if grep -q 'dpkg --configure -a' "$log"; then
            # An installation was interrupted, ours or another.
            as_root "$way" dpkg --configure -a >>"$log" 2>&1
        fi
        # A new machine has no package lists; an old one names versions that are gone.
        apt_get "$way" "$log" update
        try_install "$way" "$log" "$@" || explain_failed_install "$log" "$@"
    fi
}

try_install() {
    local way=$1 log=$2
    shift 2
    : >"$log"
    without_main_cluster "$way" apt_get "$way" "$log" install --no-install-recommends "$@"
}

# without_main_cluster WAY-TO-ROOT COMMAND...: Debian's package would make a cluster of its own on port 5432
# and start it. We need the programs only, and leave nothing running.
without_main_cluster() {
    local way=$1 folder=/etc/postgresql-common/createcluster.d
    shift
    as_root "$way" mkdir -p "$folder"
    at_exit "as_root '$way' rm -f '$folder/rapport.conf'"
    echo 'create_main_cluster = false' | as_root "$way" tee "$folder/rapport.conf" >/dev/null
    "$@"
}

# apt_get WAY-TO-ROOT LOG ARGUMENT...: asks nothing, and waits for another apt for up to ten minutes.
apt_get() {
    local way=$1 log=$2
    shift 2
    as_root "$way" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 \
        apt-get -o DPkg::Lock::Timeout=600 -o Acquire::Retries=2 -o Acquire::http::Timeout=30 \
        --yes --quiet "$@" </dev/null >>"$log" 2>&1
}

as_root() {
    local way=$1
    shift
    # shellcheck disable=SC2086 # "sudo -n" is two words, nothing is none
    $way "$@"
}

explain_failed_install() {
    local log=$1 words
    shift
    words=$(tail -n 40 "$log")
    case $words in
    *'No space left'* | *'enough free space'*)
        fail "The disk is full: free some space to install $*." ;;
    *'Could not get lock'*)
        fail "Another apt has been running for ten minutes: wait for it to end, then install $*." ;;
    *'Unable to locate package'* | *'Failed to fetch'* | *'no installation candidate'* | *'Temporary failure'*)
        fail "No package mirror answers, so these packages could not be installed: $*." ;;
    *)
        fail "apt-get could not install $*: $(grep -E '^E: ' <<<"$words" | head -n 1)" ;;
    esac
}
