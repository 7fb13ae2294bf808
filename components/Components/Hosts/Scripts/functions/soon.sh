#!/usr/bin/env bash
# soon SECONDS COMMAND...: polls until the command succeeds; whether it did in time.
soon() {
  local seconds=$1 started=$SECONDS
  shift
  until "$@"; do
    [ $((SECONDS - started)) -lt "$seconds" ] || return 1
    sleep 0.5
  done
}
