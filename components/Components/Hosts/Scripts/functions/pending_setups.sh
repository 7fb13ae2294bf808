#!/usr/bin/env bash
# left_setups: scripts that wait for their turn, one line, in the order in which they run.
# run_pending_setups STRICTNESS: runs them until none is left, with patience for what another node has still to do; lenient leaves the
# rest to a later step, strict ends this one. Needs the shell variable mesh_password.
# uses: mesh_token wait_until carbonio_services
: "${host:?}" "${step:?}"
readonly setups_folder=/etc/zextras/pending-setups.d

left_setups() {
  find "$setups_folder" -maxdepth 1 -name '*.sh' -printf '%f\n' 2>/dev/null | sort -V | paste -sd ' '
}

run_pending_setups() {
  local strictness=$1 token log attempt told=""
  [ -n "$(left_setups)" ] || return 0
  wait_until 120 "a leader of the service mesh" mesh_leader
  token="$(mesh_token)"
  request_restart all
  for attempt in 1 2 3; do
    [ "$attempt" -eq 1 ] || sleep 5
    # Always exits 0, and stops at the first script that fails. Its scripts take the token from their environment and nowhere else.
    SETUP_CONSUL_TOKEN="$token" CONSUL_HTTP_TOKEN="$token" pending-setups -a >/dev/null 2>&1 || true
    [ -n "$(left_setups)" ] || return 0
  done
  if [ "$strictness" = lenient ]; then return 0; fi
  log="$(find /var/log/pending-setups -type f -name '*.log' -printf '%T@ %p\n' 2>/dev/null | sort -n | tail -n 1 | cut -d ' ' -f 2-)"
  printf '%s: %s: end of %s:\n' "$host" "$step" "${log:-no log of pending-setups}" >&2
  [ -z "$log" ] || told="$(tail -n 20 "$log")"
  printf '%s\n' "${told//"$token"/[secret]}" >&2
  die "expected no script left in $setups_folder, found $(left_setups)"
}
