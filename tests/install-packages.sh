#!/usr/bin/env bash
# Installs the Debian packages that the tests call. Leaves no service behind: OpenSSH's server, which tests run by themselves on
# loopback, is neither started nor enabled.
set -euo pipefail

packages=(
  shellcheck
  openssh-server
  openssh-client
  openssl         # a password for a test account
  iproute2        # ip, ss
  iputils-ping
  procps          # kill, pgrep
  python3-minimal # what a step's requirements ask for
)
missing=()
for package in "${packages[@]}"; do
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
[ "${#missing[@]}" -gt 0 ] || exit 0

exec 9>/run/lock/carbonio-infra-tests.lock
flock 9
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 0755 "$policy"
  trap 'rm -f "$policy"' EXIT
fi

export DEBIAN_FRONTEND=noninteractive
apt-get -q=2 -o DPkg::Lock::Timeout=300 update
apt-get -q=2 -y --no-install-recommends -o DPkg::Lock::Timeout=300 install "${missing[@]}"
case " ${missing[*]} " in
  *' openssh-server '*) update-rc.d ssh disable ;; # works where no systemctl is installed, too
esac
