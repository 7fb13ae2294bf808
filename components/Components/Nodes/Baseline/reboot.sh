#!/usr/bin/env bash
# Reboots when the upgrade replaced something that only a boot takes over, and says which boot is to end. The listener closes
# first, so that whoever connects next reaches the new boot or nobody.
# uses: boot_identity carbonio_installed in_container
set -euo pipefail

boot_must_change() {
  if [ -e /run/reboot-required ] || [ -e /var/run/reboot-required ]; then return 0; fi
  if command -v needs-restarting >/dev/null && ! needs-restarting -r >/dev/null; then return 0; fi
  # The packages behind both answers are optional; the kernels themselves always tell.
  local newest
  newest="$(find /boot -maxdepth 1 -name 'vmlinuz-[0-9]*' -printf '%f\n' | sed 's/^vmlinuz-//' | sort -V | tail -n 1)"
  [ -n "$newest" ] && [ "$newest" != "$(uname -r)" ] && ! in_container
}

if carbonio_installed || ! boot_must_change; then
  echo none
  exit 0
fi

# First the reboot, then the listener: the other way round a failure would lock the host.
systemd-run --quiet --collect --on-active=3s systemctl reboot
systemctl stop ssh.socket sshd.socket ssh.service sshd.service 2>/dev/null || true
boot_identity
