#!/usr/bin/env bash
# The clock follows a time server; directory replication, Consul, Kafka and Patroni rely on it.
# uses: verdict in_container packages
set -euo pipefail
: "${patience_seconds:?}"

if in_container; then
  verdict not-applicable time-sync "clock synchronized" "governed by the machine around this container"
  exit 0
fi

is_yes() { [ "$(timedatectl show -p "$1" --value)" = yes ]; }

# The distribution's own service will do; chrony comes where there is none.
if ! is_yes CanNTP; then
  install_packages chrony
  # It knows the services that there were when it started.
  systemctl stop systemd-timedated.service || true
fi
# A refusal shows in the check below.
is_yes NTP || timedatectl set-ntp true || true
started=$SECONDS
until is_yes NTPSynchronized || [ $((SECONDS - started)) -ge "$patience_seconds" ]; do sleep 1; done

expect time-sync-enabled "NTP=yes" "NTP=$(timedatectl show -p NTP --value)" is_yes NTP
expect time-sync "clock synchronized within $patience_seconds s" "NTPSynchronized=$(timedatectl show -p NTPSynchronized --value)" \
  is_yes NTPSynchronized
conclude
