#!/usr/bin/env bash
# The boot that was to end has ended, and the new one is complete.
# uses: boot_identity verdict wait_until
set -euo pipefail
: "${ended_boot:?}"

boot="$(boot_identity)"
if [ "$ended_boot" = none ]; then
  verdict ok boot "no reboot needed" "none"
else
  expect boot "another boot than $ended_boot" "$boot" [ "$boot" != "$ended_boot" ]
fi

boot_complete() { case "$(systemctl is-system-running 2>/dev/null)" in running | degraded) ;; *) return 1 ;; esac; }
wait_until 300 "the boot to complete (systemctl is-system-running)" boot_complete
conclude
