#!/usr/bin/env bash
# patroni_configuration TOKEN SHARED_BUFFERS: this member's patroni.yml, with its token for Consul and so many MiB for PostgreSQL.
# shared_buffers_mib: how many it should have. Both need the shell variables of the step patroni.
# uses: postgres_roles

# A quarter of the memory; what is configured stays while it is near that, because a change costs a restart.
shared_buffers_mib() {
  local quarter configured
  quarter=$(($(awk '$1 == "MemTotal:" { print $2 }' /proc/meminfo) / 4096))
  configured="$(sed -n 's/^ *shared_buffers: \([0-9]*\)MB$/\1/p' "${configuration:?}" 2>/dev/null || true)"
  if [ -n "$configured" ] && [ $(((quarter - configured) * (quarter - configured) * 100)) -lt $((quarter * quarter)) ]; then
    echo "$configured"
  else
    echo "$quarter"
  fi
}

member_addresses() { tr ' ' '\n' <<<"${members:?}" | cut -d = -f 2; }

patroni_configuration() {
  : "${scope:?}" "${name:?}" "${address:?}" "${datacenter:?}" "${dynamic_configuration:?}" "${bin_dir:?}" "${config_dir:?}" "${data_dir:?}"
  : "${admin_role:?}" "${replication_role:?}" "${password_encryption:?}" "${access_rules:?}"
  : "${postgres_admin_password:?}" "${postgres_replication_password:?}"
  local token=$1 shared_buffers=$2
  cat <<EOF
# Written by carbonio-infra; changes are overwritten.
scope: $scope
name: $name
restapi:
  listen: 0.0.0.0:8008
  connect_address: $address:8008
  # Who may change anything; everybody who reaches the port may read.
  allowlist: [127.0.0.1, $(member_addresses | paste -sd , | sed 's/,/, /g')]
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
