#!/usr/bin/env bash
# The host's own name is its full name; cloud-init must not take it back at the next boot.
# uses: verdict write_file
set -euo pipefail
: "${fqdn:?}"

if [ -d /etc/cloud/cloud.cfg.d ]; then
  write_file /etc/cloud/cloud.cfg.d/99-carbonio-infra.cfg 0644 <<<$'preserve_hostname: true\nmanage_etc_hosts: false'
fi

if [ "$(hostname)" != "$fqdn" ] || [ "$(cat /etc/hostname 2>/dev/null)" != "$fqdn" ]; then
  hostnamectl set-hostname "$fqdn"
fi

expect hostname "$fqdn" "$(hostname)" [ "$(hostname)" = "$fqdn" ]
expect hostname-at-boot "$fqdn" "$(cat /etc/hostname)" [ "$(cat /etc/hostname)" = "$fqdn" ]
conclude
