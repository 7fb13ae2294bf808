#!/usr/bin/env bash
# Every node's name resolves to its address, and every peer that the ports table names can be reached: on each of its TCP ports,
# and by ICMP echo where that is asked for. On TCP an answer of either kind will do, accepted or refused: nothing listens yet, but
# only a firewall keeps silent.
# uses: verdict
set -euo pipefail
: "${nodes:?}" "${tcp_peers?}" "${echo_peers?}" "${patience_seconds:?}"

answers="$(mktemp -d /run/carbonio-infra/peers.XXXXXX)"
trap 'rm -rf "$answers"' EXIT

# knock ADDRESS PORT: notes what came of it. One process for each port and no more: a cluster has many.
knock() { { exec 3<>"/dev/tcp/$1/$2"; } 2>"$answers/$1:$2" && : >"$answers/$1:$2.accepted"; }

# find_silent ADDRESS PORTS: sets silent to those on which nobody answered.
find_silent() {
  local port said
  silent=""
  for port in ${2//,/ }; do
    [ ! -e "$answers/$1:$port.accepted" ] || continue
    said=""
    IFS= read -r said 2>/dev/null <"$answers/$1:$port" || true
    case "$said" in
      *'Connection refused'*) ;;
      *) silent+="${silent:+,}$port" ;;
    esac
  done
}

# One packet may get lost; three do not.
echo_request() {
  if ping -n -q -c 3 -i 0.2 -W "$patience_seconds" "$1" >"$answers/$1.echo" 2>&1; then : >"$answers/$1.answered"; fi
}

while read -r _ address; do
  if [ -n "$address" ]; then echo_request "$address" & fi
done <<<"$echo_peers"
echoes="$(jobs -p)"
while read -r _ address ports; do
  for port in ${ports//,/ }; do
    knock "$address" "$port" &
  done
done <<<"$tcp_peers"
started=$SECONDS
while [ -n "$(jobs -rp)" ] && [ $((SECONDS - started)) -lt "$patience_seconds" ]; do sleep 0.2; done
for job in $(jobs -rp); do
  case " ${echoes//$'\n'/ } " in
    *" $job "*) ;;
    *) kill "$job" 2>/dev/null || true ;;
  esac
done
wait

while read -r name address; do
  seen="$(getent ahostsv4 "$name" | awk '!known[$1]++ { printf "%s%s", separator, $1; separator = " " }' || true)"
  expect "resolves-$name" "$address" "${seen:-nothing}" [ "$seen" = "$address" ]
done <<<"$nodes"

while read -r name address ports; do
  [ -n "$name" ] || continue
  find_silent "$address" "$ports"
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
