#!/usr/bin/env bash
# RHEL and rebuilds: the repositories that Carbonio's packages depend on, and none of the distribution's own PostgreSQL modules in
# the way of the newer one. A site's mirrors count when their ids name what they mirror.
# uses: verdict operating_system packages
set -euo pipefail
: "${epel_release:?}"

release="$(operating_system_release)"
# repositories enabled|all: their ids.
repositories() { dnf -q repolist "--$1" | awk '$1 != "repo" { print $1 }'; }
# enabled_as PATTERN: the enabled ones that match, on one line.
enabled_as() { repositories enabled | grep -iE "$1" | grep -viE 'debug|source' | paste -sd ' ' || true; }
available_as() { repositories all | grep -iE "$1" | sed -n 1p || true; }

enable_repository() {
  # What subscription-manager provides it also writes anew; only its own switch lasts.
  if command -v subscription-manager >/dev/null && subscription-manager identity >/dev/null 2>&1; then
    subscription-manager repos --enable "$1"
  else
    package_installed dnf-plugins-core || install_packages dnf-plugins-core
    dnf config-manager --set-enabled "$1"
  fi
}

code_ready_builder='^(crb|powertools)$|codeready-builder|(^|[_-])(crb|powertools)([_-]|$)'
if [ -z "$(enabled_as "$code_ready_builder")" ]; then
  id="$(available_as "^(crb|powertools|codeready-builder-for-rhel-${release#rhel }-(x86_64-)?(rhui-)?rpms)\$")"
  [ -z "$id" ] || enable_repository "$id" || true
fi

if [ -z "$(enabled_as epel)" ]; then
  id="$(available_as '^epel$')"
  # Rebuilds carry epel-release in a repository of their own; RHEL does not.
  if [ -n "$id" ]; then
    enable_repository "$id" || true
  else
    install_packages epel-release || install_packages "$epel_release" || true
  fi
fi

for wanted in baseos appstream "crb=$code_ready_builder" epel; do
  seen="$(enabled_as "${wanted#*=}")"
  expect "repository-${wanted%%=*}" "an enabled repository with ${wanted%%=*} in its id" "${seen:-none}" [ -n "$seen" ]
done

postgresql_module() { dnf -q module list "$@" postgresql >/dev/null 2>&1; }
if postgresql_module; then
  dnf -qy module disable postgresql
  postgresql_module --disabled && seen=disabled || seen="not disabled"
  expect postgresql-module disabled "$seen" [ "$seen" = disabled ]
else
  verdict not-applicable postgresql-module disabled "this system has none"
fi
conclude
