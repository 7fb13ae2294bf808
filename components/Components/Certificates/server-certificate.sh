#!/usr/bin/env bash
# Makes a certificate for a server, whose DNS names are in $names, and prints it with its key as one JSON object. Standard input has the
# authority's private key and certificate. No private key ever is in a file.
set -euo pipefail
authority="$(cat)"
: "${names:?}" "${authority:?}"

extensions="
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
subjectAltName = DNS:${names// /, DNS:}
"
configuration="
[req]
distinguished_name = subject
prompt = no
[subject]
CN = ${names%% *}
"
key="$(openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256)"
request="$(openssl req -new -sha256 -config <(printf '%s\n' "$configuration") -key <(printf '%s\n' "$key"))"
certificate="$(openssl x509 -req -sha256 -days 3650 -set_serial "0x$(openssl rand -hex 16)" -in <(printf '%s\n' "$request") \
  -CA <(printf '%s\n' "$authority") -CAkey <(printf '%s\n' "$authority") -extfile <(printf '%s\n' "$extensions"))"
printf '{"privateKey":"%s\\n","certificate":"%s\\n"}\n' "${key//$'\n'/\\n}" "${certificate//$'\n'/\\n}"
