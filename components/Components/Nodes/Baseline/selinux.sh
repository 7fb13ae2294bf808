#!/usr/bin/env bash
# SELinux permissive or disabled, now and after a boot.
# uses: verdict
set -euo pipefail

if ! [ -e /etc/selinux/config ]; then
  verdict not-applicable selinux "permissive or disabled" "not part of this system"
  exit 0
fi

if grep -qE '^SELINUX=enforcing' /etc/selinux/config; then
  sed -i 's/^SELINUX=enforcing/SELINUX=permissive/' /etc/selinux/config
fi
if command -v getenforce >/dev/null && [ "$(getenforce)" = Enforcing ]; then setenforce 0; fi

seen="$(sed -n 's/^SELINUX=//p' /etc/selinux/config)"
expect selinux-at-boot "permissive or disabled" "${seen:-nothing}" [ "$seen" = permissive -o "$seen" = disabled ]
seen="$(getenforce 2>/dev/null || echo Disabled)"
expect selinux "Permissive or Disabled" "$seen" [ "$seen" != Enforcing ]
conclude
