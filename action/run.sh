#!/usr/bin/env bash
# The only step of the action: brings the binary and runs `cardbot action`.
#
# Everything comes by the environment. On Windows this is the bash of Git, on macOS the bash 3.2 of
# the system.

set -Eeuo pipefail

# fail WHY: one annotation that says that nothing was reviewed.
fail() {
    local why=${1//'%'/%25}
    why=${why//$'\r'/%0D}
    why=${why//$'\n'/%0A}
    printf '::error title=cardbot::Nothing was reviewed: %s\n' "$why"
    exit 2
}
# Whatever else goes wrong here is told as well, and is never taken for findings (status 1).
trap 'fail "action/run.sh failed in line $LINENO; the log has more"' ERR

# unix PATH: a path as this bash wants it.
unix() {
    if command -v cygpath > /dev/null; then cygpath -u "$1"; else printf '%s\n' "$1"; fi
}

# target: the platform of this runner, as Rust names it.
target() {
    case ${RUNNER_OS:-}-${RUNNER_ARCH:-} in
        Linux-X64) echo x86_64-unknown-linux-musl ;;
        Linux-ARM64) echo aarch64-unknown-linux-musl ;;
        macOS-X64) echo x86_64-apple-darwin ;;
        macOS-ARM64) echo aarch64-apple-darwin ;;
        Windows-X64) echo x86_64-pc-windows-msvc ;;
        *) echo none ;;
    esac
}

# hash FILE: its SHA-256.
hash() {
    if command -v sha256sum > /dev/null; then sha256sum < "$1"; else shasum -a 256 < "$1"; fi | cut -d' ' -f1
}

# download WANTED NAME: fetches an archive and unpacks it, once its checksum is the one wanted.
download() {
    local wanted=$1 archive=$folder/$2 url=${INPUT_DOWNLOAD_URL%/}/v$version/$2 found
    curl --silent --show-error --fail --location --retry 3 --connect-timeout 20 --max-time 120 \
        --output "$archive" --url "$url" 2> "$folder/curl.log" ||
        fail "$url could not be downloaded ($(tail -n 1 "$folder/curl.log"))"
    found=$(hash "$archive")
    [[ $found == "$wanted" ]] ||
        fail "$2 is not the archive that belongs to this version: its SHA-256 is $found, not $wanted"
    # Whole or not at all: a later use in this job takes what lies there.
    mkdir -p "$folder/unpacked"
    tar -xzf "$archive" -C "$folder/unpacked" || fail "$2 could not be unpacked"
    mv "$folder/unpacked/cardbot$suffix" "$binary"
    rm -rf "$folder/unpacked" "$archive"
}

# build NAME: for commits between releases, and platforms without an archive. In the folder of the
# action: settings for cargo and rustup that lie in a checkout, which may be of the pull request, are
# not obeyed. What is compiled does not see the token.
build() {
    echo "cardbot: building from source, since action/checksums.txt has no line for $1"
    command -v cargo > /dev/null ||
        fail "there is no archive for this runner ($1), and no cargo to build cardbot from its source"
    (
        cd "$root" || exit
        unset INPUT_TOKEN CARGO_BUILD_TARGET
        cargo build --profile action --locked --no-default-features --package cardbot --bin cardbot \
            --target-dir "$folder/target"
    ) || fail "cardbot could not be built from its source"
    mv "$folder/target/action/cardbot$suffix" "$binary"
    rm -rf "$folder/target"
}

root=$(unix "$GITHUB_ACTION_PATH")
suffix=
if [[ ${RUNNER_OS:-} == Windows ]]; then suffix=.exe; fi

if [[ -n ${INPUT_BINARY_PATH:-} ]]; then
    binary=$(unix "$INPUT_BINARY_PATH")
    [[ -f $binary && -x $binary ]] || fail "binary-path: $INPUT_BINARY_PATH is not a program"
else
    [[ -n ${RUNNER_TEMP:-} ]] || fail "RUNNER_TEMP is not set; this runs in GitHub Actions only"
    version=$(bash "$root/scripts/release/version")
    name=cardbot-action-v$version-$(target).tar.gz
    # A later use of the same version in this job finds it there.
    folder=$(unix "$RUNNER_TEMP")/cardbot-action-v$version
    binary=$folder/cardbot$suffix
    mkdir -p "$folder"
    if [[ ! -x $binary ]]; then
        wanted=$(awk -v name="$name" '$1 !~ /^#/ && ($2 == name || $2 == "*" name) { print $1 }' \
            "$root/action/checksums.txt")
        if [[ -n $wanted ]]; then download "$wanted" "$name"; else build "$name"; fi
    fi
fi

status=0
"$binary" action || status=$?
[[ $status -le 2 ]] || fail "the program ended with status $status"
exit "$status"
