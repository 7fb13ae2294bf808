#!/usr/bin/env bash
# This MTA relays for the nodes that may and for nobody else. Carbonio's own default is every network that the host is in, and a load
# balancer in one of them would make the whole Internet local.
# uses: verdict soon as_zextras carbonio_services provisioning
set -euo pipefail
: "${fqdn:?}" "${address:?}" "${trusted_networks:?}" "${load_balancers?}" "${cleans_up:?}" "${patience_seconds:?}"

# covers NETWORK ADDRESS: whether the IPv4 address lies in the network.
covers() {
  local network=${1%/*} prefix=32
  [[ "$1" != */* ]] || prefix=${1#*/}
  [[ "$network" =~ ^[0-9.]+$ ]] || return 1
  [ $(($(number "$network") >> (32 - prefix))) -eq $(($(number "$2") >> (32 - prefix))) ]
}

number() {
  local a b c d
  IFS=. read -r a b c d <<<"$1"
  echo $(((a << 24) + (b << 16) + (c << 8) + d))
}

# trusted_load_balancers NETWORK...: the load balancers that lie in one of the networks.
trusted_load_balancers() {
  local network balancer
  for balancer in $load_balancers; do
    for network in "$@"; do
      if covers "$network" "$balancer"; then
        echo "$balancer in $network"
        break
      fi
    done
  done | paste -sd ' '
}

sorted() { tr -s ', ' '\n' <<<"$1" | sed '/^$/d' | sort | paste -sd ' '; }

# What Postfix itself has in force.
networks_in_force() { as_zextras postconf -h mynetworks; }
relays_for_wanted() { [ "$(sorted "$(networks_in_force)")" = "$(sorted "$trusted_networks")" ]; }

# foreign_recipient_reply: what this MTA answers to a client that it must not relay for. It comes from the host's own address,
# which is not among the trusted ones.
foreign_recipient_reply() {
  local line reply=""
  exec 7<>"/dev/tcp/$address/25" || return 1
  for line in "" "EHLO $fqdn" "MAIL FROM:<>" "RCPT TO:<relay-check@example.net>"; do
    [ -z "$line" ] || printf '%s\r\n' "$line" >&7
    # All lines of an answer but the last have a hyphen after the code.
    while IFS= read -r -t 30 reply <&7; do
      [[ "$reply" =~ ^[0-9]{3}- ]] || break
    done
    [[ "$reply" =~ ^[2345] ]] || break
    [[ "$reply" =~ ^2 ]] || break
  done
  printf 'QUIT\r\n' >&7 || true
  exec 7>&-
  printf '%s after %s\n' "$(tr -d '\r' <<<"${reply:-silence}")" "${line:-greeting}"
}

seen="$(read -ra networks <<<"$trusted_networks"; trusted_load_balancers "${networks[@]}")"
expect load-balancers-not-trusted "no load balancer in $trusted_networks" "${seen:-none}" [ -z "$seen" ]
conclude

ensure_attribute "server $fqdn" zimbraSmtpHostname localhost
ensure_attribute "server $fqdn" zimbraSmtpPort 25
ensure_attribute "server $fqdn" zimbraMtaMyNetworks "$trusted_networks"
conclude

# Carbonio's configuration service brings a change to Postfix by itself, which interrupts nobody. A restart is for where it does not.
if ! soon "$patience_seconds" relays_for_wanted; then
  restart_carbonio mta
  soon 60 relays_for_wanted || true
fi
seen="$(networks_in_force || true)"
expect trusted-networks "$trusted_networks in Postfix's mynetworks" "${seen:-nothing}" relays_for_wanted
found="$(read -ra networks <<<"$(sorted "$seen")"; trusted_load_balancers "${networks[@]}")"
expect load-balancers-not-trusted "no load balancer in Postfix's mynetworks" "${found:-none}" [ -z "$found" ]

answers_port() { (exec 7<>"/dev/tcp/$address/25") 2>/dev/null; }
soon 60 answers_port || true
seen="$(foreign_recipient_reply 2>/dev/null || echo "no connection to port 25")"
expect no-open-relay "a recipient elsewhere refused to a client elsewhere" "$seen" grep -qE '^[45][0-9]{2} .* after RCPT' <<<"$seen"

# One host alone cleans up after the training of the spam filter.
if [ "$(as_zextras zmlocalconfig -s -m nokey zmtrainsa_cleanup_host)" != "$cleans_up" ]; then
  as_zextras zmlocalconfig -e "zmtrainsa_cleanup_host=$cleans_up"
fi
seen="$(as_zextras zmlocalconfig -s -m nokey zmtrainsa_cleanup_host)"
expect spam-training-cleanup "$cleans_up" "${seen:-nothing}" [ "$seen" = "$cleans_up" ]
conclude
