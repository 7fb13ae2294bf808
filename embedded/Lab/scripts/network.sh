# shellcheck shell=bash
# One bridge per lab with a /24 of its own. Hosts have no default route: the lab ends at its bridge.

verb_network_up() {
  local subnet=${OPTION[subnet]:-} lab_lock run_lock
  [[ -n $subnet ]] || fail "network-up needs --subnet A.B.C.0/24"
  [[ $subnet =~ ^198\.1[89]\.([0-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])\.0/24$ ]] ||
    fail "the subnet must be a /24 of 198.18.0.0/15, written like 198.18.7.0/24: found '$subnet'"
  require_packages
  find_archives
  ensure_image
  ensure_store_program
  ensure_vendor_repository
  ensure_index "$IMAGE"

  lock_directory lab_lock "$LAB_DIR" -x
  remove_incomplete_hosts
  lock_directory run_lock "$RUN_DIR" -x
  remove_dead_labs
  claim_subnet "$subnet"
  start_network
  unlock run_lock
  printf '%s' "$IMAGE" | write_file "$LAB_DIR/image"
  unlock lab_lock
  print_vendor "$(gateway_address)"
}

verb_network_down() {
  local lab_lock run_lock
  if [[ -d $LAB_DIR || -d $CLAIM_DIR ]]; then
    lock_directory lab_lock "$LAB_DIR" -x
    lock_directory run_lock "$RUN_DIR" -x
    remove_runtime
    rm -rf --one-file-system -- "$LAB_DIR"
    unlock run_lock
    unlock lab_lock
  fi
  verb_sweep
}

# Callers hold the lock on RUN_DIR.
claim_subnet() {
  local claim owner route
  if [[ -e $LAB_DIR/subnet && $(<"$LAB_DIR/subnet") != "$1" ]]; then
    compgen -G "$LAB_DIR/hosts/*/spec" >/dev/null &&
      fail "this lab has hosts in $(<"$LAB_DIR/subnet") and cannot move to $1: run network-down first"
    remove_runtime
  fi
  for claim in "$RUN_DIR"/*/subnet; do
    [[ -e $claim && $claim != "$CLAIM_DIR/subnet" && $(<"$claim") == "$1" ]] || continue
    fail "$1 belongs to the lab in $(<"${claim%/*}/lab"): run again, and another subnet is chosen"
  done
  owner=$(cat "$CLAIM_DIR/lab" 2>/dev/null || true)
  [[ -z $owner || $owner == "$LAB_DIR" ]] || fail "the labs in $owner and $LAB_DIR have the same key: use another stack name"
  route=$(ip -4 route show root "$1"; ip -4 route show match "$1")
  route=$(grep -v -e '^default' -e "dev $(bridge_name) " <<<"$route" || true)
  [[ -z $route ]] || fail "$1 is in use on this machine ($route): free it, or remove $LAB_DIR/subnet to let another be chosen"

  mkdir -p "$CLAIM_DIR"
  printf '%s' "$LAB_DIR" | write_file "$CLAIM_DIR/lab"
  printf '%s' "$CACHE_DIR" | write_file "$CLAIM_DIR/cache"
  printf '%s' "$1" | write_file "$CLAIM_DIR/subnet"
  printf '%s' "$1" | write_file "$LAB_DIR/subnet"
}

bridge_name() { printf 'cl%s' "$LAB_KEY"; }
# The machine's end of a host's cable. Its name holds the address, so that no two hosts of a lab can have the same one.
cable_name() { printf 'cv%s-%s' "$LAB_KEY" "${1##*.}"; }
# The machine's own address in the lab, where hosts find the package mirror and the vendor's repositories.
gateway_address() {
  local subnet
  subnet=$(<"$LAB_DIR/subnet")
  printf '%s.1' "${subnet%.0/24}"
}

# Callers hold the lock on RUN_DIR and have claimed a subnet.
start_network() {
  local bridge gateway
  bridge=$(bridge_name)
  gateway=$(gateway_address)
  if [[ ! -e /sys/class/net/$bridge ]]; then
    # A fixed address, or the bridge would take its newest port's and every neighbour's table would be wrong for a while.
    ip link add "$bridge" address "$(mac_address "$gateway")" type bridge stp_state 0 forward_delay 0
    ip link set "$bridge" addrgenmode none 2>/dev/null || true # a machine without IPv6 has nothing to turn off
  fi
  ip -batch - <<BATCH
link set $bridge up
address replace $gateway/24 dev $bridge
BATCH
  warn_of_bridge_filter "$bridge"
  raise_machine_limit
  start_store
  start_mirror "$gateway"
  start_vendor "$gateway"
}

mac_address() {
  local a b c d
  IFS=. read -r a b c d <<<"$1"
  printf '02:ca:%02x:%02x:%02x:%02x' "$a" "$b" "$c" "$d"
}

# The kernel may pass bridged frames through this machine's forward rules, and container engines make those drop.
warn_of_bridge_filter() {
  local switch=/proc/sys/net/bridge/bridge-nf-call-iptables
  [[ -e $switch && $(<"$switch") == 1 && $(iptables --list-rules FORWARD 2>/dev/null) == "-P FORWARD DROP"* ]] || return 0
  say "note: this machine drops what it forwards, between hosts of the lab too; accept it with: iptables -I FORWARD -i $1 -o $1 -j ACCEPT"
}

# All hosts are one user to the kernel, whose default is enough for about two dozen bare hosts on a machine.
readonly INOTIFY_LIMIT=/proc/sys/fs/inotify/max_user_instances
readonly INOTIFY_INSTANCES=8192
readonly FORMER_INOTIFY_LIMIT=$RUN_DIR/former-inotify-limit

raise_machine_limit() {
  local former
  former=$(<"$INOTIFY_LIMIT")
  ((former < INOTIFY_INSTANCES)) || return 0
  [[ -e $FORMER_INOTIFY_LIMIT ]] || write_file "$FORMER_INOTIFY_LIMIT" <<<"$former"
  echo "$INOTIFY_INSTANCES" 2>/dev/null >"$INOTIFY_LIMIT" || say "note: $INOTIFY_LIMIT is $former and cannot be raised; many hosts need more"
}

# leave_machine: with the last lab goes what labs share. Callers hold the lock on RUN_DIR.
leave_machine() {
  compgen -G "$RUN_DIR/*/" >/dev/null && return 0
  if [[ -e $FORMER_INOTIFY_LIMIT ]]; then
    cat "$FORMER_INOTIFY_LIMIT" >"$INOTIFY_LIMIT" || true
    rm -f -- "$FORMER_INOTIFY_LIMIT"
  fi
  rmdir -- "$RUN_DIR" 2>/dev/null || true
}

network_is_up() {
  [[ -e $CLAIM_DIR/subnet && -e /sys/class/net/$(bridge_name) && -e $LAB_DIR/lab.mirrors && -e $LAB_DIR/vendor/served/debian &&
    -n $(cgroup_pids mirror) && -n $(cgroup_pids vendor) && -n $(store_pids) ]]
}

# require_network: there after a reboot of this machine too, or after somebody killed the mirror.
require_network() {
  local run_lock
  network_is_up && return 0
  [[ -e $LAB_DIR/subnet ]] || fail "the lab '$STACK' has no network: network-up makes it (\`./carbonio-infra up $STACK\` does)"
  require_packages
  find_archives
  ensure_store_program
  ensure_vendor_repository
  ensure_index "$(cat "$LAB_DIR/image" 2>/dev/null || true)"
  lock_directory run_lock "$RUN_DIR" -x
  claim_subnet "$(<"$LAB_DIR/subnet")"
  start_network
  unlock run_lock
}

# remove_runtime: processes, cables, bridge and claim of this lab; not its disks. Callers hold the lock on RUN_DIR.
remove_runtime() {
  local link
  cgroup_kill ""
  for link in /sys/class/net/"cv$LAB_KEY-"* "/sys/class/net/cl$LAB_KEY"; do
    # A cable also goes by itself when the kernel gets round to destroying its host's namespace.
    [[ ! -e $link ]] || ip link delete "${link##*/}" 2>/dev/null || [[ ! -e $link ]] || fail "cannot remove the link ${link##*/}"
  done
  rm -rf --one-file-system -- "$CLAIM_DIR"
  stop_unused_stores
}
