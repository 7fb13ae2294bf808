#!/usr/bin/env bash
# Installs the Debian packages that the tests call: shellcheck, and OpenSSH's server, which tests run by themselves on loopback.
# Leaves no service behind: the server is neither started nor enabled.
set -euo pipefail

missing=()
for package in shellcheck openssh-server openssh-client; do
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
  *' openssh-server '*) deb-systemd-helper disable ssh.service >/dev/null ;;
esac
