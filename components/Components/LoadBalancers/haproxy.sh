#!/usr/bin/env bash
# HAProxy in front of MTAs and proxies: one listener for each balanced port, on every address of this host, because the one that
# clients use comes and goes. What it runs is known by a fingerprint that it tells on loopback: a reload that HAProxy takes back
# (a configuration that is valid and yet cannot run) is reported by nobody else.
# uses: verdict write_file serving
set -euo pipefail
: "${listeners:?}" "${max_connections:?}" "${idle_minutes:?}" "${probe_ms:?}" "${second_probe_ms:?}" \
  "${connect_ms:?}" "${status_port:?}" "${patience_seconds:?}"

readonly configuration=/etc/haproxy/haproxy.cfg

# A connection takes two descriptors, and HAProxy does not start with fewer than it needs. What systemd promises to a unit may be
# more than the machine grants to systemd.
connections() {
  local granted
  granted="$( (
    systemctl show --property LimitNOFILE --value haproxy.service | grep -x '[0-9]*'
    awk '/^Max open files/ { print $5 }' /proc/1/limits
  ) | sort -n | head -n 1)"
  echo $(((granted - 500) / 2 < max_connections ? (granted - 500) / 2 : max_connections))
}

general_part() {
  cat <<EOF
# Written by carbonio-infra; changes are overwritten.
global
  # No chroot: the journal cannot be reached from within one.
  log /dev/log daemon
  user haproxy
  group haproxy
  maxconn $(connections)
  stats socket /var/lib/haproxy/admin.sock mode 600 level admin expose-fd listeners

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

# For this host alone: statistics, a sign of life that depends on no backend, and the fingerprint.
status_part() {
  cat <<EOF

frontend status
  bind 127.0.0.1:$status_port
  mode http
  no log
  timeout client 5s
  monitor-uri /alive
  http-request redirect location /$1 if { path /configuration }
  stats enable
  stats uri /stats
EOF
}

wanted_text="$(general_part; listening_part)"
fingerprint="$(sha256sum <<<"$wanted_text")"
fingerprint="${fingerprint%% *}"

running_fingerprint() {
  curl --silent --noproxy '*' --max-time 2 --output /dev/null --write-out '%{redirect_url}' "http://127.0.0.1:$status_port/configuration" |
    sed 's|.*/||'
}

runs_what_is_wanted() { [ "$(running_fingerprint || true)" = "$fingerprint" ]; }

soon() {
  local started=$SECONDS
  until "$@"; do
    [ $((SECONDS - started)) -lt "$patience_seconds" ] || return 1
    sleep 0.2
  done
}

new="$(mktemp /run/carbonio-infra/haproxy.XXXXXX)"
trap 'rm -f "$new"' EXIT
printf '%s\n%s\n' "$wanted_text" "$(status_part "$fingerprint")" >"$new"
if ! complaint="$(haproxy -c -f "$new" 2>&1)"; then
  die "expected HAProxy to accept its configuration, it said: $(sed -n 's/^\[ALERT\].*config : //p' <<<"$complaint" | paste -sd ';')"
fi

mark_serving
write_file "$configuration" 0644 <"$new"
systemctl enable --quiet haproxy.service
# Connections outlive a reload; a restart is for the HAProxy that cannot be brought to it.
if ! runs_what_is_wanted; then
  systemctl reload-or-restart haproxy.service || true
  soon runs_what_is_wanted || systemctl restart haproxy.service || true
fi

if soon runs_what_is_wanted; then seen=running; else
  seen="$(systemctl is-active haproxy.service || true): $(journalctl --unit haproxy.service --lines 5 --output cat 2>/dev/null | tr '\n' ' ')"
fi
expect haproxy "HAProxy running the configuration $configuration" "$seen" [ "$seen" = running ]
conclude
