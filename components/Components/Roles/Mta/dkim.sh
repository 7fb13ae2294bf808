#!/usr/bin/env bash
# The domain's mail is signed by a key that is made once; nothing here makes another. Until the record with its public half is
# published, mail that is signed would count as forged, so signing is held back. The last line is that record.
# uses: verdict as_zextras provisioning
set -euo pipefail
: "${domain:?}" "${published:?}"

selector="$(attribute_values "domain $domain" DKIMSelector)"
if [ -z "$selector" ]; then
  # It prints the public half alone.
  as_zextras /opt/zextras/libexec/zmdkimkeyutil -a -d "$domain" >&2 || true
  selector="$(attribute_values "domain $domain" DKIMSelector)"
fi
expect dkim-key "a key of $domain" "${selector:-none}" [ -n "$selector" ]
conclude

[ "$published" = true ] && identity=$domain || identity=""
ensure_attribute "domain $domain" DKIMIdentity "$identity"

# A zone file's entry: the value in pieces, each in quotes.
record="$(attribute_values "domain $domain" DKIMPublicKey | grep -oE '"[^"]*"' | tr -d '"\n' || true)"
expect dkim-record "a value that begins with v=DKIM1 and has a key" "${record:-none}" grep -qE '^v=DKIM1;.*p=[A-Za-z0-9+/]{100,}' <<<"$record"
conclude
printf '{"record":%s,"type":"TXT","value":%s}\n' "$(json_text "$selector._domainkey.$domain")" "$(json_text "$record")"
