#!/usr/bin/env bash
# Kills the demo with SIGKILL in the middle of S4 and starts it again on the same data, over and over.
# Each round must end with both stories as told, exactly as many transfers as an undisturbed run has, no chain lower
# than before, and an evidence file that verifies in another process.
#
# usage: scripts/kill-test.sh [ROUNDS] [DIRECTORY]      (20 rounds; a temporary directory)
set -u
cd "$(dirname "$0")/.." || exit 3
rounds=${1:-20}
work=${2:-$(mktemp -d)}
markets=jiangsu,zhejiang,shanghai
mkdir -p "$work"

fail() { printf 'kill-test: %s\n' "$*" >&2; exit 1; }

# The rows of the table of chains: name, height, verified height, objects, transfers.
rows() { awk '$1 ~ /^(jiangsu|zhejiang|shanghai)$/ { print $1, $(NF-3), $(NF-2), $(NF-1), $NF }' "$1"; }

run_to_the_end() { ./hub demo --data "$1" --port 0 --markets "$markets" --exit >"$2" 2>&1; }

printf 'an undisturbed run for comparison …\n'
run_to_the_end "$work/reference" "$work/reference.log" || { cat "$work/reference.log"; fail "the undisturbed run failed"; }
expected=$(rows "$work/reference.log" | awk '{ print $1, $4, $5 }')
[ -n "$expected" ] || fail "the undisturbed run printed no table"
printf '%s\n' "$expected"

for round in $(seq 1 "$rounds"); do
  data=$work/round-$round
  log=$work/round-$round.log
  ./hub demo --data "$data" --port 0 --markets "$markets" --exit >"$log" 2>&1 &
  pid=$!
  # S4 has begun once its title is printed; then some way into it, another way each round.
  until grep -q ' S4  ' "$log" 2>/dev/null; do
    kill -0 "$pid" 2>/dev/null || { cat "$log"; fail "round $round: the demo ended before S4"; }
    sleep 0.1
  done
  sleep "$(awk -v r="$round" -v n="$rounds" 'BEGIN { srand(r * 7919); printf "%.2f", 0.05 + rand() * 6 }')"
  kill -9 "$pid" 2>/dev/null
  wait "$pid" 2>/dev/null
  done_before=$(grep -c '✓ S4' "$log")
  run_to_the_end "$data" "$log.again" || { cat "$log.again"; fail "round $round: the second start failed"; }
  found=$(rows "$log.again" | awk '{ print $1, $4, $5 }')
  [ "$found" = "$expected" ] || fail "round $round: objects and transfers are
$found
instead of
$expected"
  ./hub verify "$data/evidence-S4.json" >"$log.verify" 2>&1 || { cat "$log.verify"; fail "round $round: the evidence is refused"; }
  printf 'round %2d: killed after %2d steps of S4, gone on, nothing lost or done twice, evidence verified\n' "$round" "$done_before"
  rm -rf "$data"
done
printf 'all %d rounds passed\n' "$rounds"
