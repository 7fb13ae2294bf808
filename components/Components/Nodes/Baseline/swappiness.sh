#!/usr/bin/env bash
# vm.swappiness=1, now and after a boot.
# uses: verdict write_file in_container
set -euo pipefail

# Settings load in the order of their names, and /etc/sysctl.conf counts as 99-sysctl.conf.
write_file /etc/sysctl.d/zz-carbonio-infra.conf 0644 <<<'vm.swappiness = 1'

if in_container && ! [ -w /proc/sys/vm/swappiness ]; then
  verdict not-applicable swappiness "vm.swappiness = 1" "governed by the machine around this container"
  exit 0
fi

sysctl -q --system >/dev/null 2>&1 || true
seen="$(cat /proc/sys/vm/swappiness)"
expect swappiness "vm.swappiness = 1" "$seen" [ "$seen" = 1 ]
conclude
