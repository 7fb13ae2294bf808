#!/usr/bin/env bash
# A firewall of the host's own that is in force lets every node of the cluster in, and everybody on the ports that load balancers
# and clients use. One that is off stays off, and rules of others stay as they are.
# uses: verdict write_file
set -euo pipefail
: "${address:?}" "${nodes:?}" "${public_ports?}"

addresses() { awk '{ print $1 }' <<<"$nodes" | sort; }

firewalld_zone_text() {
  printf '%s\n' '<?xml version="1.0" encoding="utf-8"?>' '<zone target="ACCEPT">' '  <short>Nodes of the Carbonio cluster</short>'
  awk '{ printf "  <source address=\"%s\"/> <!-- %s -->\n", $1, $2 }' <<<"$nodes"
  echo '</zone>'
}

firewalld_service_text() {
  local port
  printf '%s\n' '<?xml version="1.0" encoding="utf-8"?>' '<service>' '  <short>Public ports of the Carbonio node</short>'
  for port in $public_ports; do printf '  <port port="%s" protocol="%s"/>\n' "${port%/*}" "${port#*/}"; done
  echo '</service>'
}

# The zone of the interface that the others reach; new arrivals at other interfaces are none of Carbonio's business.
firewalld_public_zone() {
  local interface
  interface="$(ip -4 -o address show to "$address" | awk 'NR == 1 { print $2 }')"
  firewall-cmd --get-zone-of-interface="$interface" 2>/dev/null || firewall-cmd --get-default-zone
}

use_firewalld() {
  local zone seen
  zone="$(firewalld_public_zone)"
  firewalld_zone_text | write_file /etc/firewalld/zones/carbonio-infra.xml 0644
  firewalld_service_text | write_file /etc/firewalld/services/carbonio-infra.xml 0644
  firewall-cmd --quiet --reload
  if [ -n "$public_ports" ] && ! firewall-cmd --quiet --permanent --zone="$zone" --query-service=carbonio-infra; then
    firewall-cmd --quiet --permanent --zone="$zone" --add-service=carbonio-infra
    firewall-cmd --quiet --reload
  fi
  seen="$(firewall-cmd --zone=carbonio-infra --list-sources | xargs -n 1 | sort | paste -sd ' ')"
  expect firewall-nodes "firewalld lets every node in: $(addresses | paste -sd ' ')" "${seen:-nobody}" \
    [ "$seen" = "$(addresses | paste -sd ' ')" ]
  seen="$(firewall-cmd --zone="$zone" --list-services)"
  expect firewall-public "firewalld's zone $zone lets everybody in on: ${public_ports:-no port}" "services $seen" \
    public_service_is_as_wanted "$seen"
}

public_service_is_as_wanted() {
  if [ -n "$public_ports" ]; then grep -qw carbonio-infra <<<"$1"; fi
}

ufw_targets() {
  local port
  awk '{ print "from " $1 }' <<<"$nodes"
  for port in $public_ports; do echo "${port/-/:}"; done
}

ufw_own_rules() { ufw show added | sed -n "s/^ufw allow \(.*\) comment 'carbonio-infra'\$/\1/p"; }

use_ufw() {
  local rule missing
  while read -r rule; do
    # shellcheck disable=SC2086  # the words of a rule
    ufw_targets | grep -xF -- "$rule" >/dev/null || ufw delete allow $rule >/dev/null
  done < <(ufw_own_rules)
  while read -r rule; do
    # shellcheck disable=SC2086
    ufw_own_rules | grep -xF -- "$rule" >/dev/null || ufw allow $rule comment carbonio-infra >/dev/null
  done < <(ufw_targets)
  missing="$(comm -23 <(ufw_targets | sort) <(ufw_own_rules | sort) | paste -sd ';')"
  expect firewall "ufw allows: $(ufw_targets | paste -sd ';')" "${missing:+missing: }${missing:-all}" [ -z "$missing" ]
}

if command -v firewall-cmd >/dev/null && firewall-cmd --quiet --state 2>/dev/null; then
  use_firewalld
elif command -v ufw >/dev/null && ufw status | grep -x 'Status: active' >/dev/null; then
  use_ufw
else
  verdict not-applicable firewall "the cluster's nodes let in" "neither firewalld nor ufw is in force"
fi
conclude
