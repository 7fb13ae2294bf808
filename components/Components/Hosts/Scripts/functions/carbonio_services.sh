#!/usr/bin/env bash
# carbonio_uses_systemd: whether Carbonio's own services are units (Ubuntu 24.04, RHEL 9) or started by zmcontrol (Ubuntu 22.04, RHEL 8).
# restart_carbonio PART: restarts all of Carbonio on this host, or appserver, directory-server, mta or proxy alone.
# request_restart PART: notes that a restart is owed. Call it before the change, so that a run that is cut off owes it still.
# restart_if_requested: restarts what is owed.
# carbonio_runs: whether everything that belongs to Carbonio on this host is up.
# uses: operating_system as_zextras wait_until
readonly requested_restarts=/var/lib/carbonio-infra/restarts

carbonio_uses_systemd() {
  case "$(operating_system_release)" in
    "ubuntu 24.04" | "rhel 9") return 0 ;;
    "ubuntu 22.04" | "rhel 8") return 1 ;;
    *) die "expected a system that Carbonio supports, found $(operating_system_release)" ;;
  esac
}

restart_carbonio() {
  if carbonio_uses_systemd; then
    case "$1" in
      all) systemctl restart carbonio.target ;;
      appserver | directory-server | mta | proxy) systemctl restart "carbonio-$1.target" ;;
      *) die "expected a part of Carbonio that can be restarted, found '$1'" ;;
    esac
  else
    case "$1" in
      all) as_zextras zmcontrol restart >&2 ;;
      appserver) as_zextras zmmailboxdctl restart >&2 ;;
      directory-server) as_zextras ldap restart >&2 ;;
      mta) as_zextras zmmtactl restart >&2 ;;
      proxy) as_zextras zmproxyctl restart >&2 ;;
      *) die "expected a part of Carbonio that can be restarted, found '$1'" ;;
    esac
  fi
}

request_restart() {
  mkdir -p "$requested_restarts"
  : >"$requested_restarts/$1"
}

carbonio_runs() {
  local status
  if carbonio_uses_systemd; then
    systemctl is-active --quiet carbonio.target && [ -z "$(systemctl list-units --plain --no-legend --state=failed 'carbonio*')" ]
  else
    # An exit code of 0 proves nothing, and one service that is down is a line. Below the host's name there may be none: what files, chats
    # and video run are units.
    status="$(as_zextras zmcontrol status 2>/dev/null)" && grep -q '^Host ' <<<"$status" && ! grep -qE 'Stopped|not running|Cache is out of date' <<<"$status"
  fi
}

restart_if_requested() {
  local part
  [ -d "$requested_restarts" ] || return 0
  if [ -e "$requested_restarts/all" ]; then
    restart_carbonio all
  else
    for part in "$requested_restarts"/*; do
      [ ! -e "$part" ] || restart_carbonio "${part##*/}"
    done
  fi
  wait_until 300 "every service of Carbonio to run after its restart" carbonio_runs
  rm -rf "$requested_restarts"
}
