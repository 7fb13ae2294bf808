#!/usr/bin/env bash
# Patroni on one of PostgreSQL's nodes. Whoever leads, leads on: the first node takes over its own cluster only when the mesh knows of
# none, every other one clones it. What a node holds is given up only if the step before saw that nothing of it could be lost.
# uses: verdict write_file wait_until soon mesh_token consul_api consul_acl postgres_roles patroni patroni_passwords patroni_configuration
set -euo pipefail
: "${name:?}" "${address:?}" "${first:?}" "${members:?}" "${judged_members:?}" "${scope:?}" "${datacenter:?}" "${configuration:?}" "${dynamic_configuration:?}" \
  "${access_rules:?}" "${bin_dir:?}" "${config_dir:?}" "${data_dir:?}" "${cluster_unit:?}" "${native_units:?}" "${start_file?}" \
  "${admin_role:?}" "${replication_role:?}" "${password_encryption:?}" "${max_connections:?}" "${patience_seconds:?}"
: "${mesh_password:?}" "${postgres_admin_password:?}" "${postgres_replication_password:?}"

readonly disposable=/var/lib/carbonio-infra/disposable-postgres

# --- Patroni's own token: its keys, sessions of this node, its service.

node_rules() {
  cat <<EOF
key_prefix "service/$scope/" { policy = "write" }
session "$1" { policy = "write" }
service "$scope" { policy = "write" }
node_prefix "" { policy = "read" }
agent "$1" { policy = "read" }
EOF
}

wait_until 120 "the mesh to have a leader" mesh_leader
mesh="$(mesh_token)"
consul_node="$(consul_api "$mesh" GET agent/self | jq -er .Config.NodeName)"
ensure_consul_policy "$mesh" "carbonio-infra-patroni-$consul_node" "$(node_rules "$consul_node")"
token="$(ensure_consul_token "$mesh" "Patroni on $name" "carbonio-infra-patroni-$consul_node")"

# --- What is there.

runs() { systemctl is-active --quiet patroni.service; }
was_here() { [ -e "$configuration" ] || [ -e "$data_dir/patroni.dynamic.json" ]; }

local_identifier() {
  [ -e "$data_dir/PG_VERSION" ] || return 0
  "$bin_dir/pg_controldata" "$data_dir" | sed -n 's/^Database system identifier: *//p'
}

# --- Taking over.

native_off() {
  local unit
  [ -z "$start_file" ] || [ "$(grep -v '^#' "$start_file" 2>/dev/null || true)" = manual ] ||
    write_file "$start_file" 0644 postgres:postgres <<<manual
  for unit in $native_units; do systemctl disable --quiet "$unit" 2>/dev/null || true; done
  systemctl stop "$cluster_unit"
}

nothing_to_lose() {
  [ "$1" = "$(cat "$disposable" 2>/dev/null)" ] && [ ! -e "$data_dir/patroni.dynamic.json" ]
}

# Before Patroni starts for the first time: what is in the data directory is what Patroni may find there.
take_over() {
  local wanted found
  wanted="$(consul_value "$mesh" "service/$scope/initialize")"
  found="$(local_identifier)"
  if [ -z "$wanted" ] && [ "$first" = yes ] && nothing_to_lose "$found"; then
    systemctl is-active --quiet "$cluster_unit" || systemctl start "$cluster_unit"
    wait_until 60 "PostgreSQL to answer user postgres on its socket" logs_in_locally
    ensure_passwords "$address"
    native_off
  elif [ -z "$wanted" ] && was_here; then
    : # The mesh has forgotten; Patroni knows what to do with its own.
  elif [ -z "$wanted" ]; then
    die "expected the mesh to know the cluster $scope, which another node founds, found nothing under service/$scope/initialize"
  elif nothing_to_lose "$found"; then
    # Even if it looks like the same cluster: machines from one image have clusters with one identifier.
    native_off
    find "$data_dir" -mindepth 1 -delete
  elif [ -z "$found" ] || [ "$found" = "$wanted" ]; then
    native_off
  else
    die "expected $data_dir empty or of the cluster $wanted, found the cluster $found; nothing was changed"
  fi
}

logs_in_locally() { local_sql <<<'SELECT 1' >/dev/null 2>&1; }

if runs && was_here; then
  wait_until "$patience_seconds" "a leader of $scope, as seen by $address" patroni_leader "$address" >/dev/null
  ensure_passwords "$(patroni_leader "$address")"
else
  take_over
fi

shared_buffers="$(shared_buffers_mib)"
before="$(sha256sum "$configuration" 2>/dev/null || true)"
mkdir -p "${configuration%/*}"
patroni_configuration "$token" "$shared_buffers" | write_file "$configuration" 0600 postgres:postgres
systemctl enable --quiet patroni.service
rm -f "$disposable"
if ! runs; then
  systemctl restart patroni.service || true
elif [ "$before" != "$(sha256sum "$configuration")" ]; then
  systemctl reload patroni.service
fi

describe() {
  local state
  state="$(patroni_status "$address" | jq -r '"\(.role // "?") \(.state // "?")"' 2>/dev/null || true)"
  printf 'patroni.service %s, %s; %s' "$(systemctl is-active patroni.service || true)" "${state:-no answer}" \
    "$(journalctl --unit patroni.service --lines 3 --output cat 2>/dev/null | paste -sd ' ' || true)"
}

soon "$patience_seconds" patroni_serves "$address" && seen="leads or follows" || seen="$(describe)"
expect patroni "Patroni on $address leads or follows" "$seen" [ "$seen" = "leads or follows" ]
conclude

# --- What all members share, and what each must run with.

shared() { patroni_get --fail "http://$address:8008/config"; }
shared_as_wanted() { shared | jq -e --argjson wanted "$dynamic_configuration" '. * $wanted == .' >/dev/null; }
is_shared() { shared >/dev/null; }
# A cluster that was just founded says it in the next round.
soon 60 is_shared || true
if ! shared_as_wanted; then
  patronictl -c "$configuration" edit-config --force --apply - "$scope" <<<"$dynamic_configuration" >&2
fi
soon "$patience_seconds" shared_as_wanted && seen="as wanted" || seen="$(shared | jq -c . || true)"
expect patroni-configuration "the members' common configuration to have $(jq -c . <<<"$dynamic_configuration")" "$seen" [ "$seen" = "as wanted" ]

wanted_settings="max_connections $max_connections, password_encryption $password_encryption, shared_buffers $shared_buffers MiB"
settings() {
  local_sql <<<"SELECT format('max_connections %s, password_encryption %s, shared_buffers %s MiB', current_setting('max_connections'),
    current_setting('password_encryption'), pg_size_bytes(current_setting('shared_buffers')) / 1024 / 1024)" 2>/dev/null || true
}
restart_is_pending() { patroni_status "$address" | jq -e '.pending_restart == true' >/dev/null; }
settings_or_restart() { [ "$(settings)" = "$wanted_settings" ] || restart_is_pending; }
soon 60 settings_or_restart || true
if [ "$(settings)" != "$wanted_settings" ] && restart_is_pending; then
  patronictl -c "$configuration" restart --force --pending "$scope" "$name" >&2
fi
settings_hold() { [ "$(settings)" = "$wanted_settings" ]; }
soon 60 settings_hold || true
seen="$(settings)"
expect postgres-settings "$wanted_settings" "${seen:-no answer}" [ "$seen" = "$wanted_settings" ]

access_as_wanted() { [ "$(grep -vE '^(#|$)' "$config_dir/pg_hba.conf")" = "$access_rules" ]; }
soon 30 access_as_wanted && seen="as wanted" || seen="other lines"
expect postgres-access "$config_dir/pg_hba.conf as wanted, one host a line" "$seen" [ "$seen" = "as wanted" ]
# It may be about to follow another leader: then it has no socket for a moment.
misread_rules() { seen="$(local_sql <<<'SELECT line_number || $$: $$ || error FROM pg_hba_file_rules WHERE error IS NOT NULL' 2>&1 | paste -sd ';')"; }
soon "$patience_seconds" misread_rules || true
expect postgres-access-rules "PostgreSQL to understand every line of pg_hba.conf" "${seen:-it does}" [ -z "$seen" ]

# --- The cluster as a whole: this node, and those that came before it.

# problems: what is wrong with it, a line each.
problems() {
  local leader_address member
  leader_address="$(patroni_leader "$address")" || {
    echo "no single leader that runs: $(patroni_cluster "$address" | jq -c '[.members[] | "\(.name) \(.role) \(.state)"]' || true)"
    return 0
  }
  for member in $judged_members; do
    [ "${member#*=}" != "$leader_address" ] || continue
    patroni_status "$leader_address" | jq -r --arg name "${member%=*}" \
      'if any(.replication[]?; .application_name == $name and .state == "streaming") then empty else "\($name) does not follow the leader" end'
  done
  [ "$(wc -w <<<"$judged_members")" -eq 1 ] || patroni_status "$leader_address" |
    jq -r 'if any(.replication[]?; .sync_state == "sync" or .sync_state == "quorum") then empty else "no synchronous standby" end'
}
no_problems() { [ -z "$(problems)" ]; }
soon "$patience_seconds" no_problems || true
seen="$(problems | paste -sd ';')"
expect patroni-cluster "one leader that runs, and what follows it in step: $judged_members" "${seen:-so it is}" [ -z "$seen" ]
for role in "$admin_role" "$replication_role"; do
  password=$postgres_admin_password
  [ "$role" = "$admin_role" ] || password=$postgres_replication_password
  logs_in "$address" "$role" "$password" && seen="it does" || seen="it does not"
  expect "role-$role" "$role logs in at $address with its password" "$seen" [ "$seen" = "it does" ]
done
conclude
