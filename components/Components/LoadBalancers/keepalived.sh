#!/usr/bin/env bash
# keepalived: one of two load balancers holds the virtual address, the other takes it over when the first is silent or its HAProxy
# does not answer. Whoever has it keeps it: an interruption more for the sake of an order would help nobody.
# uses: verdict write_file
set -euo pipefail
: "${name:?}" "${address:?}" "${peer_address:?}" "${virtual_address:?}" "${priority:?}" "${router_id:?}" "${advert_seconds:?}" \
  "${status_port:?}" "${patience_seconds:?}"

readonly configuration=/etc/keepalived/keepalived.conf
# Where SELinux lets keepalived start what it does not know.
readonly health_check=/usr/libexec/keepalived/carbonio-infra-haproxy
interface="$(ip -4 -o address show to "$address" | awk 'NR == 1 { print $2 }')"

# Asks HAProxy itself: a process that hangs is none that serves. This runs every second, and Bash alone takes less than half of curl's time.
haproxy_answers() {
  local status=""
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf 'GET /alive HTTP/1.0\r\n\r\n' >&3
  read -r -t 1 _ status _ <&3 || true
  [ "$status" = 200 ]
}

check_text() {
  cat <<EOF
#!/bin/bash
# Written by carbonio-infra; changes are overwritten.
exec 2>/dev/null
$(declare -f haproxy_answers)
haproxy_answers $status_port
EOF
}

text() {
  cat <<EOF
# Written by carbonio-infra; changes are overwritten.
global_defs {
  router_id $name
  vrrp_version 3
  enable_script_security
  script_user nobody
  vrrp_rt_priority 50
  vrrp_garp_master_refresh 60
}

vrrp_script haproxy {
  script $health_check
  interval 1
  timeout 2
  fall 2
  rise 2
}

vrrp_instance load_balancer {
  state BACKUP
  nopreempt
  interface $interface
  virtual_router_id $router_id
  priority $priority
  advert_int $advert_seconds
  unicast_src_ip $address
  unicast_peer {
    $peer_address
  }
  check_unicast_src
  virtual_ipaddress {
    $virtual_address/32
  }
  track_script {
    haproxy
  }
}
EOF
}

mkdir -p "${health_check%/*}"
check_text | write_file "$health_check" 0755
new="$(mktemp /run/carbonio-infra/keepalived.XXXXXX)"
trap 'rm -f "$new"' EXIT
text >"$new"
# Of a configuration with a script, keepalived 2.2.7 ends the test by SIGTERM, whatever it found; what it found it says.
if ! complaint="$( (keepalived --config-test --use-file "$new" 2>&1) 2>/dev/null)" && [ -n "$complaint" ]; then
  die "expected keepalived to accept its configuration, it said: $(paste -sd ';' <<<"$complaint")"
fi

before="$(sha256sum <"$configuration" 2>/dev/null || true)"
write_file "$configuration" 0644 <"$new"
systemctl enable --quiet keepalived.service
if ! systemctl is-active --quiet keepalived.service; then
  systemctl start keepalived.service || true
elif [ "$before" != "$(sha256sum <"$configuration")" ]; then
  systemctl reload keepalived.service || true
fi

holds_address() { [ -n "$(ip -4 -o address show to "$virtual_address")" ]; }
address_answers() { holds_address || ping -n -q -c 1 -W 1 "$virtual_address" >/dev/null 2>&1; }

# Whichever of the two is first.
started=$SECONDS
until address_answers || [ $((SECONDS - started)) -ge "$patience_seconds" ]; do sleep 0.5; done
seen="$(systemctl is-active keepalived.service || true)"
expect keepalived active "$seen" [ "$seen" = active ]
if holds_address; then seen="held by this host"; elif address_answers; then seen="held by another host"; else seen="held by nobody"; fi
expect virtual-address "$virtual_address held by one of the load balancers" "$seen" [ "$seen" != "held by nobody" ]
conclude
