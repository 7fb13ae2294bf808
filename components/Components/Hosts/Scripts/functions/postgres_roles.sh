#!/usr/bin/env bash
# local_sql: runs the SQL on standard input as PostgreSQL's superuser, whom the server on this host knows without a password.
# remote_sql HOST ROLE PASSWORD: the same as another role on another server.
# logs_in HOST ROLE PASSWORD: whether the server there takes the password.
# password_sql ROLE PASSWORD ENCRYPTION: SQL that sets it, and keeps it out of the server's log.
# unlike_encryption ENCRYPTION: SQL for the roles whose passwords are kept in another form.
local_sql() { (cd / && runuser -u postgres -- psql -X -q -tA -v ON_ERROR_STOP=1 -d postgres -f -); }

# libpq takes a password from its environment or from a plain file. This one has no name any more when the password is written.
remote_sql() (
  file="$(mktemp /run/carbonio-infra/passfile.XXXXXX)" && exec 7<>"$file" && rm -f "$file" || exit 1
  password=${3//\\/\\\\}
  printf '*:*:*:*:%s\n' "${password//:/\\:}" >&7
  PGPASSFILE=/proc/self/fd/7 PGCONNECT_TIMEOUT=5 psql -X -q -tA -w -v ON_ERROR_STOP=1 -h "$1" -U "$2" -d postgres -f -
)

logs_in() { remote_sql "$@" <<<'SELECT 1' >/dev/null 2>&1; }

sql_text() {
  local quote="'"
  printf "'%s'" "${1//$quote/$quote$quote}"
}

password_sql() {
  printf "SET log_statement = none; SET log_min_duration_statement = -1; SET log_min_error_statement = panic;\n"
  printf "SET password_encryption = '%s'; ALTER ROLE %s PASSWORD %s;\n" "$3" "$1" "$(sql_text "$2")"
}

unlike_encryption() {
  local alike='SCRAM-SHA-256$%'
  [ "$1" != md5 ] || alike='md5%'
  printf "SELECT rolname FROM pg_authid WHERE rolpassword NOT LIKE '%s' ORDER BY 1;\n" "$alike"
}
