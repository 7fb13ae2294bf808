# shellcheck shell=bash
# What outlives a host, as a volume outlives its machine: a folder of the lab, which the host sees as /srv/carbonio-data.

verb_data_up() {
  local lab_lock
  lock_directory lab_lock "$LAB_DIR" -s
  mkdir -p -- "$(data_dir)"
  # What a new file system's root would have: the host mounts it at /opt, which everybody may enter.
  chmod 755 "$(data_dir)"
}

verb_data_down() {
  local lab_lock host_lock
  [[ -d $(data_dir) ]] || return 0
  lock_directory lab_lock "$LAB_DIR" -s
  lock_directory host_lock "$(host_dir)" -x
  [[ -z $(host_spec data) ]] || fail "$HOST has its data folder: host-down comes first"
  rm -rf --one-file-system -- "$(data_dir)"
  rmdir -- "$(host_dir)" 2>/dev/null || true # the lock made it
}

data_dir() { printf '%s/data/%s' "$LAB_DIR" "$HOST"; }
