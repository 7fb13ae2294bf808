#!/usr/bin/env bash
# check-host.sh [ROLE...]: runs on a host and prints what is wrong there, a line each. Playbooks look at exit codes, and the vendor's
# commands end with 0 when they fail. The roles `mesh`, `directory` and `postgresql` ask for what nodes know of each other.
set -euo pipefail

# The playbook takes the data of a second PostgreSQL away while it runs, so that its unit fails when it stops. Patroni's is another one.
EXPECTED_FAILURE='^$'
[[ " $* " != *' postgresql '* ]] || EXPECTED_FAILURE='^failed unit: postgresql@'
readonly EXPECTED_FAILURE

everywhere() {
  find /etc/zextras/pending-setups.d -maxdepth 1 -name '*.sh' -printf 'pending setup: %f\n'
  [[ $(grep -E 'CONFIG SESSION START|CONFIGURED END' /opt/zextras/.install_history 2>/dev/null | tail -n 1) == *'CONFIGURED END' ]] ||
    echo 'bootstrap: expected CONFIGURED END'
  grep -H 'failed\.$' /opt/zextras/log/zmsetup.*.log || true
  systemctl --failed --plain --no-legend | sed 's/ .*//; s/^/failed unit: /' | grep -v "$EXPECTED_FAILURE" || true
  as_zextras 'zmcontrol status' | grep Stopped || true
}

as_zextras() { su - zextras -c "$1" 2>&1 || true; }

mesh() {
  local token
  token=$(service-discover bootstrap-token --password="$(</var/lib/service-discover/password)")
  ask_mesh agent/members '[.[] | select(.Status == 1)] | length | select(. != 3) | "mesh: expected 3 members, found \(.)"'
  ask_mesh health/state/critical '.[] | "mesh: \(.Node): \(.CheckID): \(.Output)"'
}

# ask_mesh PATH FILTER
ask_mesh() {
  curl -sf -H @- "http://127.0.0.1:8500/v1/$1" <<<"X-Consul-Token: $token" | jq -r "$2" || echo 'mesh: does not answer'
}

# Both masters hold the same.
directory() {
  local found
  found=$(as_zextras /opt/zextras/libexec/zmreplchk)
  [[ $(grep -c 'Code: 0 Status: In Sync' <<<"$found") == 2 ]] || printf 'directory: expected two masters in sync, found %s\n' "$found"
}

postgresql() {
  curl -sf http://127.0.0.1:8008/cluster |
    jq -r '[.members[] | "\(.role) \(.state)"] | sort | join(", ") | select(test("^leader running, replica (running|streaming)$") | not)
      | "postgresql: expected a leader and a replica, found \(.)"' || echo 'postgresql: Patroni does not answer'
}

everywhere
for role; do
  "$role"
done
