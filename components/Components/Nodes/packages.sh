#!/usr/bin/env bash
# The node's one package transaction.
# uses: verdict operating_system packages
set -euo pipefail
: "${debian_packages:?}" "${rhel_packages:?}" "${interpreters?}"

[ "$(operating_system_family)" = debian ] && packages=$debian_packages || packages=$rhel_packages

missing=()
for package in $packages; do
  package_installed "$package" || missing+=("$package")
done
[ "${#missing[@]}" -eq 0 ] || install_packages "${missing[@]}"

for package in $packages; do
  package_installed "$package" && seen=installed || seen=missing
  expect "package-$package" installed "$seen" [ "$seen" = installed ]
done
# Another interpreter earlier in the path would run the vendor's scripts without the distribution's modules.
for program in $interpreters; do
  seen="$(command -v "$program" || true)"
  expect "$program" "/usr/bin/$program" "${seen:-none}" [ "$seen" = "/usr/bin/$program" ]
done
conclude
