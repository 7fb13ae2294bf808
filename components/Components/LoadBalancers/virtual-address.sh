#!/usr/bin/env bash
# The address that two load balancers will share belongs to their network, and to nobody else in it.
# uses: verdict
set -euo pipefail
: "${address:?}" "${peer_address:?}" "${virtual_address:?}"

# network_of ADDRESS PREFIX: its network as a number.
network_of() {
  local a b c d
  IFS=. read -r a b c d <<<"$1"
  echo $((((a << 24) + (b << 16) + (c << 8) + d) >> (32 - $2)))
}

# neighbour ADDRESS: the hardware address behind it, empty when nobody answers for it. Firewalls do not filter that question.
neighbour() {
  ping -n -q -c 2 -i 0.2 -W 1 "$1" >/dev/null 2>&1 || true
  ip -4 neigh show to "$1" | awk '{ for (i = 1; i < NF; i++) if ($i == "lladdr") print $(i + 1) }'
}

network="$(ip -4 -o address show to "$address" | awk 'NR == 1 { print $4 }')"
prefix="${network#*/}"
expect virtual-address-network "$virtual_address within $network" "$virtual_address" \
  [ "$(network_of "$address" "$prefix")" = "$(network_of "$virtual_address" "$prefix")" ]

holder="$(neighbour "$virtual_address")"
if [ -n "$(ip -4 -o address show to "$virtual_address")" ]; then
  holder="this host"
elif [ -n "$holder" ] && [ "$holder" = "$(neighbour "$peer_address")" ]; then
  holder="the other load balancer"
fi
expect virtual-address-free "$virtual_address held by nobody but the load balancers" "${holder:-nobody}" \
  grep -qxE '|this host|the other load balancer' <<<"$holder"
conclude
