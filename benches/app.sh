#!/usr/bin/env bash
# The App's server and a Probot app that only logs, side by side in one run: how many deliveries a second
# each acknowledges, and how soon at 500 a second; ours once more while bad input comes in. cardbot has
# stored each delivery on the disk by then. The same with a server that verifies signatures and does
# nothing else (benches/floor.rs): what this machine can do at all.
#
#   benches/app.sh [SECONDS]
#
# Needs Node.js, npm and curl. The payloads are GitHub's own examples, from npm. Deliveries are sent from
# this machine too, so its cores are shared; how much CPU time the server alone takes is told as well.
# TMPDIR must be on a disk, for what is written there is to be durable.

set -euo pipefail
cd "$(dirname "$0")/.."

PROBOT=14.3.2
EXAMPLES=7.6.1
seconds=${1:-10}
connections=64
app=12345
secret=a-secret-for-the-measurement

folder=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2> /dev/null || true; wait; rm -rf "$folder"' EXIT
target=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')

cargo build --quiet --release --bin cardbot
# The paths of the programs, which cargo tells as JSON.
program() { # NAME
    cargo bench --quiet --no-run --bench "$1" --message-format json |
        sed -n '/"kind":\["bench"\]/s/.*"executable":"\([^"]*\)".*/\1/p'
}
deliveries=$(program deliveries)
floor=$(program floor)
openssl genrsa -traditional -out "$folder/key.pem" 2048 2> /dev/null || openssl genrsa -out "$folder/key.pem" 2048
mkdir "$folder/probot"
cat > "$folder/probot/app.mjs" << 'END'
export default (app) => {
  app.onAny(async (context) => app.log.info({ event: context.name, id: context.id }));
};
END
cat > "$folder/probot/payloads.mjs" << 'END'
import { readFileSync, writeFileSync } from "node:fs";
const path = "node_modules/@octokit/webhooks-examples/api.github.com/index.json";
const all = JSON.parse(readFileSync(path, "utf8"));
for (const word of ["pull_request.synchronize", "check_suite.requested", "issue_comment.created", "star.created"]) {
  const [event, action] = word.split(".");
  const payload = all.find((one) => one.name === event).examples.find((one) => one.action === action);
  if (event === "issue_comment") {
    // On a pull request, by somebody who asks for something.
    payload.issue.pull_request = { url: payload.issue.url };
    payload.comment.body = "/cardbot review";
  }
  writeFileSync(`${event}.json`, JSON.stringify(payload));
}
END
(
    cd "$folder/probot"
    npm install --silent --no-audit --no-fund "probot@$PROBOT" "@octokit/webhooks-examples@$EXAMPLES"
    node payloads.mjs
)

send() { # PORT EVENT CONNECTIONS SECONDS [RATE] [bad]
    "$deliveries" "$1" "$app" "$secret" "$2=$folder/probot/$2.json" "${@:3}"
}

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

until_open() {
    for _ in $(seq 200); do
        (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null && return
        sleep 0.1
    done
    echo "nothing listens on port $1" >&2
    exit 1
}

# The most memory that a process has had, in MiB.
peak() {
    awk '/VmHWM/ { printf "%.0f", $2 / 1024 }' "/proc/$1/status"
}

# The CPU time of a process so far, in hundredths of a second.
cpu() {
    sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'
}

stored=0
# As many as are answered.
most() { # NAME PORT PID EVENT
    local before rate p50 p99 count size sending
    before=$(cpu "$3")
    read -r rate p50 p99 count size sending <<< "$(send "$2" "$4" "$connections" "$seconds")"
    awk -v name="$1" -v event="$4" -v rate="$rate" -v p50="$p50" -v p99="$p99" -v size="$size" \
        -v each="$(($(cpu "$3") - before))" -v count="$count" -v sending="$sending" 'BEGIN {
            printf "%-8s %-14s %5d bytes: %6d a second (p50 %s ms, p99 %s ms); CPU time of each: %.0f us, and %.0f us to send it\n",
                name, event, size, rate, p50, p99, each * 1e4 / count, sending }'
    [[ $4 == star ]] || stored=$((stored + count))
    rates[$1 $4]=$rate
}

declare -A rates
events=(pull_request issue_comment check_suite star)

measure() { # NAME PORT PID
    local event rate p50 p99 count
    # Compilers and caches warm up first.
    read -r _ _ _ count _ <<< "$(send "$2" pull_request "$connections" 2)"
    stored=$((stored + count))
    for event in "${events[@]}"; do
        most "$1" "$2" "$3" "$event"
    done
    read -r rate p50 p99 count _ <<< "$(send "$2" pull_request "$connections" "$seconds" 500)"
    stored=$((stored + count))
    printf '%-8s pull_request at %s a second: p50 %s ms, p99 %s ms; %s MiB at most\n' \
        "$1" "$rate" "$p50" "$p99" "$(peak "$3")"
}

port=$(free_port)
"$floor" "$port" "$secret" &
pids+=($!)
until_open "$port"
measure floor "$port" "${pids[-1]}"
kill "${pids[-1]}"
stored=0

port=$(free_port)
# Nobody works on the jobs: only receiving is measured.
env CARDBOT_APP_ID=$app CARDBOT_APP_PRIVATE_KEY_FILE="$folder/key.pem" CARDBOT_WEBHOOK_SECRET=$secret \
    CARDBOT_LISTEN="127.0.0.1:$port" CARDBOT_WORKERS=0 CARDBOT_RECOVER_EVERY=0 \
    DATABASE_URL="sqlite:$folder/cardbot.db" \
    "$target/release/cardbot" serve > "$folder/cardbot.log" 2>&1 &
pids+=($!)
until_open "$port"
measure cardbot "$port" "${pids[-1]}"

echo "and while bad input comes in:"
read -r rate p50 p99 count _ <<< "$(send "$port" pull_request "$connections" "$seconds" 500 bad)"
printf '%-8s pull_request at %s a second: p50 %s ms, p99 %s ms; %s MiB at most\n' \
    cardbot "$rate" "$p50" "$p99" "$(peak "${pids[-1]}")"
sent=$((stored + count))
told=$(curl --silent "http://127.0.0.1:$port/metrics" |
    awk '/^cardbot_deliveries_total.*outcome="stored"/ { stored += $NF } END { print stored }')
echo "stored: $told; sent that should be: $sent"
[[ $told == "$sent" ]]
kill "${pids[-1]}"
wait "${pids[-1]}"

port=$(free_port)
(
    cd "$folder/probot"
    exec env NODE_ENV=production APP_ID=$app PRIVATE_KEY_PATH="$folder/key.pem" WEBHOOK_SECRET=$secret \
        WEBHOOK_PATH=/webhook PORT="$port" HOST=127.0.0.1 LOG_FORMAT=json \
        node node_modules/probot/bin/probot.js run ./app.mjs > "$folder/probot.log" 2>&1
) &
pids+=($!)
until_open "$port"
measure probot "$port" "${pids[-1]}" || { tail -5 "$folder/probot.log"; exit 1; }
for event in "${events[@]}"; do
    awk -v event="$event" -v ours="${rates[cardbot $event]}" -v floor="${rates[floor $event]}" \
        -v theirs="${rates[probot $event]}" 'BEGIN {
            printf "%s: cardbot takes %.1f times as many as Probot; verifying alone, %.1f times\n",
                event, ours / theirs, floor / theirs }'
done
