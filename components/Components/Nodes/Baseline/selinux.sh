#!/usr/bin/env bash
# SELinux permissive or disabled, now and after a boot.
# uses: verdict write_file
set -euo pipefail

if ! [ -e /etc/selinux/config ]; then
  verdict not-applicable selinux "permissive or disabled" "not part of this system"
  exit 0
fi

# The first line of SELINUX= counts at boot, in either case of letters and with spaces around its value. One plain line is left.
configured() { awk -F = '/^SELINUX=/ { gsub(/[ \t\r]/, "", $2); print tolower($2); exit }' "$1"; }
case "$(configured /etc/selinux/config)" in
  disabled) mode=disabled ;;
  *) mode=permissive ;;
esac
text="$(awk -v mode="$mode" '
  /^[ \t]*SELINUX[ \t]*=/ { if (!written) print "SELINUX=" mode; written = 1; next }
  { print }
  END { if (!written) print "SELINUX=" mode }' /etc/selinux/config)"
write_file /etc/selinux/config 0644 <<<"$text"
if command -v getenforce >/dev/null && [ "$(getenforce)" = Enforcing ]; then setenforce 0; fi

seen="$(grep '^SELINUX=' /etc/selinux/config | paste -sd ' ' || true)"
expect selinux-at-boot "permissive or disabled" "${seen:-nothing}" [ "$seen" = "SELINUX=permissive" -o "$seen" = "SELINUX=disabled" ]
seen="$(getenforce 2>/dev/null || echo Disabled)"
expect selinux "Permissive or Disabled" "$seen" [ "$seen" != Enforcing ]
conclude
