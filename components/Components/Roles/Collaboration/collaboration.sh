#!/usr/bin/env bash
# The services of this node run, and the service mesh finds every one of them in order.
# uses: verdict soon mesh_token consul_api
set -euo pipefail
: "${services:?}" "${elsewhere?}" "${patience_seconds:?}" "${mesh_password:?}"

# Services of this node that are not as they should be, each with the reason; empty when all is well.
unready() {
  local service known checks state
  if ! known="$(consul_api "$token" GET agent/services)" || ! checks="$(consul_api "$token" GET agent/checks)"; then
    echo "no answer of this node's mesh agent"
    return 0
  fi
  for service in $services; do
    if ! systemctl is-active --quiet "$service.service"; then
      echo "$service: $(systemctl is-active "$service.service" || true)"
    elif ! jq -e --arg name "$service" 'any(.[]; .Service == $name)' >/dev/null <<<"$known"; then
      echo "$service: not in the mesh"
    else
      state="$(jq -r --arg name "$service" '[.[] | select(.ServiceName == $name and .Status != "passing") | "\(.Name) \(.Status)"] | join(", ")' <<<"$checks")"
      [ -z "$state" ] || echo "$service: $state"
    fi
  done | paste -sd ';'
}

all_ready() { [ -z "$(unready)" ]; }

token="$(mesh_token)"
soon "$patience_seconds" all_ready || true
seen="$(unready)"
expect services "$services active and passing within $patience_seconds s" "${seen:-all of them}" [ -z "$seen" ]
for service in $elsewhere; do
  seen="$(systemctl is-active "$service.service" 2>/dev/null || true)"
  expect "only-one-$service" "$service on another node alone" "${seen:-unknown}" [ "$seen" != active ]
done
conclude
