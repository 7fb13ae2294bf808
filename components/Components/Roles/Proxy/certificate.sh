#!/usr/bin/env bash
# The domain has this public certificate and its key in the directory, from where proxies take them.
# uses: verdict as_zextras provisioning
set -euo pipefail
: "${domain:?}" "${certificate:?}" "${certificate_key:?}"

public_key_of_certificate() { openssl x509 -noout -pubkey 2>/dev/null; }
public_key_of_key() { openssl pkey -pubout 2>/dev/null; }

stored_certificate() { attribute_values "domain $domain" zimbraSSLCertificate; }
stored_key_fits() {
  local of_key
  of_key="$(attribute_values "domain $domain" zimbraSSLPrivateKey | public_key_of_key || true)"
  [ -n "$of_key" ] && [ "$of_key" = "$(public_key_of_certificate <<<"$certificate")" ]
}

is_stored() { [ "$(stored_certificate)" = "$certificate" ] && stored_key_fits; }

if ! is_stored; then
  # One line of a batch: \n stands for the end of a line. The key is seen by no argument and no file.
  printf 'md %s zimbraSSLCertificate "%s" zimbraSSLPrivateKey "%s"\n' \
    "$domain" "${certificate//$'\n'/\\n}" "${certificate_key//$'\n'/\\n}" | as_zextras carbonio prov -l >/dev/null 2>&1 || true
fi
seen="$(stored_certificate | openssl x509 -noout -fingerprint -sha256 2>/dev/null | cut -d = -f 2 || true)"
wanted="$(openssl x509 -noout -fingerprint -sha256 <<<"$certificate" | cut -d = -f 2)"
expect certificate-stored "$wanted as zimbraSSLCertificate of $domain" "${seen:-none}" [ "$seen" = "$wanted" ]
expect certificate-chain "the whole chain in zimbraSSLCertificate" "$(stored_certificate | grep -c BEGIN || true) certificate(s)" \
  [ "$(stored_certificate)" = "$certificate" ]
expect certificate-key "the key that belongs to the certificate" "$(stored_key_fits && echo it || echo another or none)" stored_key_fits
conclude
