#!/usr/bin/env bash
# This directory server and its peer are masters of each other. The first one takes the peer for its master; the second was set up
# so by its bootstrap. Neither loses that when the other is away or comes back.
# uses: verdict wait_until soon as_zextras carbonio_services directory_answers
set -euo pipefail
: "${fqdn:?}" "${peer:?}" "${server_id:?}" "${is_first:?}" "${patience_seconds:?}"

readonly peer_uri="ldap://$peer:389/" masters="ldap://$fqdn:389 ldap://$peer:389"

# Exits 0 whatever it finds.
agreements() { as_zextras /opt/zextras/libexec/zmldapmmrtool -q 2>&1 || true; }

has_id() { grep -qxE "Master Server ID: $1" <<<"$2"; }
follows_peer() { grep -qE "URI: ${peer_uri//./\\.}( |\$)" <<<"$1"; }
is_multi_master() { has_id "$server_id" "$found" && follows_peer "$found"; }

# The masters that zmreplchk does not call in sync, or whose change numbers differ; empty when all is well. It says "In Sync" of a
# master that lacks what others have, hence the numbers.
out_of_sync() {
  local report
  report="$(as_zextras /opt/zextras/libexec/zmreplchk 2>&1 || true)"
  awk -v masters="$masters" '
    BEGIN { count = split(masters, uri, " ") }
    $1 == "Master:" { current = $2; line[current] = $0; next }
    $1 == "Replica:" { current = ""; next }
    current != "" && /#/ { numbers[current] = numbers[current] " " $1 }
    END {
      for (i = 1; i <= count; i++) {
        if (!(uri[i] in line)) print uri[i] ": not reported"
        else if (line[uri[i]] !~ /Code: 0 Status: In Sync/) { sub(/ CSNs:$/, "", line[uri[i]]); print line[uri[i]] }
        else if (numbers[uri[i]] != numbers[uri[1]]) print uri[i] ": other changes than " uri[1]
      }
    }' <<<"$report" | paste -sd ';'
}

in_sync() { [ -z "$(out_of_sync)" ]; }

wait_until 120 "an answer of the directory on $fqdn" directory_answers "$fqdn"
found="$(agreements)"
if [ "$is_first" = yes ] && ! follows_peer "$found"; then
  # The peer has no directory before it is set up from this one. If it has, this one was made anew beside it, and to follow each
  # other would mix two directories.
  if directory_answers "$peer"; then
    die "expected no directory on $peer before this one follows it, found one: this host's directory was made anew; it must join $peer by a bootstrap as its multi-master peer"
  fi
  id=(-s "$server_id")
  # A run that was cut off may have left the number alone, and the tool takes it only once.
  ! has_id '[0-9]+' "$found" || id=()
  as_zextras /opt/zextras/libexec/zmldapenable-mmr "${id[@]}" -m "$peer_uri" >&2 || true
  found="$(agreements)"
fi
expect multi-master "Master Server ID $server_id, an agreement with $peer_uri" "$(paste -sd ' ' <<<"$found")" is_multi_master
conclude

if [ "$(as_zextras zmlocalconfig -s -m nokey ldap_master_url)" != "$masters" ]; then
  request_restart all
  as_zextras zmlocalconfig -e "ldap_master_url=$masters"
fi
seen="$(as_zextras zmlocalconfig -s -m nokey ldap_master_url)"
expect ldap-master-url "$masters" "$seen" [ "$seen" = "$masters" ]

# The first one is not kept waiting for a peer that is still to come.
if [ "$is_first" = no ]; then
  soon "$patience_seconds" in_sync || true
  seen="$(out_of_sync)"
  expect replication "both masters in sync within $patience_seconds s" "${seen:-in sync}" [ -z "$seen" ]
fi
conclude
restart_if_requested
