#!/usr/bin/env bash
# This host trusts the deployment's own certificate authority, whatever it verifies with.
# uses: verdict write_file
set -euo pipefail
: "${certificate:?}"

if command -v update-ca-certificates >/dev/null; then
  anchor=/usr/local/share/ca-certificates/carbonio-infra.crt bundle=/etc/ssl/certs/ca-certificates.crt
  update() { update-ca-certificates; }
  # An update that was cut off may have filled the bundle and not yet OpenSSL's folder of hashes.
  hashed() { ! command -v openssl >/dev/null || openssl verify -no-CAfile -no-CAstore -CApath /etc/ssl/certs >/dev/null 2>&1 <<<"$certificate"; }
elif command -v update-ca-trust >/dev/null; then
  anchor=/etc/pki/ca-trust/source/anchors/carbonio-infra.crt bundle=/etc/pki/tls/certs/ca-bundle.crt
  update() { update-ca-trust extract; }
  hashed() { true; }
else
  die "expected update-ca-certificates or update-ca-trust (package ca-certificates), found neither"
fi

on_one_line() { sed '/^-/d' | tr -d '\n'; }
trusts() { grep -cF -- "$(on_one_line <<<"$certificate")" <(tr -d '\n' <"$bundle") >/dev/null && hashed; }

write_file "$anchor" 0644 <<<"$certificate"
if ! trusts; then update >&2; fi
if trusts; then seen=trusted; else seen="not trusted after an update of $bundle"; fi
expect certificate-authority trusted "$seen" [ "$seen" = trusted ]
conclude
