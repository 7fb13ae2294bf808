# shellcheck shell=bash
# What crashes left. Only what no process stands behind: living labs are named and left alone.

verb_sweep() {
  local lab_lock run_lock
  if [[ -d $LAB_DIR ]]; then
    lock_directory lab_lock "$LAB_DIR" -x
    remove_incomplete_hosts
  fi
  if [[ -d $RUN_DIR ]]; then
    lock_directory run_lock "$RUN_DIR" -x
    remove_dead_labs
    stop_unused_stores
    leave_machine
    unlock run_lock
  fi
  [[ -z ${lab_lock:-} ]] || unlock lab_lock
}

# Callers hold the lock on RUN_DIR. This lab is none of its business.
remove_dead_labs() {
  local claim
  for claim in "$RUN_DIR"/*/; do
    claim=${claim%/}
    [[ -d $claim && $claim != "$CLAIM_DIR" ]] || continue
    (
      LAB_DIR=$(cat "$claim/lab" 2>/dev/null || true)
      LAB_KEY=${claim##*/}
      CLAIM_DIR=$claim
      if [[ -n $(cgroup_pids) ]] || lab_is_busy; then
        say "another lab lives on this machine and is left alone: $LAB_DIR ($(cat "$claim/subnet" 2>/dev/null))"
      else
        say "removing what is left of the lab in ${LAB_DIR:-an interrupted claim}; no process of it lives"
        remove_runtime
      fi
    )
  done
}

# When nobody works on it, the lock is ours until the calling subshell ends.
lab_is_busy() {
  local descriptor
  [[ -d $LAB_DIR ]] || return 1
  exec {descriptor}<"$LAB_DIR"
  ! flock -n -x "$descriptor"
}
