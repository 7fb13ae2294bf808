#!/usr/bin/env bash
# Makes a certificate authority for the DNS domain on standard input and prints it as one JSON object. It can speak for no other
# domain. The private key never is in a file.
set -euo pipefail
IFS= read -r domain
: "${domain:?}"

configuration="
[req]
distinguished_name = subject
prompt = no
[subject]
O = $domain
CN = carbonio-infra
[authority]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
nameConstraints = critical, permitted;DNS:$domain, excluded;IP:0.0.0.0/0.0.0.0, excluded;IP:::/::
"
key="$(openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256)"
certificate="$(openssl req -x509 -new -sha256 -days 3650 -extensions authority -config <(printf '%s\n' "$configuration") -key <(printf '%s\n' "$key"))"
printf '{"privateKey":"%s\\n","certificate":"%s\\n"}\n' "${key//$'\n'/\\n}" "${certificate//$'\n'/\\n}"
