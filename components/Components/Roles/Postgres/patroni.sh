#!/usr/bin/env bash
# Patroni on one of PostgreSQL's nodes. Whoever leads, leads on: the first node takes over its own cluster only when the mesh knows of
# none, every other one clones it. What a node holds is given up only if the step before saw that nothing of it could be lost.
# uses: verdict write_file wait_until soon mesh_token consul_api postgres_roles patroni
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

# ensure_policy NAME RULES
ensure_policy() {
  local id body
  body="$(jq -n --arg name "$1" --arg rules "$2" '{Name: $name, Description: "Written by carbonio-infra", Rules: $rules}')"
  id="$(consul_api "$mesh" GET acl/policies | jq -r --arg name "$1" '.[] | select(.Name == $name) | .ID')"
  if [ -z "$id" ]; then
    consul_api "$mesh" PUT acl/policy "$body" >/dev/null
  elif [ "$(consul_api "$mesh" GET "acl/policy/$id" | jq -r .Rules)" != "$2" ]; then
    consul_api "$mesh" PUT "acl/policy/$id" "$body" >/dev/null
  fi
}

# ensure_token DESCRIPTION POLICY: prints its secret, which Consul keeps.
ensure_token() {
  local id body
  body="$(jq -n --arg description "$1" --arg policy "$2" '{Description: $description, Policies: [{Name: $policy}]}')"
  id="$(consul_api "$mesh" GET acl/tokens | jq -r --arg description "$1" '[.[] | select(.Description == $description) | .AccessorID][0] // ""')"
  if [ -z "$id" ]; then
    consul_api "$mesh" PUT acl/token "$body" | jq -er .SecretID
  elif [ "$(consul_api "$mesh" GET "acl/token/$id" | jq -r '[.Policies[]?.Name] | join(" ")')" != "$2" ]; then
    consul_api "$mesh" PUT "acl/token/$id" "$body" | jq -er .SecretID
  else
    consul_api "$mesh" GET "acl/token/$id" | jq -er .SecretID
  fi
}

wait_until 120 "the mesh to have a leader" mesh_leader
mesh="$(mesh_token)"
consul_node="$(consul_api "$mesh" GET agent/self | jq -er .Config.NodeName)"
ensure_policy "carbonio-infra-patroni-$consul_node" "$(node_rules "$consul_node")"
token="$(ensure_token "Patroni on $name" "carbonio-infra-patroni-$consul_node")"

# --- What is there.

runs() { systemctl is-active --quiet patroni.service; }
was_here() { [ -e "$configuration" ] || [ -e "$data_dir/patroni.dynamic.json" ]; }
configured_password() { awk -v role="'$1'" '$1 == "username:" { of = $2 } $1 == "password:" && of == role { print substr($2, 2, length($2) - 2) }' "$configuration"; }

local_identifier() {
  [ -e "$data_dir/PG_VERSION" ] || return 0
  "$bin_dir/pg_controldata" "$data_dir" | sed -n 's/^Database system identifier: *//p'
}

# --- Passwords, at the leader, which alone can change them.

# leader_sql: there, as the superuser, with the password that it takes.
leader_sql() {
  if [ "$leader" = "$address" ]; then local_sql; else remote_sql "$leader" "$admin_role" "$accepted_password"; fi
}

ensure_password() {
  local unlike
  unlike="$(unlike_encryption "$password_encryption" | leader_sql)"
  if logs_in "$login_host" "$1" "$2" && ! grep -qx "$1" <<<"$unlike"; then return 0; fi
  password_sql "$1" "$2" "$password_encryption" | leader_sql
}

# ensure_passwords LEADER: in the order in which a run that is cut off can go on.
ensure_passwords() {
  local leader=$1 login_host=$1 accepted_password=$postgres_admin_password seen
  if [ "$leader" = "$address" ]; then
    login_host=127.0.0.1
  elif ! logs_in "$leader" "$admin_role" "$accepted_password"; then
    accepted_password="$(configured_password "$admin_role")"
    logs_in "$leader" "$admin_role" "$accepted_password" ||
      die "expected the leader $leader to take the password of $admin_role, the given one or the one in $configuration, it takes neither"
  fi
  # Roles of others cannot log in any more once access rules ask for a form that their passwords do not have.
  if [ "$password_encryption" != md5 ]; then
    seen="$(unlike_encryption "$password_encryption" | leader_sql | grep -vxE "$admin_role|$replication_role" | paste -sd ' ' || true)"
    expect password-encryption "passwords of all roles kept as $password_encryption" "${seen:+others: }${seen:-they are}" [ -z "$seen" ]
    conclude
  fi
  ensure_password "$replication_role" "$postgres_replication_password"
  ensure_password "$admin_role" "$postgres_admin_password"
}

# --- The configuration.

# A quarter of the memory; what is configured stays while it is near that, because a change costs a restart.
shared_buffers_mib() {
  local quarter configured
  quarter=$(($(awk '$1 == "MemTotal:" { print $2 }' /proc/meminfo) / 4096))
  configured="$(sed -n 's/^ *shared_buffers: \([0-9]*\)MB$/\1/p' "$configuration" 2>/dev/null || true)"
  if [ -n "$configured" ] && [ $(((quarter - configured) * (quarter - configured) * 100)) -lt $((quarter * quarter)) ]; then
    echo "$configured"
  else
    echo "$quarter"
  fi
}

addresses() { tr ' ' '\n' <<<"$members" | cut -d = -f 2; }

configuration_text() {
  cat <<EOF
# Written by carbonio-infra; changes are overwritten.
scope: $scope
name: $name
restapi:
  listen: 0.0.0.0:8008
  connect_address: $address:8008
  # Who may change anything; everybody who reaches the port may read.
  allowlist: [127.0.0.1, $(addresses | paste -sd , | sed 's/,/, /g')]
consul:
  host: 127.0.0.1:8500
  dc: $datacenter
  register_service: true
  token: $token
bootstrap:
  # Of a new cluster only; afterwards the mesh has them.
  dcs:
$(jq . <<<"$dynamic_configuration" | sed 's/^/    /')
postgresql:
  listen: 0.0.0.0:5432
  connect_address: $address:5432
  bin_dir: $bin_dir
  config_dir: $config_dir
  data_dir: $data_dir
  authentication:
    superuser:
      username: '$admin_role'
      password: $(sql_text "$postgres_admin_password")
    replication:
      username: '$replication_role'
      password: $(sql_text "$postgres_replication_password")
  parameters:
    password_encryption: $password_encryption
    shared_buffers: ${shared_buffers}MB
  pg_hba:
$(awk '{ print "    - " $0 }' <<<"$access_rules")
EOF
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
configuration_text | write_file "$configuration" 0600 postgres:postgres
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
