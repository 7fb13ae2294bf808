#!/usr/bin/env bash
# What Carbonio logs on this node goes to the node that collects it.
# uses: verdict soon
set -euo pipefail
: "${fqdn:?}" "${log_host:?}" "${patience_seconds:?}"

# The collecting node keeps a file instead of sending to itself.
if [ "$fqdn" = "$log_host" ]; then wanted='-/var/log/carbonio.log'; else wanted="@$log_host"; fi

# facilities_without: those that do not go where they should.
facilities_without() {
  local facility
  for facility in local0 auth mail; do
    grep -rqsE "^$facility\.\*[[:space:]]+${wanted//./\\.}[[:space:]]*\$" /etc/rsyslog.conf /etc/rsyslog.d || echo "$facility"
  done | paste -sd ' '
}

is_set_up() { [ -z "$(facilities_without)" ]; }

# It writes its files anew and restarts rsyslog, so only where something is missing; again when the directory did not answer it.
set_up() {
  is_set_up || /opt/zextras/libexec/zmsyslogsetup >&2 || true
  is_set_up
}
soon "$patience_seconds" set_up || true
seen="$(facilities_without)"
expect syslog "local0, auth and mail to $wanted" "${seen:+not }${seen:-all of them}" is_set_up
seen="$(systemctl is-active rsyslog.service || true)"
expect rsyslog active "$seen" [ "$seen" = active ]
conclude
