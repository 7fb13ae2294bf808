#!/usr/bin/env bash
# The clock follows a time server; directory replication, Consul, Kafka and Patroni rely on it.
# uses: verdict in_container
set -euo pipefail
: "${patience_seconds:?}"

if in_container; then
  verdict not-applicable time-sync "clock synchronized" "governed by the machine around this container"
  exit 0
fi

enabled() { [ "$(timedatectl show -p NTP --value)" = yes ]; }
synchronized() { [ "$(timedatectl show -p NTPSynchronized --value)" = yes ]; }

# Without a time service installed this fails; the check below says so.
enabled || timedatectl set-ntp true || true
started=$SECONDS
until synchronized || [ $((SECONDS - started)) -ge "$patience_seconds" ]; do sleep 1; done

expect time-sync-enabled "NTP=yes" "NTP=$(timedatectl show -p NTP --value)" enabled
expect time-sync "clock synchronized within $patience_seconds s" "NTPSynchronized=$(timedatectl show -p NTPSynchronized --value)" synchronized
conclude
