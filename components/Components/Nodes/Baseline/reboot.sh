#!/usr/bin/env bash
# Reboots when the upgrade replaced something that only a boot takes over, and says which boot is to end. The listener closes
# first, so that whoever connects next reaches the new boot or nobody.
# uses: carbonio_installed
set -euo pipefail

boot_must_change() {
  if [ -e /run/reboot-required ] || [ -e /var/run/reboot-required ]; then return 0; fi
  command -v needs-restarting >/dev/null || return 1
  if needs-restarting -r >/dev/null; then return 1; fi
}

if carbonio_installed || ! boot_must_change; then
  echo none
  exit 0
fi

# A container reboots within the machine's own boot, so its identity is the start of its first process.
printf '%s %s\n' "$(cat /proc/sys/kernel/random/boot_id)" "$(stat -c %Y /proc/1)"
systemctl stop ssh.socket sshd.socket ssh.service sshd.service 2>/dev/null || true
systemd-run --quiet --collect --on-active=2s systemctl reboot
