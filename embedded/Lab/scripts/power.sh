# shellcheck shell=bash
# Starting, stopping and disturbing hosts that exist.

verb_power_off() {
  with_host_locked stop_host_deliberately
}

verb_power_on() {
  with_host_locked start_host
}

verb_wipe() {
  with_host_locked wipe_host
}

verb_partition() {
  with_host_locked partition_host
}

verb_heal_network() {
  with_host_locked heal_host_network
}

verb_exec() {
  require_host
  ((${#COMMAND[@]})) || fail "exec needs a command: exec $HOST -- CMD"
  local leader
  leader=$(host_leader)
  [[ -n $leader ]] || fail "$HOST does not run (state: $(host_state)): \`power-on $HOST\` boots it"
  exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 "TERM=${TERM:-dumb}" \
    nsenter --target "$leader" --mount --uts --ipc --net --pid --root --wd -- "${COMMAND[@]}"
}

with_host_locked() {
  local lab_lock host_lock
  require_host
  lock_directory lab_lock "$LAB_DIR" -s
  lock_directory host_lock "$(host_dir)" -x
  require_host # it may have been removed while we waited
  "$1"
}

stop_host_deliberately() {
  [[ $(host_state) != wiped ]] || fail "$HOST is wiped: there is nothing to power off"
  stop_host
  record_state off
}

start_host() {
  case $(host_state) in
    running | partitioned) return 0 ;;
    wiped) fail "$HOST is wiped: \`./carbonio-infra up $STACK --replace\` of its machine builds it again" ;;
    incomplete) fail "$HOST was never completed: \`./carbonio-infra up $STACK\` builds it" ;;
  esac
  require_network
  stop_host
  boot_host
}

wipe_host() {
  stop_host
  rm -f -- "$(host_dir)/ready"
  rm -rf --one-file-system -- "$(host_dir)/disk"
  record_state wiped
}

# The cable stays up and leads nowhere, as when a switch fails: connections hang instead of being refused.
partition_host() {
  [[ $(host_state) =~ ^(running|partitioned)$ ]] || fail "$HOST does not run (state: $(host_state))"
  ip link set "$(host_cable)" nomaster
  record_state partitioned
}

heal_host_network() {
  [[ $(host_state) =~ ^(running|partitioned)$ ]] || fail "$HOST does not run (state: $(host_state))"
  ip link set "$(host_cable)" master "$(bridge_name)"
  record_state running
}

# boot_host: returns when SSH answers.
boot_host() {
  local group address cable limit
  group=$(host_cgroup)
  address=$(host_spec address)
  cable=$(host_cable)
  : >"$(host_dir)/log"
  spawn "$group/keeper" "$(host_dir)/log" "$LAB_HOME/scripts/boot-host.sh" "$LAB_KEY" "$group" \
    "$HOST" "$(host_dir)" "$(host_spec image)" "$address" "$(mac_address "$address")" "$cable" "$(bridge_name)" \
    "$([[ -z $(host_spec data) ]] || data_dir)"
  wait_until "$SSH_SECONDS" host_answers_or_died "$group" "$cable" "$address" ||
    fail "$HOST does not answer SSH after $SSH_SECONDS s: $(log_end)"
  host_answers "$cable" "$address" || fail "$HOST died while booting: $(log_end)"
  limit=$(host_spec memory)
  [[ -z $limit ]] || cgroup_limit "$group" memory.limit_in_bytes memory.max $((limit * 1024 * 1024))
  limit=$(host_spec pids)
  [[ -z $limit ]] || cgroup_limit "$group" pids.max pids.max "$limit"
  record_state running
}

log_end() { tail -n 5 "$(host_dir)/log" | tr -s '\r\n' ' '; }

# host_answers_or_died GROUP CABLE ADDRESS: starts no process, for many hosts boot at once, each watched by one of these.
host_answers_or_died() {
  host_answers "$2" "$3" || ! cgroup_is_used "$1/keeper"
}

# host_answers CABLE ADDRESS
host_answers() {
  local banner='' ssh
  # Until the cable is in, connecting would wait for the neighbour's address.
  [[ -e /sys/class/net/$1/master ]] || return 1
  { exec {ssh}<>"/dev/tcp/$2/22"; } 2>/dev/null || return 1
  IFS= read -r -t 5 -u "$ssh" banner || true
  exec {ssh}>&-
  [[ $banner == SSH-2.0-* ]]
}

stop_host() {
  local cable
  cgroup_kill "$(host_cgroup)"
  [[ -e $(host_dir)/spec ]] || return 0
  cable=$(host_cable)
  # The kernel removes it with the host's namespace, but not at once, and its name is wanted again.
  ip link delete "$cable" 2>/dev/null || wait_until 10 test ! -e "/sys/class/net/$cable" || fail "cannot remove the link $cable"
}

host_cable() { cable_name "$(host_spec address)"; }

# host_leader: the host's PID 1 as seen from here, empty when it does not run.
host_leader() {
  local pid files=()
  for pid in $(cgroup_pids "$(host_cgroup)"); do
    files+=("/proc/$pid/status")
  done
  # The one process that has a second number, and it is 1. Others end while grep reads, and it goes on.
  ((${#files[@]} == 0)) || grep --no-messages --files-with-matches --extended-regexp $'^NSpid:\t[0-9]+\t1$' "${files[@]}" |
    sed -n '1s|^/proc/\([0-9]*\)/.*|\1|p' || true
}

# spawn CGROUP LOG COMMAND...: a process that outlives us and holds nothing of ours: not the caller's pipes (whoever reads
# them would wait for their end) and not our locks. Those it keeps until it can be found by its cgroup; then we return.
spawn() {
  read -r < <(
    cgroup_join "$1"
    exec </dev/null >>"$2" 2>&1
    shift 2
    cd /
    for descriptor in "/proc/$BASHPID/fd/"*; do
      descriptor=${descriptor##*/}
      ((descriptor < 3)) || exec {descriptor}>&-
    done
    exec setsid -- env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "$@"
  ) || true # the end of its output is the sign
}
