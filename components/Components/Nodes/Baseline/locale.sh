#!/usr/bin/env bash
# The system's locale is en_US.UTF-8.
# uses: verdict operating_system packages
set -euo pipefail

has_locale() { locale -a 2>/dev/null | grep -ix 'en_US.utf-\?8' >/dev/null; }

if ! has_locale && [ "$(operating_system_family)" = rhel ]; then
  install_packages glibc-langpack-en
elif ! has_locale; then
  sed -i 's/^# *\(en_US.UTF-8 UTF-8\)/\1/' /etc/locale.gen
  grep -qx 'en_US.UTF-8 UTF-8' /etc/locale.gen || echo 'en_US.UTF-8 UTF-8' >>/etc/locale.gen
  locale-gen en_US.UTF-8 >/dev/null
fi

system_locale() { localectl status | sed -n 's/.*System Locale: *LANG=//p'; }

case "$(system_locale)" in
  en_US.UTF-8 | en_US.utf8) ;;
  *) localectl set-locale LANG=en_US.UTF-8 ;;
esac

has_locale && seen=yes || seen=no
expect locale-available "en_US.UTF-8 in locale -a" "$seen" [ "$seen" = yes ]
seen="$(system_locale)"
expect system-locale "en_US.UTF-8" "${seen:-none}" [ "${seen/utf8/UTF-8}" = en_US.UTF-8 ]
conclude
