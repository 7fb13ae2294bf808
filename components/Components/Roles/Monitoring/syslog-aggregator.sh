#!/usr/bin/env bash
# This host takes syslog of all nodes, on UDP and TCP. What the distribution's configuration listens to already is left to it.
# uses: verdict soon write_file
set -euo pipefail
: "${patience_seconds:?}"

readonly own=/etc/rsyslog.d/10-carbonio-infra.conf

# set_elsewhere TEXT: whether another file has the setting.
set_elsewhere() {
  find /etc/rsyslog.conf /etc/rsyslog.d -name '*.conf' ! -path "$own" -exec grep -lE "^[[:space:]]*$1" {} + >/dev/null 2>&1
}

wanted() {
  local module
  echo "# Written by carbonio-infra; changes are overwritten."
  for module in imudp imtcp; do
    set_elsewhere "module\(load=\"$module\"" || echo "module(load=\"$module\")"
    set_elsewhere "input\(type=\"$module\" port=\"514\"" || echo "input(type=\"$module\" port=\"514\")"
  done
}

silent_protocols() {
  [ -n "$(ss -Hlun 'sport = :514')" ] || echo UDP
  [ -n "$(ss -Hltn 'sport = :514')" ] || echo TCP
}

listens() { [ -z "$(silent_protocols)" ]; }

[ -d /etc/rsyslog.d ] || die "expected rsyslog with its folder /etc/rsyslog.d, found none"
before="$(cat "$own" 2>/dev/null || true)"
wanted | write_file "$own" 0644
if ! complaint="$(rsyslogd -N1 2>&1)"; then
  die "expected rsyslog to accept its configuration, it said: $(paste -sd ';' <<<"$complaint")"
fi
if [ "$(cat "$own")" != "$before" ] || ! listens; then systemctl restart rsyslog.service || true; fi

soon "$patience_seconds" listens || true
seen="$(silent_protocols | paste -sd ' ')"
expect syslog-aggregator "rsyslog on UDP and TCP 514" "${seen:+not on }${seen:-both}" [ -z "$seen" ]
conclude
