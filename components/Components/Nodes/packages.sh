#!/usr/bin/env bash
# The node's one package transaction.
# uses: verdict operating_system packages
set -euo pipefail
: "${debian_packages:?}" "${rhel_packages:?}"

family="$(operating_system_family)"
[ "$family" = debian ] && packages=$debian_packages || packages=$rhel_packages

missing=""
for package in $packages; do
  if ! package_installed "$package"; then missing+=" $package"; fi
done

if [ -n "$missing" ]; then
  if [ "$family" = debian ]; then
    apt_get update
    # shellcheck disable=SC2086  # a list of names
    apt_get install --no-install-recommends $missing
  else
    # shellcheck disable=SC2086
    dnf -y --setopt=exit_on_lock=False --allowerasing install $missing
  fi
fi

for package in $packages; do
  package_installed "$package" && seen=installed || seen=missing
  expect "package-$package" installed "$seen" [ "$seen" = installed ]
done
conclude
