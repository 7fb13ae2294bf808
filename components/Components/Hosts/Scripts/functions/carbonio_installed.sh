#!/usr/bin/env bash
# carbonio_installed: whether any package of Carbonio is on this host.
carbonio_installed() {
  if command -v dpkg-query >/dev/null; then
    dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null | grep -qE '^installed (carbonio-|service-discover-)'
  else
    rpm -qa --qf '%{NAME}\n' | grep -qE '^(carbonio-|service-discover-)'
  fi
}
