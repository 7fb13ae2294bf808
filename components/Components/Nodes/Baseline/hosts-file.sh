#!/usr/bin/env bash
# /etc/hosts as Carbonio wants it: localhost once, every node once with its private address, no IPv6 line (the post-install script
# of carbonio-core edits those). Lines of others stay when they contradict nothing.
# uses: verdict write_file
set -euo pipefail
: "${fqdn:?}" "${address:?}" "${nodes:?}"

begin='# carbonio-infra: begin'
end='# carbonio-infra: end'

foreign_lines() {
  nodes="$nodes" awk -v begin="$begin" -v end="$end" '
    BEGIN { count = split(ENVIRON["nodes"], words, /[ \n]+/); for (i = 1; i <= count; i++) ours[words[i]] = 1 }
    $0 == begin { inside = 1 }
    $0 == end { inside = 0; next }
    inside || NF == 0 { next }
    /^[ \t]*#/ { print; next }
    $1 ~ /:/ || $1 ~ /^127\./ { next }
    { for (i = 1; i <= NF; i++) if ($i in ours || $i == "localhost") next; print }
  ' /etc/hosts
}

# Into a variable first: a file that could not be read must not become a short one.
kept=""
if [ -e /etc/hosts ]; then kept="$(foreign_lines)"; fi
printf '%s\n' '127.0.0.1 localhost' "$begin" "$nodes" "$end" ${kept:+"$kept"} | write_file /etc/hosts 0644

seen="$(hostname -f 2>&1 || true)"
expect full-name "hostname -f says $fqdn" "$seen" [ "$seen" = "$fqdn" ]
seen="$(getent ahostsv4 "$fqdn" | awk '{ print $1 }' | sort -u | tr '\n' ' ' || true)"
expect own-address "$fqdn resolves to $address" "${seen:-nothing}" [ "$seen" = "$address " ]
seen="$(awk '!/^[ \t]*#/ && $1 ~ /:/' /etc/hosts)"
expect ipv6-lines "no IPv6 line in /etc/hosts" "${seen:-none}" [ -z "$seen" ]
seen="$(awk '!/^[ \t]*#/ { for (i = 2; i <= NF; i++) if ($i == "localhost") count++ } END { print count + 0 }' /etc/hosts)"
expect localhost "localhost once in /etc/hosts" "$seen times" [ "$seen" -eq 1 ]
conclude
