#!/usr/bin/env bash
# wait_until SECONDS WHAT COMMAND...: polls until the command succeeds; ends the step when it does not in time.
wait_until() {
  local seconds=$1 what=$2 started=$SECONDS
  shift 2
  until "$@"; do
    [ $((SECONDS - started)) -lt "$seconds" ] || die "expected $what within $seconds s, it did not happen"
    sleep 1
  done
}
