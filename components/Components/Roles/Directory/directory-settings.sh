#!/usr/bin/env bash
# What the directory says for the whole cluster. Each value is read first: a write goes to every directory server and to all who
# cache it. Values of operators stay where an attribute takes several.
# uses: verdict provisioning
set -euo pipefail
: "${domain:?}" "${log_host:?}" "${public_hostname:?}" "${trusted_addresses:?}"

ensure_attribute config zimbraLogHostname "$log_host"
ensure_attribute config zimbraPublicServiceHostname "$public_hostname"
for address in $trusted_addresses; do
  ensure_attribute_value config zimbraMailTrustedIP "$address"
done

ensure_attribute "domain $domain" zimbraPublicServiceHostname "$public_hostname"
ensure_attribute "domain $domain" zimbraPublicServiceProtocol https
ensure_attribute "domain $domain" zimbraPublicServicePort 443
ensure_attribute_value "domain $domain" zimbraVirtualHostname "$public_hostname"
conclude
