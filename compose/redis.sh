#!/bin/sh
# redis.sh server NAME FIRST | sentinel NAME FIRST | healthcheck PORT
# Starts a Redis or a Sentinel of the set-up; FIRST is the master as long as the Sentinels do not say otherwise.
#
# A Redis that was the master and died comes back empty (its data is in memory) and must not be the master again: it
# asks the Sentinels, waits until they have made another one the master, and begins as its replica.
set -eu
verb=$1 name=$2 first=${3:-}
password=$(cat /run/secrets/redis_password)
service=sidecar

master() { # The master by the first Sentinel that answers, or nothing.
  for sentinel in sentinel-1 sentinel-2 sentinel-3; do
    told=$(timeout 1 redis-cli -h "$sentinel" -p 26379 --raw SENTINEL get-master-addr-by-name "$service" 2>/dev/null |
      head -n 1) || told=
    [ -z "$told" ] || { echo "$told"; return; }
  done
}

case $verb in
  healthcheck)
    REDISCLI_AUTH=$([ "$name" = 6379 ] && echo "$password" || true) redis-cli -p "$name" PING | grep -q PONG
    ;;

  server)
    now=$(master)
    waited=0
    while [ "$now" = "$name" ] && [ $waited -lt 15 ]; do
      echo "The Sentinels take this Redis for the master, and it comes back empty: waiting until they have another one."
      sleep 1
      waited=$((waited + 1))
      now=$(master)
    done
    now=${now:-$first}
    # The file, not the command line: others may read that.
    {
      echo "requirepass $password"
      echo "masterauth $password"
      echo "replica-announce-ip $name"
      echo "dir /data"
      echo "save \"\""
      echo "appendonly no"
      echo "maxmemory 256mb"
      echo "maxmemory-policy volatile-ttl"
      [ "$now" = "$name" ] || echo "replicaof $now 6379"
    } >/data/redis.conf
    exec redis-server /data/redis.conf
    ;;

  sentinel)
    # A failover is worth a second or two: blocks do not wait for it, but they are local's meanwhile.
    {
      echo "port 26379"
      echo "dir /data"
      echo "protected-mode no"
      echo "sentinel resolve-hostnames yes"
      echo "sentinel announce-hostnames yes"
      echo "sentinel announce-ip $name"
      now=$(master)
      echo "sentinel monitor $service ${now:-$first} 6379 2"
      echo "sentinel auth-pass $service $password"
      echo "sentinel down-after-milliseconds $service 1000"
      echo "sentinel failover-timeout $service 5000"
    } >/data/sentinel.conf
    exec redis-server /data/sentinel.conf --sentinel
    ;;

  *)
    echo "server, sentinel or healthcheck, not '$verb'." >&2
    exit 2
    ;;
esac
