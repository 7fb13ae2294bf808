#!/usr/bin/env bash
# patroni_status ADDRESS: what the member there says of itself, JSON; nothing when it says nothing.
# patroni_serves ADDRESS: whether it leads or follows. patroni_cluster ADDRESS: all members as it sees them, JSON.
# patroni_leader ADDRESS: address of the one leader that runs; fails when there is none.
patroni_get() { curl --silent --max-time 5 --noproxy '*' "$@"; }

patroni_status() { patroni_get "http://$1:8008/patroni" || true; }

patroni_cluster() { patroni_get --fail "http://$1:8008/cluster"; }

patroni_serves() {
  local path
  for path in / /replica; do
    [ "$(patroni_get --output /dev/null --write-out '%{http_code}' "http://$1:8008$path")" != 200 ] || return 0
  done
  return 1
}

patroni_leader() {
  patroni_cluster "$1" |
    jq -er '[.members[] | select(.role == "leader" and .state == "running")] | if length == 1 then .[0].host else empty end'
}
