#!/usr/bin/env bash
# apt_get ARGUMENTS: apt-get that waits for the lock of other package managers and never asks. dnf_yes ARGUMENTS: dnf likewise.
# update_package_lists: apt's, unless a step did so within ten minutes and no source has changed since. fetch_package_lists: in any case.
# install_packages NAME...: by the one that the system is made of. package_installed NAME: whether it is there.
# installed_packages NAME...: those of them that are there, a line each.
# remove_packages NAME...: them alone, with their configuration; ends the step when others need them.
# uses: operating_system
apt_get() {
  # Steps run side by side, and apt's own patience does not cover its package lists. -o: services must not inherit the lock.
  DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a flock -o /run/carbonio-infra/apt.lock apt-get -q -y \
    -o DPkg::Lock::Timeout=600 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \
    -o Acquire::Retries=3 "$@"
}

dnf_yes() { dnf -y --setopt=exit_on_lock=False "$@"; }

package_lists_fetched=/run/carbonio-infra/package-lists

update_package_lists() {
  if [ -n "$(find "$package_lists_fetched" -mmin -10 2>/dev/null)" ] &&
    [ -z "$(find /etc/apt/sources.list /etc/apt/sources.list.d -newer "$package_lists_fetched" 2>/dev/null)" ]; then return 0; fi
  fetch_package_lists
}

fetch_package_lists() {
  local output
  rm -f "$package_lists_fetched"
  output="$(apt_get update 2>&1)" || die "expected apt-get to fetch the package lists, found: $output"
  printf '%s\n' "$output"
  # apt goes on with the lists that it had when it cannot fetch one; the next step shall try again.
  [[ $'\n'$output == *$'\n'[WE]:* ]] || : >"$package_lists_fetched"
}

install_packages() {
  if uses_dpkg; then
    update_package_lists
    apt_get install --no-install-recommends "$@"
  else
    dnf_yes --allowerasing install "$@"
  fi
}

remove_packages() {
  if uses_dpkg; then
    flock -o /run/carbonio-infra/apt.lock dpkg --purge "$@" || die "expected dpkg to remove $* alone, found a refusal"
  else
    rpm --erase "$@" || die "expected rpm to remove $* alone, found a refusal"
  fi
}

# Both tools tell of every name, fail when one is unknown, and cost as much for one as for all.
installed_packages() {
  if uses_dpkg; then
    { dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true; } | sed -n 's/^installed //p'
  else
    { rpm -q --qf 'installed %{NAME}\n' "$@" 2>/dev/null || true; } | sed -n 's/^installed //p'
  fi
}

package_installed() {
  [ -n "$(installed_packages "$1")" ]
}
