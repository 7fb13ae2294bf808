#!/usr/bin/env bash
# boot_identity: one line that differs from boot to boot. A container reboots within the machine's own boot, so the start of its
# first process (in clock ticks) belongs to it.
boot_identity() {
  printf '%s %s\n' "$(cat /proc/sys/kernel/random/boot_id)" "$(sed 's/.*) //' /proc/1/stat | cut -d ' ' -f 20)"
}
