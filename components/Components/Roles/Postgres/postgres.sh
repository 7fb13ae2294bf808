#!/usr/bin/env bash
# PostgreSQL before Patroni takes it over: on the first node a cluster with the two roles that everything else uses, on the others
# nothing, because they clone it. The server listens on loopback until then; what Patroni has taken over is Patroni's alone.
# uses: verdict write_file postgres_roles wait_until
set -euo pipefail
: "${version:?}" "${first:?}" "${bin_dir:?}" "${config_dir:?}" "${data_dir:?}" "${cluster_unit:?}" "${create_cluster:?}" \
  "${patroni_configuration:?}" "${access_rules:?}" "${password_encryption:?}" "${admin_role:?}" "${replication_role:?}"
: "${postgres_admin_password:?}" "${postgres_replication_password:?}"

# The system identifier of a cluster in which there is nothing that could be lost.
readonly disposable=/var/lib/carbonio-infra/disposable-postgres

taken_over() {
  [ -e "$patroni_configuration" ] || [ -e "$data_dir/patroni.dynamic.json" ] || systemctl is-active --quiet patroni.service
}

seen="$({ "$bin_dir/postgres" --version 2>&1 || true; } | sed -n 's/.*PostgreSQL) \([0-9]*\).*/\1/p')"
expect postgres-version "$version" "${seen:-none at $bin_dir}" [ "$seen" = "$version" ]
conclude

if taken_over; then
  verdict not-applicable postgres "roles on a server of this host's own" "Patroni runs it"
  exit 0
fi

if [ "$first" = yes ] && [ ! -e "$data_dir/PG_VERSION" ]; then
  sh -c "$create_cluster" >&2
fi
if [ ! -e "$data_dir/PG_VERSION" ]; then
  verdict ok postgres "nothing in $data_dir" "nothing, it will be cloned"
  exit 0
fi

answers() { local_sql <<<'SELECT 1' >/dev/null 2>&1; }
systemctl is-active --quiet "$cluster_unit" || systemctl start "$cluster_unit"
wait_until 60 "PostgreSQL to answer user postgres on its socket" answers

databases() { local_sql <<<"SELECT datname FROM pg_database WHERE datname NOT IN ('postgres', 'template0', 'template1', '$admin_role') ORDER BY 1"; }
seen="$(databases | paste -sd ' ')"
expect postgres-new "no database but PostgreSQL's own and $admin_role in $data_dir, for Patroni does not know this cluster" \
  "${seen:-none}" [ -z "$seen" ]
seen="$(local_sql <<<'SHOW server_encoding')"
expect postgres-encoding UTF8 "$seen" [ "$seen" = UTF8 ]
conclude

role_exists() { [ "$(local_sql <<<"SELECT 1 FROM pg_roles WHERE rolname = '$1'")" = 1 ]; }
like_encryption() { ! grep -qx "$1" <<<"$(unlike_encryption "$password_encryption" | local_sql)"; }

# ensure_role NAME PASSWORD ATTRIBUTES
ensure_role() {
  role_exists "$1" || local_sql <<<"CREATE ROLE $1 $3"
  if ! logs_in 127.0.0.1 "$1" "$2" || ! like_encryption "$1"; then
    password_sql "$1" "$2" "$password_encryption" | local_sql
  fi
  logs_in 127.0.0.1 "$1" "$2" && seen="it does" || seen="it does not"
  expect "role-$1" "$1 logs in with its password" "$seen" [ "$seen" = "it does" ]
}

if [ "$first" = yes ]; then
  write_file "$config_dir/pg_hba.conf" 0640 postgres:postgres <<<"$access_rules"
  local_sql <<<'SELECT pg_reload_conf()' >/dev/null
  ensure_role "$admin_role" "$postgres_admin_password" "SUPERUSER LOGIN"
  ensure_role "$replication_role" "$postgres_replication_password" "REPLICATION LOGIN"
  [ "$(local_sql <<<"SELECT 1 FROM pg_database WHERE datname = '$admin_role'")" = 1 ] || local_sql <<<"CREATE DATABASE $admin_role OWNER $admin_role"
  seen="$(local_sql <<<"SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = '$admin_role'")"
  expect database "database $admin_role of role $admin_role" "${seen:-none}" [ "$seen" = "$admin_role" ]
  conclude
fi

mkdir -p "${disposable%/*}"
local_sql <<<'SELECT system_identifier FROM pg_control_system()' | write_file "$disposable" 0600
verdict ok postgres "a cluster that Patroni may take over or replace" "$(cat "$disposable")"
