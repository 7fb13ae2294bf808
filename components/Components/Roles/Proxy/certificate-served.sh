#!/usr/bin/env bash
# This proxy shows the public certificate to whoever asks for the public name, and it is still valid.
# uses: verdict soon carbonio_services
set -euo pipefail
: "${public_hostname:?}" "${fingerprint:?}" "${patience_seconds:?}"

served() {
  timeout 20 openssl s_client -connect 127.0.0.1:443 -servername "$public_hostname" </dev/null 2>/dev/null || true
}

served_fingerprint() { served | openssl x509 -noout -fingerprint -sha256 2>/dev/null | cut -d = -f 2 | tr -d : || true; }
is_valid() { served | openssl x509 -noout -checkend 0 >/dev/null 2>&1; }
is_served() { [ "$(served_fingerprint)" = "$fingerprint" ]; }

# nginx takes certificates from the directory when it starts.
if ! is_served; then
  request_restart proxy
  restart_if_requested
fi
soon "$patience_seconds" is_served || true
seen="$(served_fingerprint)"
expect certificate-served "$fingerprint for $public_hostname on TCP 443" "${seen:-none}" [ "$seen" = "$fingerprint" ]
seen="$(served | openssl x509 -noout -enddate 2>/dev/null | cut -d = -f 2 || true)"
expect certificate-valid "a certificate that is valid now" "until ${seen:-unknown}" is_valid
conclude
