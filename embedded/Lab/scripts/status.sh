# shellcheck shell=bash
# What is there.

verb_status() {
  local names
  names=$(host_names)
  if [[ -z $names ]]; then
    echo "the lab '$STACK' has no hosts"
    return 0
  fi
  local width
  width=$(awk '{ if (length > w) w = length } END { print w < 4 ? 4 : w }' <<<"$names")
  printf "%-${width}s  %-14s  %-11s  %-19s  %s\n" HOST ADDRESS STATE SINCE MEMORY
  for HOST in $names; do
    printf "%-${width}s  %-14s  %-11s  %-19s  %s\n" \
      "$HOST" "$(host_spec address)" "$(host_state)" "$(state_since)" "$(host_memory)"
  done
}

# host_state: running, partitioned, off, dead (it runs no more and nobody here stopped it), wiped, incomplete.
host_state() {
  if [[ -n $(host_leader) ]]; then
    if [[ ! -e $(host_dir)/ready ]]; then
      echo incomplete
    elif [[ -e /sys/class/net/$(host_cable)/master ]]; then
      echo running
    else
      echo partitioned
    fi
    return 0
  fi
  case $(recorded_state) in
    wiped | off) recorded_state ;;
    running | partitioned) echo dead ;;
    *) echo incomplete ;;
  esac
}

record_state() { echo "$1" | write_file "$(host_dir)/state"; }
recorded_state() { cat "$(host_dir)/state" 2>/dev/null || true; }

# Unknown for a host that died: nobody saw it.
state_since() {
  if [[ $(recorded_state) == "$(host_state)" ]]; then
    date --reference="$(host_dir)/state" '+%F %T'
  else
    echo -
  fi
}

host_memory() {
  local used
  used=$(group_memory "$(host_cgroup)")
  [[ -z $used ]] && echo - || echo "$((used / 1048576)) MiB"
}
