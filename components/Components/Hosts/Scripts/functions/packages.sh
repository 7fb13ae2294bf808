#!/usr/bin/env bash
# apt_get ARGUMENTS: apt-get that waits for the lock of other package managers and never asks. dnf_yes ARGUMENTS: dnf likewise.
# install_packages NAME...: by whichever of them there is. package_installed NAME: whether it is there.
# remove_packages NAME...: them alone, with their configuration; ends the step when others need them.
apt_get() {
  # Steps run side by side, and apt's own patience does not cover its package lists. -o: services must not inherit the lock.
  DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a flock -o /run/carbonio-infra/apt.lock apt-get -q -y \
    -o DPkg::Lock::Timeout=600 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \
    -o Acquire::Retries=3 "$@"
}

dnf_yes() { dnf -y --setopt=exit_on_lock=False "$@"; }

install_packages() {
  if command -v apt-get >/dev/null; then
    apt_get update
    apt_get install --no-install-recommends "$@"
  else
    dnf_yes --allowerasing install "$@"
  fi
}

remove_packages() {
  if command -v dpkg >/dev/null; then
    flock -o /run/carbonio-infra/apt.lock dpkg --purge "$@" || die "expected dpkg to remove $* alone, found a refusal"
  else
    rpm --erase "$@" || die "expected rpm to remove $* alone, found a refusal"
  fi
}

package_installed() {
  if command -v dpkg-query >/dev/null; then
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
  else
    rpm -q "$1" >/dev/null 2>&1
  fi
}
