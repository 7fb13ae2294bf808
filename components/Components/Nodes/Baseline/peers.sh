#!/usr/bin/env bash
# Every node's name resolves to its address, and every peer that the ports table names can be reached: on each of its TCP ports,
# and by ICMP echo where that is asked for. On TCP an answer of either kind will do, accepted or refused: nothing listens yet, but
# only a firewall keeps silent.
# uses: verdict
set -euo pipefail
: "${nodes:?}" "${tcp_peers?}" "${echo_peers?}" "${patience_seconds:?}"

answers="$(mktemp -d /run/carbonio-infra/peers.XXXXXX)"
trap 'rm -rf "$answers"' EXIT

# knock ADDRESS PORT: notes the port when nobody answers.
knock() {
  local answer
  # shellcheck disable=SC2016  # the inner shell expands
  answer="$(timeout "$patience_seconds" bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$1" "$2" 2>&1)" && return 0
  case "$answer" in
    *'Connection refused'*) ;;
    *) printf '%s\n' "$2" >>"$answers/$1" ;;
  esac
}

# One packet may get lost; three do not.
echo_request() {
  if ping -n -q -c 3 -i 0.2 -W "$patience_seconds" "$1" >"$answers/$1.echo" 2>&1; then : >"$answers/$1.answered"; fi
}

while read -r _ address ports; do
  for port in ${ports//,/ }; do
    knock "$address" "$port" &
    # Enough at a time that one silent peer does not hold up the others.
    while [ "$(jobs -rp | wc -l)" -ge 32 ]; do wait -n || true; done
  done
done <<<"$tcp_peers"
while read -r _ address; do
  if [ -n "$address" ]; then echo_request "$address" & fi
done <<<"$echo_peers"
wait

while read -r name address; do
  seen="$(getent ahostsv4 "$name" | awk '{ print $1 }' | sort -u | paste -sd ' ' || true)"
  expect "resolves-$name" "$address" "${seen:-nothing}" [ "$seen" = "$address" ]
done <<<"$nodes"

while read -r name address ports; do
  [ -n "$name" ] || continue
  silent="$(sort -n "$answers/$address" 2>/dev/null | paste -sd ',' || true)"
  expect "reaches-$name" "an answer on TCP $ports of $address within $patience_seconds s" \
    "${silent:+silence on }${silent:-answers on all}" [ -z "$silent" ]
done <<<"$tcp_peers"

while read -r name address; do
  [ -n "$name" ] || continue
  seen="an answer"
  [ -e "$answers/$address.answered" ] || seen="none: $(tail -n 1 "$answers/$address.echo")"
  expect "echoes-$name" "an answer to ICMP echo from $address within $patience_seconds s" "$seen" [ "$seen" = "an answer" ]
done <<<"$echo_peers"
conclude
