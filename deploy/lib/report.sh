# shellcheck shell=bash
# What the scripts tell their reader: stages with their seconds, and failures in one sentence.
# Sourced; needs nothing.

stage_name=
stage_began=0
stage_times=()

# fail SENTENCE: says why, and ends the script.
fail() {
    printf '%s\n' "$1" >&2
    exit 1
}

# begin_stage NAME: ends the stage before and begins the next.
begin_stage() {
    end_stage
    stage_name=$1
    stage_began=$SECONDS
    printf '== %s\n' "$stage_name"
}

# end_stage: notes the seconds of the stage that runs, if any.
end_stage() {
    [[ -n $stage_name ]] || return 0
    stage_times+=("$(printf '%5d s  %s' $((SECONDS - stage_began)) "$stage_name")")
    stage_name=
}

# print_stage_times: one line a stage, and the sum.
print_stage_times() {
    end_stage
    printf '%s\n' "${stage_times[@]}"
    printf '%5d s  in all\n' "$SECONDS"
}

# explain_if_asked SCRIPT [ARGUMENT]: for -h and --help prints the comment at the head of the script and ends it.
explain_if_asked() {
    case ${2-} in
        -h | --help)
            sed --quiet '2,/^[^#]\|^$/ s/^# \{0,1\}//p' "$1"
            exit
            ;;
    esac
}
