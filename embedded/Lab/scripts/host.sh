# shellcheck shell=bash
# Making and removing hosts. A host is a folder of the lab:
#   spec     what was asked for, one NAME=VALUE per line
#   ready    there once the host has answered; without it the rest is left from a crash
#   disk/    overlayfs upper and work folders
#   log      the console

readonly SSH_SECONDS=300
# What the image says that it is. A host that shall be another system gets the file of that name in `systems/`.
readonly NEWEST_SYSTEM=ubuntu-24.04

verb_host_up() {
  local lab_lock host_lock spec
  find_cgroup_roots # here, or each subshell would look for itself
  read_key_from_input
  check_host_options
  lock_directory lab_lock "$LAB_DIR" -s
  require_network
  check_address
  [[ -z ${OPTION[data]:-} || -d $(data_dir) ]] || fail "$HOST has no data folder: data-up makes it"
  lock_directory host_lock "$(host_dir)" -x
  spec=$(
    printf '%s\n' "address=${OPTION[address]}" "user=${OPTION[user]:-root}" "system=${OPTION[system]:-$NEWEST_SYSTEM}" "memory=${OPTION[memory]:-}" \
      "pids=${OPTION[pids]:-}" "data=${OPTION[data]:-}" "image=$(<"$LAB_DIR/image")" "key=${OPTION[authorized-key]}"
  )
  if ! host_is_as_asked "$spec"; then
    remove_host
    write_file "$(host_dir)/spec" <<<"$spec"
    make_disk
    boot_host
    : >"$(host_dir)/ready"
  fi
  printf '{"name":"%s","address":"%s","hostKey":"%s"}\n' "$HOST" "${OPTION[address]}" \
    "$(cut -d' ' -f1,2 "$(host_dir)/disk/upper/etc/ssh/ssh_host_ed25519_key.pub")"
}

verb_host_down() {
  local lab_lock host_lock
  [[ -d $(host_dir) ]] || return 0
  lock_directory lab_lock "$LAB_DIR" -s
  lock_directory host_lock "$(host_dir)" -x
  remove_host
  rm -rf --one-file-system -- "$(host_dir)"
}

host_dir() { printf '%s/hosts/%s' "$LAB_DIR" "$HOST"; }
host_cgroup() { printf 'host-%s' "$HOST"; }

# host_spec NAME: one value of the spec; empty when it was not given, or when a cut-off run left a host without one.
host_spec() {
  local line
  [[ -e $LAB_DIR/hosts/$HOST/spec ]] || return 0
  while IFS= read -r line; do
    [[ $line != "$1="* ]] || printf '%s\n' "${line#*=}"
  done <"$LAB_DIR/hosts/$HOST/spec"
}

require_host() {
  [[ -e $(host_dir)/spec ]] && return 0
  local known
  known=$(host_names | paste -sd' ')
  fail "the lab '$STACK' has no host '$HOST'${known:+; its hosts: $known}"
}

host_names() {
  local spec
  for spec in "$LAB_DIR"/hosts/*/spec; do
    [[ ! -e $spec ]] || basename -- "${spec%/spec}"
  done
}

read_key_from_input() {
  [[ -n ${OPTION[authorized-key]:-} ]] || IFS= read -r "OPTION[authorized-key]" || true
}

check_host_options() {
  local problems=() name
  [[ -n ${OPTION[address]:-} ]] || problems+=("--address is missing")
  [[ ${OPTION[authorized-key]} =~ ^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521))\ [A-Za-z0-9+/=]+(\ [[:print:]]*)?$ ]] ||
    problems+=("--authorized-key, or standard input, must be one OpenSSH public key: found '${OPTION[authorized-key]}'")
  [[ ${OPTION[user]:-root} =~ ^(root|carbonio)$ ]] || problems+=("--user must be root or carbonio: found '${OPTION[user]}'")
  [[ ${OPTION[system]:-$NEWEST_SYSTEM} =~ ^ubuntu-(22|24)\.04$ ]] ||
    problems+=("--system must be ubuntu-22.04 or $NEWEST_SYSTEM: found '${OPTION[system]}'")
  for name in memory pids; do
    [[ ${OPTION[$name]:-1} =~ ^[1-9][0-9]{0,8}$ ]] || problems+=("--$name must be a whole number above 0: found '${OPTION[$name]}'")
  done
  ((${#problems[@]} == 0)) || fail "host-up $HOST: $(printf '%s; ' "${problems[@]}" | sed 's/; $//')"
}

check_address() {
  local subnet other
  subnet=$(<"$LAB_DIR/subnet")
  [[ ${OPTION[address]} =~ ^${subnet%0/24}([2-9]|[1-9][0-9]|1[0-9][0-9]|2[0-4][0-9]|25[0-4])$ ]] ||
    fail "the address of $HOST must be one of ${subnet%0/24}2 to ${subnet%0/24}254: found '${OPTION[address]}'"
  other=$(grep -lx "address=${OPTION[address]}" "$LAB_DIR"/hosts/*/spec 2>/dev/null | grep -v "/$HOST/spec$" || true)
  [[ -z $other ]] || fail "${OPTION[address]} belongs to $(basename "${other%/spec}"): $HOST needs another address"
}

# An earlier run may have made it, and died before it could say so.
host_is_as_asked() {
  [[ -e $(host_dir)/ready && $(cat "$(host_dir)/spec" 2>/dev/null) == "$1" ]] &&
    host_answers "$(host_cable)" "$(host_spec address)"
}

# remove_host: processes, cable and disk; the folder stays, for it carries the lock.
remove_host() {
  stop_host
  rm -f -- "$(host_dir)/ready"
  rm -rf --one-file-system -- "$(host_dir)/disk"
  rm -f -- "$(host_dir)/"{log,state,spec}
}

# remove_incomplete_hosts: what interrupted runs left. Callers hold the lab's lock exclusively, so nobody is making a host now.
remove_incomplete_hosts() {
  local folder HOST
  for folder in "$LAB_DIR"/hosts/*/; do
    HOST=$(basename -- "$folder")
    [[ -d $folder && ! -e $folder/ready && $(recorded_state) != wiped ]] || continue
    say "removing $HOST, which an interrupted run left half made"
    remove_host
    rm -rf --one-file-system -- "$(host_dir)"
  done
}

# What cloud-init would have written on the first boot of a real machine.
make_disk() {
  local upper home
  upper=$(host_dir)/disk/upper
  mkdir -p "$upper/etc/ssh/sshd_config.d" "$upper/etc/apt/sources.list.d" "$(host_dir)/disk/work"
  ssh-keygen -q -t ed25519 -N '' -C "root@$HOST" -f "$upper/etc/ssh/ssh_host_ed25519_key"
  ssh-keygen -q -t ecdsa -N '' -C "root@$HOST" -f "$upper/etc/ssh/ssh_host_ecdsa_key"
  tr -d - </proc/sys/kernel/random/uuid >"$upper/etc/machine-id"
  echo "$HOST" >"$upper/etc/hostname"
  cat >"$upper/etc/hosts" <<HOSTS
127.0.0.1 localhost
127.0.1.1 $HOST
::1 ip6-localhost ip6-loopback
fe00::0 ip6-localnet
ff02::1 ip6-allnodes
ff02::2 ip6-allrouters
HOSTS
  cp -- "$LAB_DIR/lab.sources" "$upper/etc/apt/sources.list.d/lab.sources"
  cp -- "$LAB_DIR/lab.mirrors" "$upper/etc/apt/lab.mirrors"
  trust_authority "$upper" "$(host_spec image)"
  if [[ $(host_spec system) != "$NEWEST_SYSTEM" ]]; then
    copy_up /usr/lib
    cp -- "$LAB_HOME/systems/$(host_spec system)" "$upper/usr/lib/os-release"
  fi

  home=$upper/root
  if [[ $(host_spec user) == carbonio ]]; then
    home=$upper/home/carbonio
    mkdir -p "$upper/home"
    echo "PermitRootLogin no" >"$upper/etc/ssh/sshd_config.d/10-lab-user.conf"
  fi
  # Copied rather than made, so that owner and mode of the folders are the image's.
  copy_up "${home#"$upper"}"
  install -d -m 700 "$home/.ssh"
  host_spec key >"$home/.ssh/authorized_keys"
  chmod 600 "$home/.ssh/authorized_keys"
  chown -R --reference="$(host_spec image)${home#"$upper"}" "$home/.ssh"
}

# copy_up PATH: a folder of the image, alone, with owner and mode, into the upper folder, as overlayfs would.
copy_up() {
  local source target
  source=$(host_spec image)$1
  target=$(host_dir)/disk/upper$1
  mkdir -p "$target"
  chown --reference="$source" "$target"
  chmod --reference="$source" "$target"
}
