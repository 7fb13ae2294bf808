#!/usr/bin/env bash
# HAProxy on loopback leads to the directory's first server, to another one while that is away, and on mailstores to whichever
# PostgreSQL leads. Carbonio's configuration then asks the directory there.
# uses: verdict run_haproxy write_file soon packages directory_answers as_zextras carbonio_services
set -euo pipefail
: "${directory_servers:?}" "${database_servers?}" "${database_connections:?}" "${max_connections:?}" "${status_port:?}" "${patience_seconds:?}"

readonly directory_url=ldap://localhost:389

# A directory server listens on what ldap_url names first: it would be on loopback alone.
if package_installed carbonio-directory-server; then
  die "expected a host without a directory server of its own, found carbonio-directory-server"
fi

defaults_part() {
  cat <<EOF

defaults
  log global
  mode tcp
  option dontlognull
  option tcplog
  retries 2
  timeout connect 4s
  timeout client 30m
  timeout server 30m
  timeout check 5s
EOF
}

# Not balanced: all writes go to one server as long as it is there.
directory_part() {
  local server rank=""
  cat <<EOF

listen directory
  bind 127.0.0.1:389
  option tcpka
  option ldap-check
  timeout connect 1s
  timeout client 3600s
  timeout server 1800s
  default-server inter 2s fall 1 rise 1 on-marked-down shutdown-sessions
EOF
  for server in $directory_servers; do
    printf '  server %s %s:389 check%s\n' "${server%=*}" "${server#*=}" "$rank"
    rank=' backup'
  done
}

# Patroni answers 200 on the leader alone.
database_part() {
  local server
  [ -n "$database_servers" ] || return 0
  cat <<EOF

listen postgresql
  bind 127.0.0.1:5432
  option httpchk GET /
  http-check expect status 200
  default-server inter 3s fall 3 rise 2 on-marked-down shutdown-sessions
EOF
  for server in $database_servers; do
    printf '  server %s %s:5432 maxconn %s check port 8008\n' "${server%=*}" "${server#*=}" "$database_connections"
  done
}

run_haproxy "$(haproxy_global "$max_connections"; defaults_part; directory_part; database_part)" "$status_port" "$patience_seconds"
conclude

soon "$patience_seconds" directory_answers 127.0.0.1 && seen="it does" || seen="it does not"
expect directory "the directory to answer at 127.0.0.1:389" "$seen" [ "$seen" = "it does" ]
conclude

# The mesh's daemon asks the directory whenever it starts.
readonly drop_in=/etc/systemd/system/service-discover.service.d/carbonio-infra.conf
before="$(cat "$drop_in" 2>/dev/null || true)"
mkdir -p "${drop_in%/*}"
write_file "$drop_in" 0644 <<<$'[Unit]\nAfter=haproxy.service\nWants=haproxy.service'
[ "$before" = "$(cat "$drop_in")" ] || systemctl daemon-reload

for key in ldap_url ldap_master_url; do
  if [ "$(as_zextras zmlocalconfig -s -m nokey "$key")" != "$directory_url" ]; then
    request_restart all
    as_zextras zmlocalconfig -e "$key=$directory_url" >&2
  fi
  seen="$(as_zextras zmlocalconfig -s -m nokey "$key")"
  expect "$key" "$directory_url" "${seen:-nothing}" [ "$seen" = "$directory_url" ]
done
conclude
restart_if_requested
