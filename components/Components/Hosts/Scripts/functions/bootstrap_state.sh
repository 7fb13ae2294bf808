#!/usr/bin/env bash
# bootstrap_finished: whether Carbonio's first configuration of this host came to its end, by what it noted itself.
# bootstrap_failures: stages that said "failed." in the newest log, one line; the vendor's program goes on after them and exits 0.
readonly install_history=/opt/zextras/.install_history

bootstrap_finished() {
  [ -f "$install_history" ] && [[ "$(grep -E 'CONFIG SESSION START|CONFIGURED END' "$install_history" | tail -n 1)" = *"CONFIGURED END" ]]
}

bootstrap_failures() {
  local log
  # Some versions write it to /tmp, where everybody may, and move it at the end of a session that has one.
  log="$(find /opt/zextras/log /tmp -maxdepth 1 -name 'zmsetup.*.log' \( -path '/opt/*' -o -user root \) -printf '%T@ %p\n' 2>/dev/null | sort -n | tail -n 1 | cut -d ' ' -f 2-)"
  [ -z "$log" ] || grep -F 'failed.' "$log" | paste -sd ';' || true
}
