#!/usr/bin/env bash
# haproxy_global MAXIMUM: the configuration's first part, for that many connections at a time, or fewer where the host grants less.
# run_haproxy TEXT STATUS_PORT SECONDS: HAProxy runs this configuration, and a status page on loopback. What it runs is known by a
# fingerprint that it tells there: a reload that HAProxy takes back (a configuration that is valid and yet cannot run) is reported by
# nobody else. A configuration of somebody else's stays.
# uses: verdict write_file serving soon operating_system
readonly haproxy_configuration=/etc/haproxy/haproxy.cfg

# A connection takes two descriptors, and HAProxy does not start with fewer than it needs. What systemd promises to a unit may be
# more than the machine grants to systemd.
haproxy_connections() {
  local granted
  granted="$( (
    systemctl show --property LimitNOFILE --value haproxy.service | grep -x '[0-9]*'
    awk '/^Max open files/ { print $5 }' /proc/1/limits
  ) | sort -n | head -n 1)"
  echo $(((granted - 500) / 2 < $1 ? (granted - 500) / 2 : $1))
}

haproxy_global() {
  cat <<EOF
# Written by carbonio-infra; changes are overwritten.
global
  # No chroot: the journal cannot be reached from within one.
  log /dev/log daemon
  user haproxy
  group haproxy
  maxconn $(haproxy_connections "$1")
  stats socket /var/lib/haproxy/admin.sock mode 600 level admin expose-fd listeners
EOF
}

# For this host alone: statistics, a sign of life that depends on no backend, and the fingerprint.
haproxy_status() {
  cat <<EOF

frontend status
  bind 127.0.0.1:$1
  mode http
  no log
  timeout client 5s
  monitor-uri /alive
  http-request redirect location /$2 if { path /configuration }
  stats enable
  stats uri /stats
EOF
}

# haproxy_runs FINGERPRINT STATUS_PORT
haproxy_runs() {
  [ "$(curl --silent --noproxy '*' --max-time 2 --output /dev/null --write-out '%{redirect_url}' "http://127.0.0.1:$2/configuration" |
    sed 's|.*/||')" = "$1" ]
}

haproxy_configuration_is_ours() {
  [ -e "$haproxy_configuration" ] || return 0
  [[ "$(sed -n 1p "$haproxy_configuration")" != "# Written by carbonio-infra;"* ]] || return 0
  if uses_dpkg; then
    [ "$(dpkg-query -W -f '${Conffiles}\n' haproxy | awk -v path="$haproxy_configuration" '$1 == path { print $2 }')" = \
      "$(md5sum "$haproxy_configuration" | cut -d ' ' -f 1)" ]
  else
    ! grep -q "^..5.* $haproxy_configuration\$" <<<"$(rpm -V haproxy)"
  fi
}

run_haproxy() {
  local fingerprint new complaint seen
  fingerprint="$(sha256sum <<<"$1")"
  fingerprint="${fingerprint%% *}"
  new="$(mktemp /run/carbonio-infra/haproxy.XXXXXX)"
  printf '%s\n%s\n' "$1" "$(haproxy_status "$2" "$fingerprint")" >"$new"
  if ! complaint="$(haproxy -c -f "$new" 2>&1)"; then
    rm -f "$new"
    die "expected HAProxy to accept its configuration, it said: $(sed -n 's/^\[ALERT\].*config : //p' <<<"$complaint" | paste -sd ';')"
  fi
  if ! haproxy_configuration_is_ours; then
    rm -f "$new"
    die "expected $haproxy_configuration as its package or this step wrote it, found another: move it away if nobody needs it"
  fi

  mark_serving
  write_file "$haproxy_configuration" 0644 <"$new"
  rm -f "$new"
  systemctl enable --quiet haproxy.service
  # Connections outlive a reload; a restart is for the HAProxy that cannot be brought to it.
  if ! haproxy_runs "$fingerprint" "$2"; then
    systemctl reload-or-restart haproxy.service || true
    soon "$3" haproxy_runs "$fingerprint" "$2" || systemctl restart haproxy.service || true
  fi
  if soon "$3" haproxy_runs "$fingerprint" "$2"; then seen=running; else
    seen="$(systemctl is-active haproxy.service || true): $(journalctl --unit haproxy.service --lines 5 --output cat 2>/dev/null | tr '\n' ' ')"
  fi
  expect haproxy "HAProxy running the configuration $haproxy_configuration" "$seen" [ "$seen" = running ]
}
