#!/usr/bin/env bash
# Roles and databases of Carbonio's services, made by their connectors' bootstraps, once in a cluster. Exit codes of bootstraps say
# nothing: what counts is the name that one leaves in the mesh and the database of that name.
# uses: verdict soon packages consul_api postgres_roles
set -euo pipefail
: "${connectors:?}" "${optional_connectors?}" "${admin_role:?}" "${patience_seconds:?}"
: "${postgres_admin_password:?}"

leads() { [ "$(remote_sql 127.0.0.1 "$admin_role" "$postgres_admin_password" <<<'SELECT pg_is_in_recovery()' 2>/dev/null)" = f ]; }
if soon "$patience_seconds" leads; then seen="it does"; else
  seen="$(remote_sql 127.0.0.1 "$admin_role" "$postgres_admin_password" <<<'SELECT pg_is_in_recovery()' 2>&1 | paste -sd ' ' || true)"
fi
expect database-leader "PostgreSQL's leader to take the password of $admin_role at 127.0.0.1:5432" "$seen" [ "$seen" = "it does" ]
conclude

# lacks CONNECTOR: what is still missing; nothing when it is done.
lacks() {
  local token="/etc/carbonio/${1#carbonio-}/service-discover/token" name
  [ -s "$token" ] || { echo "no token at $token, which the connector's pending setup makes"; return 0; }
  name="$(consul_api "$(cat "$token")" GET "kv/$1/db-name?raw" 2>/dev/null || true)"
  [ -n "$name" ] || { echo "no database name at $1/db-name in the mesh"; return 0; }
  [ "$(remote_sql 127.0.0.1 "$admin_role" "$postgres_admin_password" <<<"SELECT 1 FROM pg_database WHERE datname = $(sql_text "$name")" 2>&1)" = 1 ] ||
    echo "no database $name"
}

for connector in $connectors; do
  if ! package_installed "$connector"; then
    case " $optional_connectors " in
      *" $connector "*) verdict not-applicable "$connector" "its database" "the package is not installed" ;;
      *) verdict failed "$connector" "the package installed" missing ;;
    esac
    continue
  fi
  said=""
  if [ -n "$(lacks "$connector")" ]; then
    said="$(PGPASSWORD=$postgres_admin_password "$connector-bootstrap" "$admin_role" 127.0.0.1 2>&1 | tail -n 3 | paste -sd ' ' || true)"
  fi
  seen="$(lacks "$connector")"
  expect "$connector" "its database and its name in the mesh" "${seen:-both}${seen:+; the bootstrap said: ${said:-nothing}}" [ -z "$seen" ]
done
conclude
