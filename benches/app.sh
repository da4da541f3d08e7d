#!/usr/bin/env bash
# The App's server and a Probot app that only logs, side by side in one run: how many deliveries a second
# each acknowledges, and how soon at 500 a second; ours once more while bad input comes in. cardbot has
# stored each delivery on the disk by then.
#
#   benches/app.sh [SECONDS]
#
# Needs Node.js, npm and curl. Deliveries are sent from this machine too, so its cores are shared.
# TMPDIR must be on a disk, for what is written there is to be durable.

set -euo pipefail
cd "$(dirname "$0")/.."

PROBOT=14.3.2
seconds=${1:-10}
connections=32
app=12345
secret=a-secret-for-the-measurement

folder=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2> /dev/null || true; wait; rm -rf "$folder"' EXIT
target=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')

cargo build --quiet --release --bin cardbot
cargo bench --quiet --no-run --bench deliveries
openssl genrsa -traditional -out "$folder/key.pem" 2048 2> /dev/null || openssl genrsa -out "$folder/key.pem" 2048
mkdir "$folder/probot"
cat > "$folder/probot/app.mjs" << 'END'
export default (app) => {
  app.onAny(async (context) => app.log.info({ event: context.name, id: context.id }));
};
END
(cd "$folder/probot" && npm install --silent --no-audit --no-fund "probot@$PROBOT")

send() { # PORT CONNECTIONS SECONDS [RATE] [bad]
    cargo bench --quiet --bench deliveries -- "$1" "$app" "$secret" "${@:2}"
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

measure() { # NAME PORT PID
    local most paced
    # Compilers and caches warm up first.
    send "$2" "$connections" 2 > "$folder/warm"
    most=$(send "$2" "$connections" "$seconds")
    paced=$(send "$2" "$connections" "$seconds" 500)
    read -r rate p50 p99 most_count <<< "$most"
    read -r paced_rate slow50 slow99 paced_count <<< "$paced"
    printf '%-8s %6s a second (p50 %s ms, p99 %s ms); at %s a second p50 %s ms, p99 %s ms; %s MiB\n' \
        "$1" "$rate" "$p50" "$p99" "$paced_rate" "$slow50" "$slow99" "$(peak "$3")"
}

port=$(free_port)
# Nobody works on the jobs: only receiving is measured.
env CARDBOT_APP_ID=$app CARDBOT_APP_PRIVATE_KEY_FILE="$folder/key.pem" CARDBOT_WEBHOOK_SECRET=$secret \
    CARDBOT_LISTEN="127.0.0.1:$port" CARDBOT_WORKERS=0 CARDBOT_RECOVER_EVERY=0 \
    DATABASE_URL="sqlite:$folder/cardbot.db" \
    "$target/release/cardbot" serve > "$folder/cardbot.log" 2>&1 &
pids+=($!)
until_open "$port"
measure cardbot "$port" "${pids[-1]}"
ours=$rate

echo "and while bad input comes in:"
mixed=$(send "$port" "$connections" "$seconds" 500 bad)
read -r mixed_rate p50 p99 mixed_count <<< "$mixed"
printf '%-8s at %s a second p50 %s ms, p99 %s ms; %s MiB\n' \
    cardbot "$mixed_rate" "$p50" "$p99" "$(peak "${pids[-1]}")"
read -r _ _ _ warm_count < "$folder/warm"
stored=$(curl --silent "http://127.0.0.1:$port/metrics" |
    awk '/^cardbot_deliveries_total.*outcome="stored"/ { stored += $NF } END { print stored }')
sent=$((warm_count + most_count + paced_count + mixed_count))
echo "stored: $stored; sent that should be: $sent"
[[ $stored == "$sent" ]]
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
awk -v ours="$ours" -v theirs="$rate" 'BEGIN { printf "cardbot takes %.1f times as many\n", ours / theirs }'
