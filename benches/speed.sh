#!/usr/bin/env bash
# Measures speed and memory, and prints a Markdown table of ratios against limits.
#
#   benches/speed.sh [CORPUS]
#
# CORPUS (else CARDBOT_CORPUS, else ../shared/corpus) has cards/ and modern/cards/. Needs bash 5, and
# GNU time or Python 3 for the peak memory. Each number is the best of several runs, since whatever
# else the machine does can only slow a run down; compared things run in turns. Exit status 1 when a
# limit is missed.

set -euo pipefail
cd "$(dirname "$0")/.."

corpus=${1:-${CARDBOT_CORPUS:-../shared/corpus}}
cards=$corpus/cards
modern=$corpus/modern/cards
cardbot=$PWD/target/release/cardbot
xtask=$PWD/target/release/xtask
if [[ ! -d $cards ]]; then
    echo "speed.sh: no corpus at $corpus" >&2
    exit 2
fi
cargo build --quiet --release
cargo build --quiet --release --package xtask

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
missed=0

# --- measuring -----------------------------------------------------------------------------------

# once COMMAND…: the wall time of one run, in microseconds. Findings are no failure.
once() {
    local start=${EPOCHREALTIME/[.,]/} status=0
    "$@" > /dev/null 2>&1 || status=$?
    local end=${EPOCHREALTIME/[.,]/}
    [[ $status -le 1 ]] || { echo "speed.sh: status $status: $*" >&2; exit 2; }
    echo $((end - start))
}

# best RUNS COMMAND…: the shortest of several runs.
best() {
    local runs=$1 least= took i
    shift
    for ((i = 0; i < runs; i++)); do
        took=$(once "$@")
        if [[ -z $least || $took -lt $least ]]; then least=$took; fi
    done
    echo "$least"
}

# cpu COMMAND…: user and system time of one run, in microseconds.
cpu() {
    local TIMEFORMAT='%3U %3S' own kernel
    read -r own kernel < <({ time "$@" > /dev/null 2>&1 || true; } 2>&1)
    awk "BEGIN { print int(($own + $kernel) * 1e6) }"
}

# least_cpu RUNS COMMAND…: the least of several runs.
least_cpu() {
    local runs=$1 least= took i
    shift
    for ((i = 0; i < runs; i++)); do
        took=$(cpu "$@")
        if [[ -z $least || $took -lt $least ]]; then least=$took; fi
    done
    echo "$least"
}

# peak COMMAND…: the most memory in use at once, in KiB.
peak() {
    if [[ -x /usr/bin/time ]]; then
        /usr/bin/time -f %M -o "$work/peak" "$@" > /dev/null 2>&1 || true
        tail -n 1 "$work/peak"
    else
        python3 -c 'import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)' "$@"
    fi
}

check() { "$cardbot" check --format json "$@"; }
cat_all() { xargs -0 cat < "$work/list"; }

# --- telling -------------------------------------------------------------------------------------

calc() { awk "BEGIN { printf \"%.2f\", $1 }"; }

# row WHAT MEASURED VALUE LIMIT UNIT: a line of the table; VALUE above LIMIT is a miss.
row() {
    local verdict=yes
    if awk "BEGIN { exit !($3 > $4) }"; then
        verdict=**no**
        missed=1
    fi
    echo "| $1 | $2 | $3 $5 | at most $4 $5 | $verdict |"
}

# --- the measurements ----------------------------------------------------------------------------

find "$cards" -name README.md -print0 | sort -z > "$work/list"
mapfile -d '' -t files < "$work/list"
find "$modern" -name '*.md' -exec cat {} + > /dev/null
cat_all > /dev/null

echo "$(date -u +%Y-%m-%d), $(nproc) cores, $(rustc --version | cut -d' ' -f1,2), ${#files[@]} cards of 2022"
echo
echo "| what | measured | result | limit | kept |"
echo "|---|---|---|---|---|"

# Turn by turn, so that a slow moment hits both.
own=; other=
for _ in {1..10}; do
    took=$(once check "$cards")
    if [[ -z $own || $took -lt $own ]]; then own=$took; fi
    took=$(once cat_all)
    if [[ -z $other || $took -lt $other ]]; then other=$took; fi
done
busy="CPU $(calc "$(least_cpu 5 check "$cards") / 1000") : $(calc "$(least_cpu 5 cat_all) / 1000") ms"
row "wall time of \`check\` over cards/, against \`cat\`" \
    "$(calc "$own / 1000") : $(calc "$other / 1000") ms ($busy)" "$(calc "$own / $other")" 1.5 "×"

own=$(least_cpu 15 check "$modern")
loop=$("$xtask" parse-events "$modern" | sed 's/.* events, \(.*\) ms/\1/')
row "CPU time of \`check\` over modern/cards/, against the bare parser's loop" \
    "$(calc "$own / 1000") : $loop ms" "$(calc "$own / 1000 / $loop")" 2 "×"

start=$(best 50 check "${files[0]}")
nothing=$(best 50 /bin/true)
row "one card, a new process" "\`true\` takes $(calc "$nothing / 1000") ms" \
    "$(calc "$start / 1000")" 5 ms

row "peak memory over cards/" "" "$(calc "$(peak "$cardbot" check --format json "$cards") / 1024")" 40 MiB
row "peak memory over modern/cards/" "" \
    "$(calc "$(peak "$cardbot" check --format json "$modern") / 1024")" 40 MiB

echo
echo "| cards | wall time | per card |"
echo "|---|---|---|"
declare -A per
for count in 1000 2000 4000; do
    took=$(best 10 check "${files[@]:0:count}")
    per[$count]=$(calc "$took / $count")
    echo "| $count | $(calc "$took / 1000") ms | ${per[$count]} µs |"
done

# sized KIND BYTES FILE: a card that is large in one way.
sized() {
    awk -v kind="$1" -v bytes="$2" 'BEGIN {
        head = "---\nlicense: mit\npipeline_tag: text-generation\nlibrary_name: transformers\n"
        printf "%s", head
        if (kind == "text") printf "---\n# A model\n\n"
        if (kind == "tags") printf "tags:\n"
        if (kind == "widget") printf "widget:\n"
        if (kind == "one value") printf "description: |\n"
        for (n = 0; size < bytes; n++) {
            if (kind == "text") line = "Line " n " of a long text about `code`, *models* and [links](x).\n"
            if (kind == "tags") line = "- tag-number-" n "\n"
            if (kind == "widget") line = "- text: \"Example " n " of what the model can do.\"\n"
            if (kind == "one value") line = "  line " n " of a very long description\n"
            printf "%s", line
            size += length(line)
        }
        if (kind != "text") printf "---\n# A model\n"
    }' > "$3"
}

echo
echo "| one file, large in | 1 MB | 2 MB | 5 MB | 10 MB | per MB at 10, against 1 |"
echo "|---|---|---|---|---|---|"
for kind in "text" "tags" "widget" "one value"; do
    cells=; first=; last=
    for size in 1 2 5 10; do
        sized "$kind" "${size}000000" "$work/README.md"
        took=$(best 5 check "$work/README.md")
        cells+=" $(calc "$took / 1000") ms |"
        if [[ $size == 1 ]]; then first=$took; fi
        last=$took
    done
    growth=$(calc "$last / 10 / $first")
    if awk "BEGIN { exit !($growth > 1.5) }"; then
        growth="**$growth**"
        missed=1
    fi
    echo "| $kind |$cells $growth × |"
done

exit "$missed"
