#!/usr/bin/env bash
# carbonio_installed: whether any package of Carbonio is on this host. (grep reads to the end: grep -q would close the pipe on the
# writer, and with pipefail a found package would count as not found.)
# uses: operating_system
carbonio_installed() {
  if uses_dpkg; then
    dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null | grep -E '^installed (carbonio-|service-discover-)' >/dev/null
  else
    rpm -qa --qf '%{NAME}\n' | grep -E '^(carbonio-|service-discover-)' >/dev/null
  fi
}
