#!/usr/bin/env bash
# Installs the Debian packages that the tests call. Leaves no service behind: OpenSSH's server, HAProxy and PostgreSQL, which tests
# run by themselves, are neither started nor enabled.
set -euo pipefail

packages=(
  shellcheck
  openssh-server
  openssh-client
  openssl         # a password for a test account
  iproute2        # ip, ss
  iputils-ping
  haproxy         # what a load balancer runs
  postgresql-15   # what the cluster nodes run
  curl
  gpg
  jq
  procps          # kill, pgrep
  sudo            # what users of machines that already exist have
  openjdk-17-jre-headless # keytool, of Carbonio's Java
  python3-minimal # what a step's requirements ask for
)
missing=()
for package in "${packages[@]}"; do
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
[ "${#missing[@]}" -gt 0 ] || exit 0

# No service starts while this script, or what it started, holds the lock. However it ends, whoever asks first afterwards is let
# through and removes the policy.
lock=/run/lock/carbonio-infra-tests.lock
policy=/usr/sbin/policy-rc.d
exec 9>"$lock"
flock 9
if [ ! -e "$policy" ] || grep -q "$lock" "$policy"; then
  cat >"$policy.new" <<POLICY
#!/bin/sh
flock -n $lock true || exit 101
rm -f -- "\$0"
exit 0
POLICY
  chmod 0755 "$policy.new"
  mv -f "$policy.new" "$policy"
  trap 'rm -f "$policy"' EXIT
fi

export DEBIAN_FRONTEND=noninteractive
apt-get -q=2 -o DPkg::Lock::Timeout=300 update
apt-get -q=2 -y --no-install-recommends -o DPkg::Lock::Timeout=300 install "${missing[@]}"
case " ${missing[*]} " in
  *' openssh-server '*) update-rc.d ssh disable ;; # works where no systemctl is installed, too
esac
case " ${missing[*]} " in
  *' haproxy '*) update-rc.d haproxy disable ;;
esac
case " ${missing[*]} " in
  *' postgresql-15 '*) update-rc.d postgresql disable ;;
esac
