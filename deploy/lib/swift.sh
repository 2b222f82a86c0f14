# shellcheck shell=bash
# Looks after the Swift toolchain, the disk, and SwiftPM's dependencies.
# Sourced; needs report.sh and run.sh, and the repository as the working folder.

# require_swift: Swift 6.2 or later.
require_swift() {
    command -v swift >/dev/null ||
        fail "Swift 6.2 or later is needed and 'swift' is not on PATH: see https://www.swift.org/install/linux/"
    local version
    version=$(swift --version 2>/dev/null | grep -oE 'Swift version [0-9]+\.[0-9]+' | grep -oE '[0-9.]+$')
    local major=${version%.*} minor=${version#*.}
    ((${major:-0} > 6 || (${major:-0} == 6 && ${minor:-0} >= 2))) ||
        fail "Swift 6.2 or later is needed, this is ${version:-unknown}: see https://www.swift.org/install/linux/"
    command -v git >/dev/null || fail "git is needed to fetch the Swift packages: install it and try again."
}

# require_space MEGABYTES: room for the build folder, less what it holds already.
require_space() {
    [[ -w . ]] || fail "$PWD is not writable for $(id -un): clone the repository into a folder of your own."
    local needed=$1 free held=0
    free=$(df --output=avail --block-size=1M . | tail -n 1)
    if [[ -d .build ]]; then held=$(du --summarize --block-size=1M .build | cut -f 1); fi
    ((free + held >= needed)) ||
        fail "The build needs $needed MB on the disk of $PWD, which has $free MB left: free some space."
}

# fetch_swift_packages: the first time, so that the network's faults are told from the code's. Later the build
# sees to it, since every call of SwiftPM takes a second or two.
fetch_swift_packages() {
    [[ -e .build/workspace-state.json ]] && return
    run swift package resolve || fail "The Swift packages could not be fetched: see above, and check the network."
}

# build_rapport: the release build, unless nothing has changed since the last one that succeeded. SwiftPM takes up to
# a minute to find that out after a first build, since it links the tool of its plugin anew.
build_rapport() {
    local built=.build/rapport-built.txt begun=.build/rapport-begun.txt toolchain
    toolchain=$(swift --version 2>/dev/null)
    if [[ -x .build/release/rapport && -e $built && $(<"$built") == "$toolchain" &&
        -z $(find Package.swift Package.resolved Sources sql -newer "$built" -print -quit) ]]; then
        return
    fi
    printf 'Building; the first time takes some ten minutes.\n'
    # Begun is noted before: what is changed meanwhile is built the next time.
    printf '%s\n' "$toolchain" >"$begun"
    run swift build --configuration release --product rapport || fail "The build failed: see above."
    mv "$begun" "$built"
}
