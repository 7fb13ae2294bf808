#!/usr/bin/env bash
# The node's one package transaction.
# uses: verdict operating_system packages
set -euo pipefail
: "${debian_packages:?}" "${rhel_packages:?}" "${interpreters?}"

[ "$(operating_system_family)" = debian ] && packages=$debian_packages || packages=$rhel_packages

# shellcheck disable=SC2086 # names
list_installed() { installed=" $(installed_packages $packages | tr '\n' ' ')"; }
is_listed() { [[ "$installed" = *" $1 "* ]]; }

list_installed
missing=()
for package in $packages; do
  is_listed "$package" || missing+=("$package")
done
if [ "${#missing[@]}" -gt 0 ]; then
  install_packages "${missing[@]}"
  list_installed
fi

for package in $packages; do
  is_listed "$package" && seen=installed || seen=missing
  expect "package-$package" installed "$seen" [ "$seen" = installed ]
done
# Another interpreter earlier in the path would run the vendor's scripts without the distribution's modules.
for program in $interpreters; do
  seen="$(command -v "$program" || true)"
  expect "$program" "/usr/bin/$program" "${seen:-none}" [ "$seen" = "/usr/bin/$program" ]
done
conclude
