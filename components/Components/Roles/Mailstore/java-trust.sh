#!/usr/bin/env bash
# Carbonio's Java trusts the certificate authority of the bucket. It has a store of its own, whatever the host trusts.
# uses: verdict write_file as_zextras carbonio_services
set -euo pipefail
: "${certificate:?}"

# The vendor's command names an entry after its file.
readonly file=/opt/zextras/conf/carbonio-infra.crt entry=zcs-user-carbonio-infra

local_setting() {
  local value
  value="$(as_zextras zmlocalconfig -s -m nokey "$1")"
  [ -n "$value" ] || die "expected a value of the local setting $1, found none"
  printf '%s' "$value"
}
store="$(local_setting mailboxd_truststore)"
password="$(local_setting mailboxd_truststore_password)"

on_one_line() { sed '/^-/d' | tr -d '\r\n'; }
# keytool asks for the password on standard input.
in_store() {
  printf '%s\n' "$password" | /opt/zextras/common/bin/keytool -list -rfc -alias "$entry" -keystore "$store" 2>/dev/null |
    sed -n '/^-----BEGIN/,/^-----END/p' | on_one_line
}
trusts() { [ "$(in_store)" = "$(on_one_line <<<"$certificate")" ]; }

write_file "$file" 0644 zextras:zextras <<<"$certificate"
if ! trusts; then
  request_restart appserver
  as_zextras /opt/zextras/bin/zmcertmgr addcacert "$file" >&2 || true
fi
if trusts; then seen=trusted; else seen="not in $store after zmcertmgr addcacert"; fi
expect java-certificate-authority trusted "$seen" [ "$seen" = trusted ]
conclude
restart_if_requested
