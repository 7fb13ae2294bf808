#!/usr/bin/env bash
# Brings the distribution's packages up to date before Carbonio's are installed. Never afterwards: that would upgrade Carbonio,
# which has an order over the nodes.
# uses: carbonio_installed operating_system packages
set -euo pipefail

if carbonio_installed; then
  echo "Carbonio is installed: packages stay as they are"
  exit 0
fi

if [ "$(operating_system_family)" = debian ]; then
  # What an interrupted run left half configured would stop every later one.
  dpkg --configure -a --force-confdef --force-confold
  update_package_lists
  apt_get dist-upgrade
else
  dnf_yes upgrade --refresh
fi
