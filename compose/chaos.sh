#!/usr/bin/env bash
# chaos.sh [ROUNDS]: kills, freezes and cuts off parts of the running set-up, one after another, while the driver makes
# blocks, and ends with what the driver counted. Exit code 0 when no block was missed. A round is about two minutes.
#
# What it does not do: take both gateways, or the local, of both sequencers at a time. There is no block then.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
rounds=${1:-1}
[[ ${OrleansEngine:-embedded} == packages ]] && export COMPOSE_FILE=docker-compose.yml:docker-compose.orleans.yml
services=" $(docker compose config --services | tr '\n' ' ') "
faults=0

total() { docker compose logs --no-log-prefix --tail 3 driver | grep -o 'total: .*' | tail -n 1 || true; }
count() { sed -n "s/.*[ (,]\([0-9]*\) $1.*/\1/p" <<<"$(total)" | head -n 1; }
has() { [[ $services == *" $1 "* ]]; }
container() { docker compose ps -aq "$1"; }

say() { printf '%s  %-62s %s\n' "$(date +%T)" "$1" "$(total)"; }

fault() { # fault WHAT SECONDS: the moment it lasts, with what came of it so far.
  faults=$((faults + 1))
  say "$1"
  sleep "$2"
}

master() {
  docker compose exec -T sentinel-1 redis-cli -p 26379 --raw SENTINEL get-master-addr-by-name sidecar | head -n 1 |
    tr -d '\r'
}

healthy() { # healthy SERVICE: waits for it, a minute at most.
  local waited=0
  until [[ $(docker inspect --format '{{.State.Health.Status}}' "$(container "$1")") == healthy ]]; do
    sleep 1
    waited=$((waited + 1))
    ((waited < 60)) || { echo "$1 did not come back." >&2; return 1; }
  done
}

killed() { # killed SERVICE SECONDS
  docker compose kill -s KILL "$1" >/dev/null 2>&1
  fault "$1 is killed" "$2"
  docker compose start "$1" >/dev/null 2>&1
  healthy "$1"
  say "$1 is back"
}

frozen() { # frozen SERVICE SECONDS: it keeps its connections and answers nothing.
  docker compose pause "$1" >/dev/null 2>&1
  fault "$1 is frozen" "$2"
  docker compose unpause "$1" >/dev/null 2>&1
  healthy "$1"
}

cut_off() { # cut_off SERVICE NETWORK SECONDS
  docker network disconnect "sidecar_$2" "$(container "$1")"
  fault "$1 is cut off from the $2 network" "$3"
  docker network connect --alias "$1" "sidecar_$2" "$(container "$1")"
  healthy "$1"
}

restarted() { # restarted SERVICE: as in an upgrade, it is told to stop and finishes its block.
  docker compose restart "$1" >/dev/null 2>&1
  fault "$1 is restarted" 1
  healthy "$1"
}

before=$(count missed)
[[ -n $before ]] || { echo "The driver has made no block yet: docker compose logs driver" >&2; exit 1; }
say "before"
for ((round = 1; round <= rounds; round++)); do
  killed gateway-a1 4
  killed builder 4
  redis=$(master)
  killed "$redis" 6
  say "the master was $redis, it is $(master)"
  frozen gateway-a2 4
  restarted gateway-a1
  restarted gateway-a2
  cut_off gateway-a1 cluster 5
  cut_off builder engine 4
  frozen "$(master)" 6
  frozen builder 4
  killed local-a 5
  for silo in silo-1 silo-2; do
    has $silo && killed $silo 4
  done
  killed sentinel-1 3
  docker compose kill -s KILL redis-1 redis-2 >/dev/null 2>&1
  fault "both Redis are killed" 5
  docker compose start redis-1 redis-2 >/dev/null 2>&1
  healthy redis-1
  healthy redis-2
  say "both Redis are back"
done

sleep 5
missed=$(($(count missed) - before))
echo
echo "chaos: $(total | sed 's/^total: //'); $missed of them missed in $faults faults"
exit $((missed > 0))
