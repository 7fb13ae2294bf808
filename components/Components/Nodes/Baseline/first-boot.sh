#!/usr/bin/env bash
# Waits for the image's own first boot and keeps package managers from running by themselves.
# uses: wait_until
set -euo pipefail

if command -v cloud-init >/dev/null; then
  # 2 means finished with warnings that cloud-init recovered from.
  result=0
  cloud-init status --wait >/dev/null || result=$?
  case "$result" in
    0 | 2) ;;
    *) die "expected cloud-init to finish, found: $(cloud-init status --long | tr '\n' ' ')" ;;
  esac
fi

for unit in unattended-upgrades.service apt-daily.timer apt-daily-upgrade.timer dnf-automatic.timer dnf-automatic-install.timer \
  dnf-makecache.timer; do
  if systemctl list-unit-files --no-legend "$unit" | grep . >/dev/null; then
    systemctl disable --now --quiet "$unit" 2>/dev/null || systemctl mask --now --quiet "$unit"
    ! systemctl is-active --quiet "$unit" || die "expected $unit to be stopped, found it active"
  fi
done

no_package_manager_runs() { ! pgrep -x 'apt-get|apt|dpkg|unattended-upgr|dnf|yum|rpm' >/dev/null 2>&1; }
wait_until 600 "the image's own package manager runs to end" no_package_manager_runs
