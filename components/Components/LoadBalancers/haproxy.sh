#!/usr/bin/env bash
# HAProxy in front of MTAs and proxies: one listener for each balanced port, on every address of this host, because the one that
# clients use comes and goes.
# uses: verdict run_haproxy
set -euo pipefail
: "${listeners:?}" "${max_connections:?}" "${idle_minutes:?}" "${probe_ms:?}" "${second_probe_ms:?}" \
  "${connect_ms:?}" "${status_port:?}" "${patience_seconds:?}"

defaults_part() {
  cat <<EOF

defaults
  log global
  mode tcp
  option dontlognull
  option clitcpka
  option srvtcpka
  timeout connect ${connect_ms}ms
  timeout client ${idle_minutes}m
  timeout server ${idle_minutes}m
  timeout client-fin 30s
  timeout server-fin 30s
  # A backend that does not answer is not asked twice in a row.
  retries 4
  option redispatch 1
  balance leastconn
  option tcp-check
  timeout check ${connect_ms}ms
  default-server inter ${probe_ms}ms fastinter ${second_probe_ms}ms fall 2 rise 2 on-marked-down shutdown-sessions
EOF
}

listening_part() {
  local port purpose servers server
  while IFS='|' read -r port purpose servers; do
    printf '\n# %s\nlisten port-%s\n  bind :%s\n  option tcplog\n' "$purpose" "$port" "$port"
    for server in $servers; do printf '  server %s %s:%s check\n' "${server%=*}" "${server#*=}" "$port"; done
  done <<<"$listeners"
}

run_haproxy "$(haproxy_global "$max_connections"; defaults_part; listening_part)" "$status_port" "$patience_seconds"
conclude
