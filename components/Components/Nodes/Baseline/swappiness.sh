#!/usr/bin/env bash
# vm.swappiness=1, now and after a boot.
# uses: verdict write_file in_container
set -euo pipefail

write_file /etc/sysctl.d/90-carbonio-infra.conf 0644 <<<'vm.swappiness = 1' || true

if in_container && ! [ -w /proc/sys/vm/swappiness ]; then
  verdict not-applicable swappiness "vm.swappiness = 1" "governed by the machine around this container"
  exit 0
fi

sysctl -q -p /etc/sysctl.d/90-carbonio-infra.conf || true
seen="$(cat /proc/sys/vm/swappiness)"
expect swappiness "vm.swappiness = 1" "$seen" [ "$seen" = 1 ]
conclude
