#!/usr/bin/env bash
# The services of this node run, and the service mesh finds every one of them in order. What moved to other nodes is gone from here.
# uses: verdict soon mesh_token consul_api packages
set -euo pipefail
: "${services:?}" "${moved_packages?}" "${patience_seconds:?}" "${mesh_password:?}"

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

# With their packages, which have the registrations: one that stayed would be critical in the mesh for good.
moved=()
for package in $moved_packages; do
  if package_installed "$package"; then moved+=("$package"); fi
done
if [ "${#moved[@]}" -gt 0 ]; then
  remove_packages "${moved[@]}" >&2
  consul_api "$token" PUT agent/reload
fi
for package in $moved_packages; do
  package_installed "$package" && seen=installed || seen=none
  expect "no-$package" "no $package here, it runs on other nodes" "$seen" [ "$seen" = none ]
done

soon "$patience_seconds" all_ready || true
seen="$(unready)"
expect services "$services active and passing within $patience_seconds s" "${seen:-all of them}" [ -z "$seen" ]
conclude
