# shellcheck shell=bash
# Runs long commands so that ending the script ends them too, with all their children.
# Sourced; needs nothing.

job=
exit_commands=()

# run COMMAND...: runs it in a process group of its own and returns its status.
#
# Bash answers a signal only when its foreground command has ended, and a command in the background
# ignores Ctrl-C. A group of its own can be told to end at once, whoever sent the signal to us.
run() {
    set -m
    "$@" &
    job=$!
    set +m
    local status=0
    wait "$job" || status=$?
    job=
    return "$status"
}

# at_exit COMMAND: runs it when the script ends, by a signal too.
at_exit() {
    exit_commands+=("$1")
}

run_exit_commands() {
    local command
    for command in "${exit_commands[@]}"; do eval "$command"; done
}

# end_job SIGNAL: ends what runs, waits for it, and ends the script by the same signal.
end_job() {
    trap - INT TERM HUP
    if [[ -n $job ]]; then
        # What Ctrl-C sends: the one signal that every program here answers in good order.
        kill -INT -- "-$job" 2>/dev/null
        wait "$job" 2>/dev/null
    fi
    kill -s "$1" $$
}

trap run_exit_commands EXIT
trap 'end_job INT' INT
trap 'end_job TERM' TERM
trap 'end_job HUP' HUP
